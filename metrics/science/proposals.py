"""Thresholds that the best recent efforts speak for, each with what it rests on and how sure it is.

All functions look at efforts of the last 90 days and answer only when the best of them is one of the last 42
(the window in which the field lets an estimated threshold stand; science 1.7).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from metrics.science.critical_power import CriticalPower
from metrics.science.critical_speed import CriticalSpeed
from metrics.science.performances import HARD_HR, Effort, Performance
from metrics.science.prediction import EXPONENT_SPREAD
from metrics.science.swim import critical_swim_speed
from metrics.science.vdot import speed_at, sustained_fraction

WINDOW_DAYS, RECENT_DAYS = 90, 42
LEAST_SHARE, LEAST_BPM = 0.03, 2.0
"""What a threshold must differ by to be worth a change: 3 %, or 2 bpm of a heart rate."""

FTP_TEST_S, FTP_SHARE, HOUR_S = 1200, 0.95, 3600
FTP_SPREAD = 0.03
NEAR_BPM = 3
LTHR_SPREAD_BPM = 3.0
CSS_M = (400.0, 200.0)
CSS_SPREAD = 0.02
PAIR_DAYS = 14
SWIM_RESERVE_M = (5.0, 50.0)
"""What a swimmer can spend above critical speed: beyond, one of the two was not all out. Convention."""


@dataclass(frozen=True, slots=True)
class DatedEffort:
    """A best effort: `value` in the unit of its `metric`, held for `duration_s` (over `distance_m`).

    `hr_share` is the highest heart rate of its activity over that of the athlete. `key` is the caller's own.
    """

    metric: str
    value: float
    duration_s: float
    day: date
    key: str = ""
    distance_m: float | None = None
    hr_share: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A threshold in the unit of its kind, with a range of plausible ones.

    `day` is that of the effort it rests on; `is_hard` says that this was all out, beyond being the best.
    """

    value: float
    low: float
    high: float
    day: date
    method: str
    evidence: tuple[DatedEffort, ...]
    is_hard: bool


def ftp(efforts: Iterable[DatedEffort], today: date, model: CriticalPower | None = None) -> Finding | None:
    """FTP in W: the higher of 95 % of the best 20 minutes and the best hour (Allen and Coggan).

    Critical power, usually the higher of the two concepts, is the upper end of the range where it is known.
    """
    shares = {FTP_TEST_S: FTP_SHARE, HOUR_S: 1.0}
    tests = [each for each in efforts if each.metric == "power_w" and each.duration_s in shares]
    best = max(
        _window(tests, today), key=lambda each: each.value * shares[int(each.duration_s)], default=None
    )
    if best is None or not _is_recent(best.day, today):
        return None
    value = best.value * shares[int(best.duration_s)]
    method = "best_60_min" if best.duration_s == HOUR_S else "best_20_min"
    high = max(value * (1 + FTP_SPREAD), model.cp_w if model else 0.0)
    return Finding(value, value * (1 - FTP_SPREAD), high, best.day, method, (best,), _is_hard(best))


def threshold_heart_rate(efforts: Iterable[DatedEffort], today: date) -> Finding | None:
    """LTHR in bpm: the highest mean of 20 minutes that another activity came within 3 bpm of.

    Friel takes the last 20 of a solo 30 minutes; one activity alone may be a fault of the sensor.
    """
    tests = [each for each in efforts if each.metric == "heart_rate_bpm" and each.duration_s == FTP_TEST_S]
    ranked = sorted(_window(tests, today), key=lambda each: (-each.value, -each.day.toordinal()))
    found = twice_reached([each.value for each in ranked])
    if found is None:
        return None
    first, second = ranked[found], ranked[found + 1]
    day = max(first.day, second.day)
    if not _is_recent(day, today) or not _is_hard(first):
        return None
    value = first.value
    return Finding(
        value, value - LTHR_SPREAD_BPM, value + LTHR_SPREAD_BPM, day, "best_20_min_hr", (first, second), True
    )


def twice_reached(falling: Sequence[float], near: float = NEAR_BPM) -> int | None:
    """Index of the highest of falling values that the next one comes near; None when all stand alone."""
    pairs = enumerate(pairwise(falling))
    return next((index for index, (high, below) in pairs if high - below <= near), None)


