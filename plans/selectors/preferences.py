"""How an athlete can train: what they said, or what the last weeks say of somebody who said nothing."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from athletes.models import Athlete
from metrics.models import Activity
from plans.models import Blackout, TrainingPreferences
from plans.models.preferences import DAY_MINUTES_MAX, DAY_SESSIONS_MAX

Level = TrainingPreferences.Experience
LOOK_BACK_WEEKS = 6
LOOK_BACK = timedelta(weeks=LOOK_BACK_WEEKS)
USUAL_TIMES = 2
"""A weekday counts as a training day from so many of the last six on."""

LEAST_DAYS = 3
ROUND_MIN, LEAST_MIN = 15, 45
USUAL_ROOM = {1: (45, 1), 3: (45, 1), 5: (60, 1), 6: (90, 1)}
"""Tuesday, Thursday and the weekend: for those whose last weeks say nothing."""


@dataclass(frozen=True, slots=True)
class Room:
    """What one weekday has room for; 0 is Monday."""

    weekday: int
    minutes: int
    sessions: int


@dataclass(frozen=True, slots=True)
class LastWeeks:
    """Minutes of the six spans of seven days that end yesterday: their median, the least and the most."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class CanTrain:
    """`rooms` are seven, Monday first. `is_saved` is False for what is only taken from the last weeks, which
    are `measured` then; None when they say nothing."""

    preferences: TrainingPreferences
    rooms: tuple[Room, ...]
    is_saved: bool
    measured: LastWeeks | None = None


def preferences_of(athlete: Athlete) -> CanTrain:
    """Two queries."""
    rows = TrainingPreferences.objects.for_athlete(athlete).prefetch_related("rooms")
    saved: TrainingPreferences | None = rows.first()
    if saved is None:
        return _suggested(athlete)
    known = {each.weekday: (each.minutes, each.sessions) for each in saved.rooms.all()}
    return CanTrain(saved, _rooms(known), is_saved=True)


def blackouts(athlete: Athlete) -> list[Blackout]:
    """Those that are not over, the next one first."""
    rows = Blackout.objects.for_athlete(athlete).alive().filter(end__gt=athlete.today())
    return list(rows.order_by("start", "pk"))


def blackout_of(athlete: Athlete, uid: UUID | None) -> Blackout | None:
    """Days off by their name."""
    row: Blackout | None = Blackout.objects.for_athlete(athlete).alive().filter(uid=uid).first()
    if row is not None:
        row.athlete = athlete
    return row


def _suggested(athlete: Athlete) -> CanTrain:
    days = _trained(athlete)
    known = _usual_rooms(days)
    novice = len(known) < LEAST_DAYS
    known = dict(USUAL_ROOM) if novice else known
    level = (Level.NOVICE if novice else Level.INTERMEDIATE).value
    longest = max(known, key=lambda weekday: (known[weekday][0], weekday))
    preferences = TrainingPreferences(athlete=athlete, experience=level, long_day=longest)
    measured = None if novice else _last_weeks(days, athlete.today())
    return CanTrain(preferences, _rooms(known), is_saved=False, measured=measured)


def _last_weeks(days: Mapping[date, tuple[float, int]], today: date) -> LastWeeks:
    weeks = [0.0] * LOOK_BACK_WEEKS
    for day, (minutes, _) in days.items():
        weeks[((today - day).days - 1) // 7] += minutes
    return LastWeeks(median(weeks), min(weeks), max(weeks))


def _trained(athlete: Athlete) -> Mapping[date, tuple[float, int]]:
    """Minutes and sessions of each day of the last six weeks that had any."""
    today = athlete.today()
    rows = Activity.objects.for_athlete(athlete).shown().between(today - LOOK_BACK, today)
    found: dict[date, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for day, timer_s in rows.values_list("local_date", "timer_s"):
        minutes, sessions = found[day]
        found[day] = minutes + timer_s / 60, sessions + 1
    return found


def _usual_rooms(days: Mapping[date, tuple[float, int]]) -> dict[int, tuple[int, int]]:
    """What is usual on each weekday that is trained on, the median rounded up to a quarter of an hour; of the
    longest weekday the most, since the long session has to grow."""
    by_weekday: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for day, done in days.items():
        by_weekday[day.weekday()].append(done)
    usual = {weekday: done for weekday, done in by_weekday.items() if len(done) >= USUAL_TIMES}
    middle = {weekday: median(each[0] for each in done) for weekday, done in usual.items()}
    longest = max(middle, key=lambda weekday: (middle[weekday], weekday), default=None)
    return {
        weekday: (
            _rounded(max(each[0] for each in done) if weekday == longest else middle[weekday]),
            _sessions([each[1] for each in done]),
        )
        for weekday, done in usual.items()
    }


def _rounded(minutes: float) -> int:
    return min(max(math.ceil(minutes / ROUND_MIN) * ROUND_MIN, LEAST_MIN), DAY_MINUTES_MAX)


def _sessions(counts: list[int]) -> int:
    """Two on a weekday that had two as often as a training day must have been one."""
    return DAY_SESSIONS_MAX if sum(count > 1 for count in counts) >= USUAL_TIMES else 1


def _rooms(known: Mapping[int, tuple[int, int]]) -> tuple[Room, ...]:
    return tuple(Room(weekday, *known.get(weekday, (0, 0))) for weekday in range(7))
