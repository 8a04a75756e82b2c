"""Workouts at Garmin: the athlete's library, and which of them stand in the calendar there.

What is not there any more is an answer here, not an error. Creating is asked for once: when its answer is
lost, look into the lists before asking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from athletes.errors import GarminConnectionError, GarminNotOfferedError
from athletes.sources.garmin_login.account import Account
from athletes.sources.garmin_login.client import AimedGarmin
from athletes.sources.garmin_login.refusal import NOT_FOUND

PAGE, MOST_PAGES = 100, 20


@dataclass(frozen=True, slots=True)
class ListedWorkout:
    id: str
    description: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A workout on a day of the calendar."""

    id: str
    workout_id: str
    day: date


class Workouts:
    """Raises the tree of `athletes.errors`, and as themselves what the line raises."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def listed(self) -> Iterator[ListedWorkout]:
        """The athlete's library, two thousand workouts at most."""
        for number in range(MOST_PAGES):
            start = number * PAGE
            page = self._account.ask(lambda garmin, start=start: garmin.get_workouts(start, PAGE))  # type: ignore[misc]
            rows = page if isinstance(page, list) else []
            for row in rows:
                if isinstance(row, Mapping) and (found := _id(row, "workoutId")):
                    yield ListedWorkout(found, str(row.get("description") or ""))
            if len(rows) < PAGE:
                return

    def exists(self, workout_id: str) -> bool:
        return self._is_there(lambda garmin: garmin.get_workout_by_id(workout_id))

    def create(self, workout: Mapping[str, Any]) -> str:
        """The new workout's id."""
        return self._new(lambda garmin: garmin.upload_workout(dict(workout)), "workoutId")

    def update(self, workout_id: str, workout: Mapping[str, Any]) -> bool:
        """Replace the whole workout; what is planned of it stays. False when it is gone."""
        return self._is_there(lambda garmin: garmin.update_workout(workout_id, dict(workout)))

    def delete(self, workout_id: str) -> None:
        self._is_there(lambda garmin: garmin.delete_workout(workout_id))

    def scheduled(self, start: date, end: date) -> list[Scheduled]:
        """What stands in the calendar in the days [start, end)."""
        last = date.fromordinal(end.toordinal() - 1)
        rows = self._account.ask(
            lambda garmin: garmin.get_scheduled_workouts_by_period(start.isoformat(), last.isoformat())
        )
        found = (_scheduled(row) for row in (rows if isinstance(rows, list) else []))
        return [each for each in found if each is not None]

    def is_scheduled(self, schedule_id: str) -> bool:
        return self._is_there(lambda garmin: garmin.get_scheduled_workout_by_id(schedule_id))

    def schedule(self, workout_id: str, day: date) -> str:
        """Put it into the calendar; the id of its place there."""
        return self._new(
            lambda garmin: garmin.schedule_workout(workout_id, day.isoformat()), "workoutScheduleId"
        )

    def reschedule(self, schedule_id: str, day: date) -> bool:
        """Move it to another day; False when it is gone."""
        return self._is_there(lambda garmin: garmin.reschedule_workout(schedule_id, day.isoformat()))

    def unschedule(self, schedule_id: str) -> None:
        self._is_there(lambda garmin: garmin.unschedule_workout(schedule_id))

    def _is_there(self, call: Callable[[AimedGarmin], Any]) -> bool:
        try:
            self._account.ask(call)
        except GarminNotOfferedError as error:
            if error.code != NOT_FOUND:
                raise
            return False
        return True

    def _new(self, call: Callable[[AimedGarmin], Any], name: str) -> str:
        answer = self._account.ask(call, tries=1)
        found = _id(answer, name) if isinstance(answer, Mapping) else ""
        if not found:
            raise GarminConnectionError
        return found


def _id(row: Mapping[str, Any], name: str) -> str:
    """A number that names something, as text; empty without one."""
    value = row.get(name)
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdecimal() and len(text) <= 40 else ""


def _scheduled(row: Any) -> Scheduled | None:
    if not isinstance(row, Mapping):
        return None
    inner = row.get("workout")
    workout_id = _id(row, "workoutId") or (_id(inner, "workoutId") if isinstance(inner, Mapping) else "")
    schedule_id = _id(row, "workoutScheduleId") or _id(row, "id")
    try:
        day = date.fromisoformat(str(row.get("calendarDate") or row.get("date")))
    except ValueError:
        return None
    return Scheduled(schedule_id, workout_id, day) if workout_id and schedule_id else None
