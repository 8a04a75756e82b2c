"""From "zone 2" to watts, beats or seconds per kilometre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.steps import Step, Target
from plans.engine.targets import bounds
from plans.engine.targets.bounds import Bounds
from plans.engine.targets.lack import Lack

type Unit = Literal["none", "w", "bpm", "s_per_km", "rpe"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Absolute bounds in `unit`, None for an open side; pace in s/km, so that `low` is the faster one."""

    unit: Unit
    low: float | None = None
    high: float | None = None


def resolve(step: Step, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    """What the step asks for by the thresholds of the day, or which of them is missing."""
    if step.target == "none" or step.low is None or step.high is None:
        return Resolved("none")
    if step.target in ABSOLUTE:
        return Resolved(ABSOLUTE[step.target], step.low, step.high)
    return RELATIVE[step.target](step.low, step.high, sport, thresholds)


def _power(percent: Bounds, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    threshold = bounds.threshold_power(sport, thresholds)
    if not threshold:
        return Lack("THRESHOLD_MISSING", "running_ftp_w" if sport is Sport.RUNNING else "ftp_w")
    return _scaled("w", percent, threshold)


def _pace(percent: Bounds, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    threshold = bounds.threshold_pace(sport, thresholds)
    if not threshold:
        missing = "css_s_per_100m" if sport is Sport.SWIMMING else "threshold_pace_s_per_km"
        return Lack("THRESHOLD_MISSING", missing)
    return _scaled("s_per_km", percent, threshold)


def _power_zone(low: float, high: float, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    return _power(bounds.power_percent(low, high), sport, thresholds)


def _power_pct(low: float, high: float, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    return _power((low, high), sport, thresholds)


def _pace_zone(low: float, high: float, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    return _pace(bounds.pace_percent(low, high), sport, thresholds)


def _pace_pct(low: float, high: float, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    """Per cent of speed: the higher one is the fewer seconds."""
    return _pace((10_000 / high, 10_000 / low), sport, thresholds)


def _heart_rate_zone(low: float, high: float, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:
    if thresholds.lthr_bpm:
        return _scaled("bpm", bounds.heart_rate_percent(low, high, sport), thresholds.lthr_bpm)
    if thresholds.hr_max_bpm:
        percent = bounds.heart_rate_percent(low, high, sport, of_highest=True)
        return _scaled("bpm", percent, thresholds.hr_max_bpm)
    return Lack("THRESHOLD_MISSING", "lthr_bpm")


def _heart_rate_pct(low: float, high: float, sport: Sport, thresholds: Thresholds) -> Resolved | Lack:  # noqa: ARG001
    if not thresholds.hr_max_bpm:
        return Lack("THRESHOLD_MISSING", "hr_max_bpm")
    return _scaled("bpm", (low, high), thresholds.hr_max_bpm)


def _scaled(unit: Unit, percent: Bounds, threshold: float) -> Resolved:
    low, high = (None if each is None else each * threshold / 100 for each in percent)
    return Resolved(unit, low, high)


ABSOLUTE: dict[Target, Unit] = {"power_w": "w", "hr_bpm": "bpm", "pace_s_per_km": "s_per_km", "rpe": "rpe"}
RELATIVE: dict[Target, Callable[[float, float, Sport, Thresholds], Resolved | Lack]] = {
    "power_zone": _power_zone,
    "power_pct": _power_pct,
    "pace_zone": _pace_zone,
    "pace_pct": _pace_pct,
    "hr_zone": _heart_rate_zone,
    "hr_pct": _heart_rate_pct,
}
