"""One session at Garmin, step by step: each step is stored before the next is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from athletes.models import Athlete, Connection
from athletes.sources.garmin_login.workouts import Scheduled, Workouts
from plans.exports.garmin import session_of
from plans.models import SentWorkout
from plans.selectors.sending import WEEK, Line, Preview, lost_sessions

AROUND = timedelta(days=7)


class Sender:
    """Brings what is at Garmin to what is planned. Raises what `Workouts` raises.

    The library there is read once, then the calendar: a workout that carries our mark for a session is that
    session's, also when its id never arrived here, and what is gone there is made anew.
    """

    def __init__(self, workouts: Workouts, connection: Connection, progressed: Callable[[], None]) -> None:
        self._workouts, self._connection, self._progressed = workouts, connection, progressed
        self._ours: dict[str, str] = {}
        self._ids: set[str] = set()
        self._places: dict[str, list[Scheduled]] = {}

    def look_into_library(self) -> None:
        for each in self._workouts.listed():
            self._ids.add(each.id)
            if uid := session_of(each.description):
                self._ours.setdefault(str(uid), each.id)

    def remember_lost(self, athlete: Athlete) -> None:
        """Keep what is there of sessions that went while no connection knew of it: it is taken away then."""
        for session in lost_sessions(athlete, self._connection, self._ours):
            workout_id = self._ours[str(session.uid)]
            SentWorkout.objects.create(session=session, connection=self._connection, workout_id=workout_id)

    def look_into_calendar(self, preview: Preview) -> None:
        """Read every day there that may matter."""
        days = [day for each in preview.lines for day in _days(each)]
        start, end = min([preview.week_start, *days]), max([preview.week_start + WEEK, *days])
        for place in self._workouts.scheduled(start - AROUND, end + AROUND):
            self._places.setdefault(place.workout_id, []).append(place)

    def put(self, line: Line) -> None:
        """Have the session there as planned; nothing is written where it is already."""
        row = line.sent or SentWorkout(session=line.session, connection=self._connection)
        self._put_workout(row, line)
        if line.day is not None:
            self._put_into_calendar(row, line.day)

    def remove(self, row: SentWorkout, line: Line) -> None:
        """Take it out of the calendar and of the library there; forgetting it is the caller's."""
        workout_id = row.workout_id or self._ours.get(str(line.session.uid), "")
        for place in self._places.get(workout_id, []):
            self._workouts.unschedule(place.id)
        if row.schedule_id and row.schedule_id not in self._place_ids(workout_id):
            self._workouts.unschedule(row.schedule_id)
        if workout_id:
            self._workouts.delete(workout_id)

    def _put_workout(self, row: SentWorkout, line: Line) -> None:
        if row.workout_id and not self._is_there(row.workout_id):
            self._forget(row)
        if not row.workout_id:
            found = self._ours.get(str(line.session.uid))
            if found is None:
                self._create(row, line)
                return
            self._keep(row, workout_id=found, sha256="")
        if row.sha256 == line.sha256:
            return
        if self._workouts.update(row.workout_id, line.workout):
            self._keep(row, sha256=line.sha256)
        else:
            self._forget(row)
            self._create(row, line)

    def _create(self, row: SentWorkout, line: Line) -> None:
        self._keep(row, workout_id=self._workouts.create(line.workout), sha256=line.sha256)

    def _put_into_calendar(self, row: SentWorkout, day: date) -> None:
        place = self._place(row, day)
        if place is not None and (row.schedule_id, row.scheduled_on) == (place.id, day):
            return
        if place is not None and (place.day == day or self._workouts.reschedule(place.id, day)):
            self._keep(row, schedule_id=place.id, scheduled_on=day, sent_at=timezone.now())
            return
        # The day is kept first: should the answer be lost, the place is looked for around it.
        self._keep(row, schedule_id="", scheduled_on=day)
        self._keep(row, schedule_id=self._workouts.schedule(row.workout_id, day), sent_at=timezone.now())

    def _place(self, row: SentWorkout, day: date) -> Scheduled | None:
        """Where it stands in the calendar there: by its id, else where the workout was last put."""
        places = self._places.get(row.workout_id, [])
        for place in places:
            if place.id == row.schedule_id:
                return place
        if row.schedule_id and row.scheduled_on and self._workouts.is_scheduled(row.schedule_id):
            return Scheduled(row.schedule_id, row.workout_id, row.scheduled_on)
        days = (row.scheduled_on, day)
        return min(places, key=lambda each: [each.day != known for known in days], default=None)

    def _is_there(self, workout_id: str) -> bool:
        return workout_id in self._ids or self._workouts.exists(workout_id)

    def _place_ids(self, workout_id: str) -> set[str]:
        return {place.id for place in self._places.get(workout_id, [])}

    def _forget(self, row: SentWorkout) -> None:
        self._keep(row, workout_id="", schedule_id="", scheduled_on=None, sha256="")

    def _keep(self, row: SentWorkout, **values: object) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self._progressed()


def _days(line: Line) -> list[date]:
    kept = line.sent.scheduled_on if line.sent is not None else None
    return [day for day in (line.day, line.before, kept, line.session.day) if day is not None]