def threshold_pace(
    used: Sequence[Performance], today: date, model: CriticalSpeed | None = None
) -> Finding | None:
    """Threshold pace in s/km: what VDOT holds for an hour, from the performance that says most about an hour.

    `used` are performances that were plausibly all out. Critical speed, a little faster than what is held for
    an hour, is the fast end of the range where it is known.
    """
    source = min(used, key=_hour_spread, default=None)
    if source is None or not _is_recent(source.day, today):
        return None
    value = 1000 / speed_at(source.vdot * sustained_fraction(HOUR_S / 60))
    width = 1.2816 * _hour_spread(source)
    low = min(value * (1 - width), 1000 / model.cs_mps if model else math.inf)
    effort = DatedEffort(
        "speed_mps",
        source.distance_m / source.time_s,
        source.time_s,
        source.day,
        source.key,
        source.distance_m,
    )
    is_hard = source.effort in (Effort.RACE, Effort.HARD)
    return Finding(value, low, value * (1 + width), source.day, "vdot_hour", (effort,), is_hard)


def swim_pace(efforts: Iterable[DatedEffort], today: date) -> Finding | None:
    """CSS in s/100 m from the best 400 m and the best 200 m, at most 14 days apart (Wakayoshi 1992).

    None when the reserve that the two leave is one no swimmer has, or when a longer swim was faster.
    """
    swims = [each for each in _window(efforts, today) if each.metric == "speed_mps" and each.distance_m]
    longer, shorter = (
        max((each for each in swims if each.distance_m == metres), key=lambda each: each.value, default=None)
        for metres in CSS_M
    )
    if longer is None or shorter is None or abs((longer.day - shorter.day).days) > PAIR_DAYS:
        return None
    if longer.duration_s <= shorter.duration_s or not _is_recent(max(longer.day, shorter.day), today):
        return None
    speed = critical_swim_speed(longer.duration_s, shorter.duration_s)
    reserve = CSS_M[1] - speed * shorter.duration_s
    beyond = max((each.value for each in swims if (each.distance_m or 0) > CSS_M[0]), default=0.0)
    if not SWIM_RESERVE_M[0] <= reserve <= SWIM_RESERVE_M[1] or beyond > speed:
        return None
    value = 100 / speed
    day = max(longer.day, shorter.day)
    low, high = value * (1 - CSS_SPREAD), value * (1 + CSS_SPREAD)
    return Finding(value, low, high, day, "css_400_200", (longer, shorter), False)


def differs(kind: str, value: float, other: float) -> bool:
    """Whether two values of a threshold are clearly apart: 2 bpm of a heart rate, 3 % of anything else."""
    if kind == "lthr_bpm":
        return abs(value - other) >= LEAST_BPM
    return abs(value - other) >= LEAST_SHARE * other


def speaks_for_change(kind: str, finding: Finding, current: float | None) -> bool:
    """Whether a finding is worth proposing beside the threshold in force.

    A better threshold is proven by the effort itself. A worse one only by an effort that was all out: the
    best of easy weeks says nothing. A heart rate has no better, and its efforts are hard by definition.
    """
    if current is None:
        return kind == "lthr_bpm"
    if not differs(kind, finding.value, current):
        return False
    is_lower = finding.value < current
    is_better = is_lower if kind in ("threshold_pace_s_per_km", "css_s_per_100m") else not is_lower
    return is_better or finding.is_hard


def _window(efforts: Iterable[DatedEffort], today: date) -> list[DatedEffort]:
    return [each for each in efforts if 0 <= (today - each.day).days < WINDOW_DAYS]


def _is_recent(day: date, today: date) -> bool:
    return 0 <= (today - day).days < RECENT_DAYS


def _is_hard(each: DatedEffort) -> bool:
    """By the highest heart rate of its activity; a mean heart rate must itself be high enough."""
    return each.hr_share is not None and each.hr_share >= HARD_HR


def _hour_spread(each: Performance) -> float:
    return math.hypot(each.spread, EXPONENT_SPREAD * math.log(HOUR_S / each.time_s))
