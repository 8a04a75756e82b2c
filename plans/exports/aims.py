"""Targets as devices take them: a closed range in watts, beats or metres per second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.prediction.percent import (
    FASTEST_PACE,
    HIGHEST_HR,
    HIGHEST_OF_MAX,
    HIGHEST_POWER,
    LOWEST_HR,
    LOWEST_OF_MAX,
    LOWEST_POWER,
    SLOWEST_PACE,
)
from plans.engine.steps import Step
from plans.engine.syntax.aims import print_aim
from plans.engine.targets import Lack, Resolved, bounds, resolve
from plans.exports.planned import one_line

type Unit = Literal["none", "w", "bpm", "mps", "power_zone", "hr_zone"]

TOLERANCE = 0.03
"""How far a single value reaches to both sides: a device would complain about every watt beside it."""


@dataclass(frozen=True, slots=True)
class Aim:
    """`low` < `high` in `unit`, or the number of a zone that the device itself has numbers for.

    `words` say the target where `unit` is "none" though the step has one: nothing measures RPE, and a
    threshold may be missing.
    """

    unit: Unit = "none"
    low: float = 0.0
    high: float = 0.0
    zone: int = 0
    words: str = ""


def aim_of(step: Step, sport: Sport, thresholds: Thresholds) -> Aim:
    """What the step asks for, resolved by the athlete's own thresholds rather than by the device's zones."""
    if step.target == "none" or step.low is None or step.high is None:
        return Aim()
    found = resolve(step, sport, thresholds)
    words = print_aim(step.target, step.low, step.high, sport)
    if isinstance(found, Lack):
        return _by_device(step, words)
    if found.unit in ("none", "rpe"):
        return Aim(words=words)
    low, high = _closed(found, sport, thresholds)
    if low == high:
        low, high = low * (1 - TOLERANCE), high * (1 + TOLERANCE)
    if found.unit == "s_per_km":
        return Aim("mps", round(1000 / high, 3), round(1000 / low, 3))
    return Aim("w" if found.unit == "w" else "bpm", *_apart(round(low), round(high)))


def note_of(step: Step, aim: Aim) -> str:
    """What an athlete reads on the device: the step's note, and the target that it cannot hold them to."""
    return " · ".join(filter(None, (one_line(step.note), aim.words)))


def _by_device(step: Step, words: str) -> Aim:
    """Without a threshold of ours, a single zone of power or heart rate is left to the device."""
    if step.low == step.high and step.low is not None:
        if step.target == "power_zone":
            return Aim("power_zone", zone=int(step.low), words=words)
        if step.target == "hr_zone":
            return Aim("hr_zone", zone=int(step.low), words=words)
    return Aim(words=words)


def _closed(found: Resolved, sport: Sport, thresholds: Thresholds) -> tuple[float, float]:
    """Both ends; open zones end where the prediction of loads lets them end."""
    lowest, highest = _ends(found, sport, thresholds)
    return (
        lowest if found.low is None else found.low,
        highest if found.high is None else found.high,
    )


def _ends(found: Resolved, sport: Sport, thresholds: Thresholds) -> tuple[float, float]:
    if found.unit == "w":
        return _part(bounds.threshold_power(sport, thresholds), LOWEST_POWER, HIGHEST_POWER)
    if found.unit == "s_per_km":
        return _part(bounds.threshold_pace(sport, thresholds), FASTEST_PACE, SLOWEST_PACE)
    if thresholds.lthr_bpm:
        return _part(thresholds.lthr_bpm, LOWEST_HR, HIGHEST_HR)
    return _part(thresholds.hr_max_bpm, LOWEST_OF_MAX, HIGHEST_OF_MAX)


def _part(threshold: float | None, lowest: float, highest: float) -> tuple[float, float]:
    whole = threshold or 0.0
    return whole * lowest / 100, whole * highest / 100


def _apart(low: int, high: int) -> tuple[int, int]:
    return (low, high) if low < high else (low, low + 1)
