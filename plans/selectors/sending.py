"""What sending a week to Garmin would do there. Nothing is asked of Garmin for that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q

from athletes.models import Athlete, Connection, Way
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.adapt.pausing import Pause
from plans.engine.steps import leaves
from plans.engine.targets import Lack, resolve
from plans.exports.aims import aim_of
from plans.exports.garmin import fingerprint, workout_json
from plans.exports.planned import NotExpressible, Planned
from plans.models import PlannedSession, SentWorkout, WeekSending
from plans.selectors.exports import planned_of
from plans.selectors.paused import pauses, recent_markers

WEEK = timedelta(days=7)
OPEN = (WeekSending.State.WAITING, WeekSending.State.RUNNING)


class Act(StrEnum):
    """What is to be done about one session at Garmin."""

    CREATE = "create"
    UPDATE = "update"
    MOVE = "move"
    REMOVE = "remove"
    SAME = "same"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Line:
    """One session of the week. `day` is where it shall stand, `before` where it stands at Garmin.

    `words` are the targets that a watch cannot hold somebody to, `lacks` say which thresholds would help;
    `reason` says why the session is left out, `pause` that a marker stops it.
    """

    act: Act
    session: PlannedSession
    sent: SentWorkout | None = None
    day: date | None = None
    before: date | None = None
    workout: dict[str, Any] = field(default_factory=dict, repr=False)
    sha256: str = ""
    words: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    reason: str = ""
    pause: Pause | None = None


@dataclass(frozen=True)
class Preview:
    week_start: date
    lines: tuple[Line, ...]

    @property
    def changes(self) -> list[Line]:
        return [each for each in self.lines if each.act not in (Act.SAME, Act.LEFT_OUT)]

    @property
    def wanted(self) -> list[Line]:
        return [each for each in self.lines if each.act not in (Act.REMOVE, Act.LEFT_OUT)]

    @property
    def removals(self) -> list[Line]:
        return [each for each in self.lines if each.act == Act.REMOVE]

    @property
    def size(self) -> int:
        """Sessions that have to be looked at."""
        return len(self.wanted) + len(self.removals)

    @property
    def digest(self) -> str:
        """Equal while the same would be done."""
        told = [f"{each.act} {each.session.uid} {each.day} {each.sha256}" for each in self.lines]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def login_connection(athlete: Athlete) -> Connection | None:
    found: Connection | None = Connection.objects.for_athlete(athlete).filter(way=Way.LOGIN).first()
    return found


def newest_sending(athlete: Athlete, week_start: date) -> WeekSending | None:
    found: WeekSending | None = WeekSending.objects.for_athlete(athlete).filter(week_start=week_start).first()
    return found


def open_sending(athlete: Athlete) -> WeekSending | None:
    found: WeekSending | None = WeekSending.objects.for_athlete(athlete).filter(state__in=OPEN).first()
    return found


def week_preview(athlete: Athlete, connection: Connection, week_start: date) -> Preview:
    """The open sessions from today to the end of the week, and what stands at Garmin in these days.

    The past stays as it is there, and so does everything that was not made by Formline. What an illness or
    injury stops is not sent, and taken away there.
    """
    start, end = max(week_start, athlete.today()), week_start + WEEK
    sessions = PlannedSession.objects.for_athlete(athlete).shown().open().between(start, end)
    wanted = {each.pk: each for each in sessions}
    rows = {each.session_id: each for each in _rows(connection, wanted, start, end)}
    strays = [row for key, row in rows.items() if key not in wanted]
    every = [*wanted.values(), *(row.session for row in strays)]
    stopped = pauses(athlete, every, recent_markers(athlete) if every else ())
    book = ThresholdBook(athlete)
    lines = [_line(each, rows.get(each.pk), book, stopped.get(each.pk)) for each in wanted.values()]
    lines += [line for row in strays if (line := _stray(row, athlete, book, stopped)) is not None]
    return Preview(week_start, tuple(lines))


def lost_sessions(athlete: Athlete, connection: Connection, uids: Iterable[str]) -> list[PlannedSession]:
    """Of the sessions whose workouts are at Garmin, those of today or later that are not to be done any more
    and that nothing here remembers having sent: they went between two connections. Who else's they may be is
    unknown of the rest."""
    ahead = PlannedSession.objects.for_athlete(athlete).filter(uid__in=list(uids), day__gte=athlete.today())
    unknown = list(ahead.exclude(sent__connection=connection))
    shown = PlannedSession.objects.for_athlete(athlete).shown().exclude(state=PlannedSession.State.SKIPPED)
    wanted = set(shown.filter(pk__in=[each.pk for each in unknown]).values_list("pk", flat=True))
    stopped = pauses(athlete, unknown, recent_markers(athlete)) if unknown else {}
    return [each for each in unknown if each.pk not in wanted or each.pk in stopped]


def _rows(connection: Connection, wanted: Iterable[int], start: date, end: date) -> Iterable[SentWorkout]:
    """What is at Garmin for these sessions or in these days, and what never got a day there."""
    in_days = Q(scheduled_on__gte=start, scheduled_on__lt=end) | Q(scheduled_on=None)
    rows = SentWorkout.objects.filter(Q(session__in=list(wanted)) | in_days, connection=connection)
    return rows.select_related("session__plan").order_by("scheduled_on", "pk")


def _line(session: PlannedSession, row: SentWorkout | None, book: ThresholdBook, stop: Pause | None) -> Line:
    if stop is not None:
        return replace(_kept_away(session, row), pause=stop)
    try:
        planned = planned_of(session, book)
    except NotExpressible as error:
        return replace(_kept_away(session, row), reason=error.message)
    workout = workout_json(planned)
    sha256 = fingerprint(workout)
    act = _act(session, row, sha256)
    before = row.scheduled_on if row is not None and row.schedule_id else None
    return Line(act, session, row, session.day, before, workout, sha256, *_words(planned))


def _kept_away(session: PlannedSession, row: SentWorkout | None) -> Line:
    if row is None:
        return Line(Act.LEFT_OUT, session)
    return Line(Act.REMOVE, session, row, before=row.scheduled_on)


def _act(session: PlannedSession, row: SentWorkout | None, sha256: str) -> Act:
    if row is None or not row.workout_id:
        return Act.CREATE
    if row.sha256 != sha256:
        return Act.UPDATE
    return Act.SAME if row.schedule_id and row.scheduled_on == session.day else Act.MOVE


def _stray(
    row: SentWorkout, athlete: Athlete, book: ThresholdBook, stopped: Mapping[int, Pause]
) -> Line | None:
    """What stands there in these days and is planned for other ones, or not at all; None leaves it alone."""
    session = row.session
    is_shown = PlannedSession.objects.filter(pk=session.pk).shown().exists()
    if is_shown and session.state == PlannedSession.State.PLANNED and session.day >= athlete.today():
        return _line(session, row, book, stopped.get(session.pk)) if row.scheduled_on is not None else None
    if is_shown and session.state in (PlannedSession.State.DONE, PlannedSession.State.PARTLY):
        return None
    return Line(Act.REMOVE, session, row, before=row.scheduled_on)


def _words(planned: Planned) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Targets that stay words, and what is missing for those that need not."""
    steps = list(leaves(planned.steps))
    aims = [aim_of(each, planned.sport, planned.thresholds) for each in steps]
    found = [resolve(each, planned.sport, planned.thresholds) for each in steps]
    words = dict.fromkeys(each.words for each in aims if each.unit == "none" and each.words)
    lacks = dict.fromkeys(each.message for each in found if isinstance(each, Lack))
    return tuple(words), tuple(lacks)
