"""Specifications and plans for the tests of the planner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from plans.engine.macro import season_of
from plans.engine.rules import Judged, Session
from plans.engine.spec import Spec, parse

MONDAY = date(2027, 1, 4)


def wish(**changes: Any) -> dict[str, Any]:
    """A runner of four hours a week without a race; `athlete` is merged, all else replaced."""
    athlete = {
        "age": 38,
        "experience": "intermediate",
        "fitness": 42.0,
        "fatigue": 40.0,
        "longest_30d_min": 75,
        "weekly_min_last6": [210, 240, 250, 230, 240, 250],
        "sessions_per_week": 5,
        "thresholds": {"lthr_bpm": 168, "threshold_pace_s_per_km": 255},
    }
    values: dict[str, Any] = {
        "today": "2027-01-04",
        "sport": "running",
        "athlete": athlete | changes.pop("athlete", {}),
        "availability": rooms(tue=60, wed=75, thu=60, fri=60, sat=90, sun=180),
        "long_day": "sun",
        "weekly_cap_min": None,
        "blackouts": [],
        "illness": [],
        "weeks": None,
        "strength": False,
        "ramp_max": 5.0,
        "races": [],
    }
    return values | changes


def spec(**changes: Any) -> Spec:
    return parse(wish(**changes))


def rooms(sessions: int = 1, **minutes: int) -> dict[str, dict[str, int]]:
    return {day: {"minutes": each, "sessions": sessions} for day, each in minutes.items()}


def race(day: str, priority: str = "A", distance_m: float = 42_195, **more: Any) -> dict[str, Any]:
    return {"date": day, "priority": priority, "distance_m": distance_m, **more}


def judged(sessions: Iterable[Session], **changes: Any) -> Judged:
    wanted = spec(**changes)
    return Judged(wanted, season_of(wanted), tuple(sessions))


def session(day: int | date, minutes: int = 45, kind: str = "easy", **more: Any) -> Session:
    """On a day counted from the first Monday, all in zone 1 unless told, one load a minute unless told."""
    values: dict[str, Any] = {
        "slot": 1,
        "sport": "strength" if kind == "strength" else "running",
        "load": 0 if kind == "strength" else minutes,
        "hard": kind in ("tempo", "threshold", "vo2max", "marathon_pace", "race_pace"),
        "z1_min": minutes,
        "z2_min": 0,
        "z3_min": 0,
    }
    at = MONDAY + timedelta(days=day) if isinstance(day, int) else day
    return Session(at, kind=kind, minutes=minutes, **(values | more))


def weekly(weeks: int, *minutes: int, start: int = 0, **more: Any) -> list[Session]:
    """The same minutes on the days of every week, Monday first; 0 is a day of rest."""
    return [
        session(7 * week + day, each, **more)
        for week in range(start, start + weeks)
        for day, each in enumerate(minutes)
        if each
    ]
