"""Duration, load and minutes in three zones of a workout that is done exactly as written.

Load is the house's own: hours · intensity² · 100 with intensity the weighted mean (30-s rolling, fourth
power) over the threshold; in the water hours · intensity³ · 100 with the plain mean. The planned seconds go
through the very functions that measure done ones, so that a plan carried out to the letter shows its number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from athletes.sources.records import Sport
from metrics.science import power, swim
from metrics.science.segments import Column
from metrics.science.thresholds import Thresholds
from plans.engine.prediction.effort import Effort, effort
from plans.engine.prediction.zone_minutes import split_minutes
from plans.engine.steps import Step, Workout, leaves
from plans.engine.targets import Lack, bounds

UNLOADED = frozenset({Sport.STRENGTH})
"""Strength carries no load in a plan: weekly loads are of endurance, and no threshold measures a squat."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """`load` is whole, as it is shown; the three zones' minutes sum to `minutes`, the duration rounded."""

    duration_s: int
    load: int
    z1_min: int
    z2_min: int
    z3_min: int

    @property
    def minutes(self) -> int:
        return rounded(self.duration_s / 60)


def rounded(value: float) -> int:
    """To the nearest whole number, halves up: the one rounding of planned loads and minutes."""
    return math.floor(round(value, 6) + 0.5)


def predict(items: Workout, sport: Sport, thresholds: Thresholds) -> Prediction | Lack:
    """What the workout comes to, or the first thing that is missing to tell."""
    stretches: list[tuple[int, Effort]] = []
    for step in leaves(items):
        how = effort(step, sport, thresholds)
        if isinstance(how, Lack):
            return how
        seconds = _seconds(step, how, sport, thresholds)
        if isinstance(seconds, Lack):
            return seconds
        stretches.append((seconds, how))
    duration_s = sum(seconds for seconds, _ in stretches)
    zones = split_minutes(_zone_seconds(stretches), rounded(duration_s / 60))
    return Prediction(duration_s, rounded(_load(stretches, duration_s, sport)), *zones)


def _seconds(step: Step, how: Effort, sport: Sport, thresholds: Thresholds) -> int | Lack:
    if step.duration_s is not None:
        return step.duration_s
    if sport not in (Sport.RUNNING, Sport.SWIMMING):
        return Lack("DURATION_UNKNOWN", "")
    pace = bounds.threshold_pace(sport, thresholds)
    if not pace:
        missing = "css_s_per_100m" if sport is Sport.SWIMMING else "threshold_pace_s_per_km"
        return Lack("THRESHOLD_MISSING", missing)
    return max(rounded((step.distance_m or 0.0) / 1000 * pace / how.fraction), 1)


def _load(stretches: list[tuple[int, Effort]], duration_s: int, sport: Sport) -> float:
    if sport in UNLOADED or not stretches:
        return 0.0
    fractions: Column = np.repeat(
        [how.fraction for _, how in stretches], [seconds for seconds, _ in stretches]
    )
    mean = float(np.mean(fractions))
    if sport is Sport.SWIMMING:
        return swim.load(duration_s, mean) or 0.0
    return power.load(duration_s, power.weighted_power(fractions) or mean) or 0.0


def _zone_seconds(stretches: list[tuple[int, Effort]]) -> tuple[float, float, float]:
    seconds = [0.0, 0.0, 0.0]
    for length, how in stretches:
        seconds[how.zone - 1] += length
    return seconds[0], seconds[1], seconds[2]
