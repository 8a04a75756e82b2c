"""From JSON to a specification, or the one error that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import date, timedelta
from typing import Any

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.spec import fields
from plans.engine.spec.conflicts import refuse_conflicts
from plans.engine.spec.fields import Values
from plans.engine.spec.model import (
    OPEN_ILLNESS_DAYS,
    WEEKDAYS,
    Athlete,
    DayRoom,
    Experience,
    Interval,
    Priority,
    Race,
    Spec,
)
from plans.errors import PlanSpecError

NAME_OF_WEEKS = "weekly_min_last6"
LEVELS: tuple[Experience, ...] = ("novice", "intermediate", "advanced")
PRIORITIES: tuple[Priority, ...] = ("A", "B", "C")
SPORTS = ("running", "cycling", "swimming")
NAMES = frozenset(
    (
        *("today", "sport", "athlete", "availability", "long_day", "weekly_cap_min", "blackouts", "illness"),
        *("weeks", "strength", "ramp_max", "races"),
    )
)
MEASURED = tuple(each.name for each in fields_of(Thresholds) if each.name != "sex")
DAY_MINUTES, WEEK_MINUTES, MOST_SESSIONS = 24 * 60, 7 * 24 * 60, 3
MOST_WEEKS = 52
RAMP_MAX = 5.0


def parse(values: Any) -> Spec:
    """The specification of contracts section 7. Raises `PlanSpecError` with the code of what is wrong."""
    if not isinstance(values, Mapping):
        raise PlanSpecError("The specification must be a JSON object.")
    unknown = sorted(set(values) - NAMES)
    if unknown:
        raise PlanSpecError(f"`{unknown[0]}` is not a name that a specification has.")
    spec = _spec(values, fields.day(values, "today"))
    refuse_conflicts(spec)
    return spec


def _spec(values: Values, today: date) -> Spec:
    long_day = fields.choice(values, "long_day", WEEKDAYS, "") if values.get("long_day") else None
    cap = fields.optional_number(values, "weekly_cap_min", 0, WEEK_MINUTES)
    return Spec(
        today=today,
        sport=Sport(fields.choice(values, "sport", SPORTS)),
        athlete=_athlete(fields.mapping(values, "athlete")),
        room=_room(fields.mapping(values, "availability")),
        long_day=WEEKDAYS.index(long_day) if long_day else None,
        weekly_cap_min=None if cap is None else int(cap),
        blackouts=tuple(_blackout(row) for row in fields.rows(values, "blackouts")),
        illness=tuple(_illness(row, today) for row in fields.rows(values, "illness")),
        weeks=None if values.get("weeks") is None else fields.whole(values, "weeks", 1, MOST_WEEKS),
        strength=fields.flag(values, "strength"),
        ramp_max=_ramp_max(values),
        races=tuple(sorted(map(_race, fields.rows(values, "races")), key=lambda race: race.date)),
    )


def _ramp_max(values: Values) -> float:
    value = fields.optional_number(values, "ramp_max", 0.5, 7)
    return RAMP_MAX if value is None else value


def _athlete(values: Values) -> Athlete:
    fitness = fields.number(values, "fitness", 0, 300)
    fatigue = fields.optional_number(values, "fatigue", 0, 500)
    weekly = values.get(NAME_OF_WEEKS) or []
    if not isinstance(weekly, list | tuple) or len(weekly) > len(WEEKDAYS) - 1:
        raise fields.invalid(NAME_OF_WEEKS, "a list of at most six numbers of minutes")
    each = [
        fields.number({"weekly_min_last6": minutes}, "weekly_min_last6", 0, WEEK_MINUTES)
        for minutes in weekly
    ]
    age = fields.optional_number(values, "age", 10, 110)
    return Athlete(
        age=None if age is None else int(age),
        experience=fields.choice(
            values, "experience", ("novice", "intermediate", "advanced"), "intermediate"
        ),
        fitness=fitness,
        fatigue=fitness if fatigue is None else fatigue,
        longest_30d_min=fields.whole(values, "longest_30d_min", 0, DAY_MINUTES, 0),
        weekly_min_last6=tuple(int(minutes) for minutes in each),
        sessions_per_week=fields.whole(values, "sessions_per_week", 0, 21, 0),
        thresholds=_thresholds(fields.mapping(values, "thresholds", required=False)),
    )


def _thresholds(values: Values) -> Thresholds:
    """A missing one is no error: sessions fall back to what is known, in the end to RPE."""
    known: dict[str, Any] = {name: fields.optional_number(values, name, 1, 3_000) for name in MEASURED}
    return Thresholds(**known)


def _room(values: Values) -> tuple[DayRoom, ...]:
    unknown = sorted(set(values) - set(WEEKDAYS))
    if unknown:
        raise PlanSpecError(f"`availability` knows the days {', '.join(WEEKDAYS)}, not `{unknown[0]}`.")
    return tuple(_day_room(fields.mapping(values, day, required=False), day) for day in WEEKDAYS)


def _day_room(values: Values, day: str) -> DayRoom:
    minutes = fields.whole(values, "minutes", 0, DAY_MINUTES, 0)
    sessions = fields.whole(values, "sessions", 0, MOST_SESSIONS, 1 if minutes else 0)
    if minutes and not sessions:
        raise PlanSpecError(
            f"`{day}` has {minutes} minutes and no session: give it a session, or no minutes.",
            code="CAPS_CONTRADICTORY",
        )
    return DayRoom(minutes, sessions) if minutes else DayRoom()


def _blackout(values: Values) -> Interval:
    start, end = fields.day(values, "start"), fields.day(values, "end")
    return _interval(start, end, fields.text(values, "reason") or "blackout")


def _illness(values: Values, today: date) -> Interval:
    """One that is still open is taken to last a week, and at least over today."""
    start = fields.day(values, "start")
    still_open = max(start + timedelta(days=OPEN_ILLNESS_DAYS), today + timedelta(days=1))
    end = still_open if values.get("end") is None else fields.day(values, "end")
    return _interval(start, end, fields.choice(values, "kind", ("illness", "injury"), "illness"))


def _interval(start: date, end: date, reason: str) -> Interval:
    if end <= start:
        raise PlanSpecError(
            f"The interval from {start} to {end} has no day: `end` is the first day after it.",
            code="INTERVAL_INVALID",
        )
    return Interval(start, end, reason)


def _race(values: Values) -> Race:
    return Race(
        date=fields.day(values, "date"),
        priority=fields.choice(values, "priority", PRIORITIES, "A"),
        distance_m=fields.number(values, "distance_m", 100, 1_000_000),
        goal_s=fields.optional_number(values, "goal_s", 10, 1_000_000),
        name=fields.text(values, "name"),
    )
