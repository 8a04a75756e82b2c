"""From JSON to a specification, or the one error that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import date, timedelta
from typing import Any

from athletes.sources.records import Sport
from plans.engine.spec import fields
from plans.engine.spec.conflicts import refuse_conflicts
from plans.engine.spec.fields import Values
from plans.engine.spec.model import (
    OPEN_DAYS,
    WEEKDAYS,
    DayRoom,
    Interval,
    Priority,
    Race,
    Spec,
)
from plans.engine.spec.state import DAY_MINUTES, WEEK_MINUTES, athlete_of
from plans.errors import PlanSpecError

PRIORITIES: tuple[Priority, ...] = ("A", "B", "C")
SPORTS = ("running", "cycling", "swimming")
NAMES = (
    *("today", "sport", "athlete", "availability", "long_day", "weekly_cap_min", "blackouts", "illness"),
    *("weeks", "strength", "ramp_max", "races"),
)
RACE_NAMES = tuple(each.name for each in fields_of(Race))
MOST_SESSIONS = 3
MOST_WEEKS = 52
RAMP_MAX = 5.0


def parse(values: Any) -> Spec:
    """The specification of contracts section 7. Raises `PlanSpecError` with the code of what is wrong."""
    if not isinstance(values, Mapping):
        raise PlanSpecError("The specification must be a JSON object.")
    spec = _spec(fields.only(Values(values), NAMES))
    refuse_conflicts(spec)
    return spec


def _spec(values: Values) -> Spec:
    today = fields.day(values, "today")
    has_long_day = values.get("long_day") is not None
    ramp_max = fields.optional_number(values, "ramp_max", 0.5, 7)
    return Spec(
        today=today,
        sport=Sport(fields.choice(values, "sport", SPORTS)),
        athlete=athlete_of(values),
        room=_room(fields.mapping(values, "availability", WEEKDAYS)),
        long_day=WEEKDAYS.index(fields.choice(values, "long_day", WEEKDAYS)) if has_long_day else None,
        weekly_cap_min=fields.optional_whole(values, "weekly_cap_min", 0, WEEK_MINUTES),
        blackouts=tuple(
            _blackout(row, today) for row in fields.rows(values, "blackouts", ("start", "end", "reason"))
        ),
        illness=tuple(
            _illness(row, today) for row in fields.rows(values, "illness", ("start", "end", "kind"))
        ),
        weeks=fields.optional_whole(values, "weeks", 1, MOST_WEEKS),
        strength=fields.flag(values, "strength"),
        ramp_max=RAMP_MAX if ramp_max is None else ramp_max,
        races=tuple(sorted(map(_race, fields.rows(values, "races", RACE_NAMES)), key=lambda race: race.date)),
    )


def _room(values: Values) -> tuple[DayRoom, ...]:
    return tuple(_day_room(values, day) for day in WEEKDAYS)


def _day_room(week: Values, day: str) -> DayRoom:
    values = fields.mapping(week, day, ("minutes", "sessions"), required=False)
    minutes = fields.whole(values, "minutes", 0, DAY_MINUTES, 0)
    sessions = fields.whole(values, "sessions", 0, MOST_SESSIONS, 1 if minutes else 0)
    if minutes and not sessions:
        raise PlanSpecError(
            f"`{day}` has {minutes} minutes and no session: give it a session, or no minutes.",
            code="CAPS_CONTRADICTORY",
        )
    return DayRoom(minutes, sessions) if minutes else DayRoom()


def _blackout(values: Values, today: date) -> Interval:
    return _interval(values, today, fields.text(values, "reason") or "blackout")


def _illness(values: Values, today: date) -> Interval:
    return _interval(values, today, fields.choice(values, "kind", ("illness", "injury"), "illness"))


def _interval(values: Values, today: date, reason: str) -> Interval:
    """One that is still open is taken to last a week, and at least over today."""
    start = fields.day(values, "start")
    still_open = max(start + timedelta(days=OPEN_DAYS), today + timedelta(days=1))
    end = still_open if values.get("end") is None else fields.day(values, "end")
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
