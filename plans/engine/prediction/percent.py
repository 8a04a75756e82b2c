"""The middle of a target in per cent of its threshold. Zones and per cent need no threshold for that."""

from __future__ import annotations

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from metrics.science.zones import MAX_HR_PCT
from plans.engine.steps import Step
from plans.engine.targets import Lack, bounds
from plans.engine.targets.bounds import Bounds

LOWEST_POWER, HIGHEST_POWER = 40.0, 180.0
SLOWEST_PACE, FASTEST_PACE = 145.0, 80.0
LOWEST_HR, HIGHEST_HR = 70.0, 106.0
LOWEST_OF_MAX, HIGHEST_OF_MAX = 50.0, 100.0
"""Where the open zones end when their middle is asked for: Friel's next bound where he has one, else ours."""

LTHR_OF_MAX = MAX_HR_PCT[-1] / 100
"""The zones by highest heart rate put the threshold at the bottom of their fifth."""


def power_percent(step: Step, sport: Sport, thresholds: Thresholds) -> float | Lack:
    """Per cent of threshold power."""
    low, high = _range(step)
    if step.target == "power_zone":
        return _middle(bounds.power_percent(low, high), LOWEST_POWER, HIGHEST_POWER)
    if step.target == "power_pct":
        return (low + high) / 2
    threshold = bounds.threshold_power(sport, thresholds)
    if not threshold:
        return Lack("THRESHOLD_MISSING", "running_ftp_w" if sport is Sport.RUNNING else "ftp_w")
    return (low + high) / 2 / threshold * 100


def pace_speed_percent(step: Step, sport: Sport, thresholds: Thresholds) -> float | Lack:
    """Per cent of threshold speed, the middle of the two speeds."""
    low, high = _range(step)
    if step.target == "pace_pct":
        return (low + high) / 2
    if step.target == "pace_zone":
        fast, slow = bounds.pace_percent(low, high)
        return _mean_speed(fast or FASTEST_PACE, slow or SLOWEST_PACE, 100)
    threshold = bounds.threshold_pace(sport, thresholds)
    if not threshold:
        missing = "css_s_per_100m" if sport is Sport.SWIMMING else "threshold_pace_s_per_km"
        return Lack("THRESHOLD_MISSING", missing)
    return _mean_speed(low, high, threshold)


def heart_rate_percent(step: Step, sport: Sport, thresholds: Thresholds) -> float | Lack:
    """Per cent of the threshold heart rate, which for want of it is taken as 90 % of the highest."""
    low, high = _range(step)
    if step.target == "hr_zone":
        if thresholds.hr_max_bpm and not thresholds.lthr_bpm:
            percent = bounds.heart_rate_percent(low, high, sport, of_highest=True)
            return _middle(percent, LOWEST_OF_MAX, HIGHEST_OF_MAX) / LTHR_OF_MAX
        return _middle(bounds.heart_rate_percent(low, high, sport), LOWEST_HR, HIGHEST_HR)
    lthr, highest = thresholds.lthr_bpm, thresholds.hr_max_bpm
    if step.target == "hr_pct":
        of_highest = (low + high) / 2
        return of_highest * highest / lthr if lthr and highest else of_highest / LTHR_OF_MAX
    threshold = lthr or (highest or 0) * LTHR_OF_MAX
    return (low + high) / 2 / threshold * 100 if threshold else Lack("THRESHOLD_MISSING", "lthr_bpm")


def _range(step: Step) -> tuple[float, float]:
    if step.low is None or step.high is None:
        raise ValueError(f"a target of {step.target} without numbers")
    return step.low, step.high


def _middle(percent: Bounds, lowest: float, highest: float) -> float:
    low, high = percent
    return ((lowest if low is None else low) + (highest if high is None else high)) / 2


def _mean_speed(low: float, high: float, threshold: float) -> float:
    return (threshold / low + threshold / high) / 2 * 100
