"""The athlete of a specification: what is measured, and what is known of them."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any

from metrics.science.thresholds import Thresholds
from plans.engine.spec import fields
from plans.engine.spec.fields import Values
from plans.engine.spec.model import LOAD_PER_MIN, Athlete, Experience

NAMES = tuple(each.name for each in fields_of(Athlete))
LEVELS: tuple[Experience, ...] = ("novice", "intermediate", "advanced")
MEASURED = tuple(each.name for each in fields_of(Thresholds) if each.name != "sex")
DAY_MINUTES, WEEK_MINUTES = 24 * 60, 7 * 24 * 60
HISTORY_WEEKS = 6


def athlete_of(spec: Values) -> Athlete:
    """Unknown fitness is guessed from the weeks that are known, unknown fatigue is as high as fitness."""
    values = fields.mapping(spec, "athlete", NAMES)
    weekly = _weekly(values)
    fitness = _fitness(values, weekly)
    fatigue = fields.optional_number(values, "fatigue", 0, 500)
    return Athlete(
        age=fields.optional_whole(values, "age", 10, 110),
        experience=fields.choice(values, "experience", LEVELS, "intermediate"),
        fitness=fitness,
        fatigue=fitness if fatigue is None else fatigue,
        longest_30d_min=fields.whole(values, "longest_30d_min", 0, DAY_MINUTES, 0),
        weekly_min_last6=weekly,
        sessions_per_week=fields.whole(values, "sessions_per_week", 0, 21, 0),
        thresholds=_thresholds(fields.mapping(values, "thresholds", MEASURED, required=False)),
    )


def _fitness(values: Values, weekly: tuple[int, ...]) -> float:
    if "fitness" in values.known and values.get("fitness") is None:
        return round(LOAD_PER_MIN * sum(weekly) / max(len(weekly), 1) / 7, 1)
    return fields.number(values, "fitness", 0, 300)


def _weekly(values: Values) -> tuple[int, ...]:
    """Minutes of the weeks that are known, oldest first."""
    path = values.path("weekly_min_last6")
    weekly = values.get("weekly_min_last6")
    if weekly is None:
        return ()
    if not isinstance(weekly, list | tuple) or len(weekly) > HISTORY_WEEKS:
        raise fields.invalid(path, "a list of at most six numbers of minutes")
    return tuple(
        fields.whole_in_range(minutes, f"{path}[{at}]", 0, WEEK_MINUTES)
        for at, minutes in enumerate(weekly)
        if minutes is not None
    )


def _thresholds(values: Values) -> Thresholds:
    """A missing one is no error: sessions fall back to what is known, in the end to RPE."""
    known: dict[str, Any] = {name: fields.optional_number(values, name, 1, 3_000) for name in MEASURED}
    return Thresholds(**known)
