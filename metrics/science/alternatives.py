"""Other tools' figures for the same effort, shown beside ours so that people can compare.

Arrays are 1 Hz, shape (n,); NaN is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from metrics.science.segments import Column

SKIBA_S = 25.0
"""Time constant of Skiba's xPower, s."""

GOLDEN_CHEETAH_ALPHA = 1 / 26
"""GoldenCheetah's step for the same 25 s: its attenuation is 25/26 a second."""

LUCIA_WEIGHTS = (1, 2, 3)


def exponential_power(power_w: Column, alpha: float | None = None) -> float | None:
    """Skiba's xPower in W: fourth-power mean of an exponentially weighted mean of 25 s that starts at 0.

    Known seconds only, coasting included. `alpha` defaults to 1 − e^(−1/25). None when nothing is known.
    """
    known = power_w[~np.isnan(power_w)]
    if known.size == 0:
        return None
    step = 1 - float(np.exp(-1 / SKIBA_S)) if alpha is None else alpha
    means = accumulate(known.tolist(), lambda mean, watts: mean + step * (watts - mean), initial=0.0)
    smooth = np.fromiter(means, dtype=np.float64, count=known.size + 1)[1:]
    return float(np.mean(smooth**4)) ** 0.25


def edwards_load(zones_s: Sequence[float]) -> float:
    """Edwards' summated zones: zone number times minutes over five heart rate zones (Edwards 1993)."""
    return sum(number * seconds for number, seconds in enumerate(zones_s, start=1)) / 60


def lucia_load(zones_s: Sequence[float]) -> float:
    """Lucía's three phases, below, between and above the thresholds, times 1, 2, 3 a minute (Lucía 2003)."""
    return sum(weight * seconds for weight, seconds in zip(LUCIA_WEIGHTS, zones_s, strict=True)) / 60


def squared_heart_rate_load(avg_hr_bpm: float, lthr_bpm: float, hours: float) -> float:
    """Hours · (heart rate / threshold heart rate)² · 100: a common shortcut that overrates easy work."""
    return hours * (avg_hr_bpm / lthr_bpm) ** 2 * 100
