"""Fitness, fatigue and form of the days to come, by the very functions that follow the days that were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from athletes.sources.records import Sport
from metrics.science.load import LoadSeries, load_series
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue import race_entry
from plans.engine.macro.distances import RaceClass, class_of
from plans.engine.spec import Race, Spec

LONGEST_RACE_S = 5 * 3600
THRESHOLD_PACE_S_PER_KM, CSS_S_PER_100M, CYCLING_S_PER_KM = 320.0, 120.0, 120.0
"""For an athlete whose own are unknown."""

PACE_FACTORS: dict[RaceClass, float] = {"5k": 0.95, "10k": 1.0, "half": 1.06, "marathon": 1.14, "ultra": 1.35}
"""Pace of a race over threshold pace: round numbers after Daniels's table, to foresee how long it takes."""


def race_seconds(spec: Spec, race: Race) -> float:
    """The goal, or a guess from the thresholds."""
    if race.goal_s is not None:
        return race.goal_s
    factor = PACE_FACTORS[class_of(spec.sport, race.distance_m)]
    return race.distance_m / 1000 * _threshold_s_per_km(spec) * factor


def race_load(spec: Spec, race: Race) -> int:
    return _race_load(spec.sport, spec.athlete.thresholds, min(race_seconds(spec, race), LONGEST_RACE_S))


@lru_cache(maxsize=256)
def _race_load(sport: Sport, thresholds: Thresholds, seconds: float) -> int:
    return race_entry(sport, thresholds, seconds).load


def forecast(spec: Spec, days: Sequence[date], planned: Mapping[date, float]) -> LoadSeries:
    """One value a day; races count with the load that is to be expected of them."""
    loads = [float(planned.get(day, 0)) + _raced(spec, day) for day in days]
    start = spec.athlete
    return load_series(np.array(loads), start_fitness=start.fitness, start_fatigue=start.fatigue)


def _raced(spec: Spec, day: date) -> int:
    race = spec.race_on(day)
    return race_load(spec, race) if race else 0


def _threshold_s_per_km(spec: Spec) -> float:
    known = spec.athlete.thresholds
    if spec.sport is Sport.RUNNING:
        return known.threshold_pace_s_per_km or THRESHOLD_PACE_S_PER_KM
    if spec.sport is Sport.SWIMMING:
        return 10 * (known.css_s_per_100m or CSS_S_PER_100M)
    return CYCLING_S_PER_KM
