"""Body weight without the noise of water and meals."""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column

KEPT_A_DAY = 0.9
"""Each day's trend keeps 90 % of the day before (Walker, The Hacker's Diet, 1991)."""

HELD_DAYS = 14
"""So long a trend stands without a new weight."""


def weight_trend(weight_kg: Column) -> Column:
    """Exponentially smoothed weight, kg: a weight after n days without one counts 1 - 0.9ⁿ.

    NaN before the first weight, and from 14 days after the last one on.
    """
    trend = np.full(weight_kg.size, np.nan)
    known = np.flatnonzero(~np.isnan(weight_kg))
    level = 0.0
    for before, day, after in zip([None, *known], known, [*known[1:], weight_kg.size], strict=False):
        kept = 0.0 if before is None else KEPT_A_DAY ** (day - before)
        level = kept * level + (1 - kept) * weight_kg[day]
        trend[day : min(after, day + HELD_DAYS)] = level
    return trend
