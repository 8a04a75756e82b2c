"""Zones as parts of a threshold, from the same bounds that count the seconds of done activities.

A bound of None is open: there is no lowest power of zone 1 and no highest of zone 7.
"""

from __future__ import annotations

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from metrics.science.zones import MAX_HR_PCT, OTHER_HR_PCT, PACE_PCT, POWER_PCT, RUNNING_HR_PCT

type Bounds = tuple[float | None, float | None]

ZONES = {"power_zone": len(POWER_PCT) + 1, "hr_zone": len(MAX_HR_PCT) + 1, "pace_zone": len(PACE_PCT) + 1}
"""How many zones each kind has."""


def power_percent(low: float, high: float) -> Bounds:
    """Per cent of threshold power from the bottom of zone `low` to the top of zone `high`."""
    return _between(POWER_PCT, low, high)


def heart_rate_percent(low: float, high: float, sport: Sport, *, of_highest: bool = False) -> Bounds:
    """Per cent of the threshold heart rate, or of the highest one for want of it."""
    if of_highest:
        return _between(MAX_HR_PCT, low, high)
    return _between(RUNNING_HR_PCT if sport is Sport.RUNNING else OTHER_HR_PCT, low, high)


def pace_percent(low: float, high: float) -> Bounds:
    """Per cent of threshold s/km, the faster bound first: zone 1 is the slowest."""
    slowest, fastest = _between(tuple(-each for each in reversed(PACE_PCT)), low, high)
    return None if fastest is None else -fastest, None if slowest is None else -slowest


def threshold_pace(sport: Sport, thresholds: Thresholds) -> float | None:
    """Threshold pace in s/km: critical swim speed in the water."""
    if sport is Sport.SWIMMING:
        return thresholds.css_s_per_100m * 10 if thresholds.css_s_per_100m else None
    return thresholds.threshold_pace_s_per_km


def threshold_power(sport: Sport, thresholds: Thresholds) -> float | None:
    """Threshold power in W: running has its own and never borrows the bicycle's."""
    return thresholds.running_ftp_w if sport is Sport.RUNNING else thresholds.ftp_w


def _between(bounds: tuple[int, ...], low: float, high: float) -> Bounds:
    first, last = int(low), int(high)
    return (
        float(bounds[first - 2]) if first > 1 else None,
        float(bounds[last - 1]) if last <= len(bounds) else None,
    )
