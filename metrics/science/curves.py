"""Mean-max curves: the best mean over every duration of a fixed grid."""

from __future__ import annotations

from functools import cache

import numpy as np

from metrics.science.segments import Column, cumulative

ROUND_DURATIONS_S = (90, 120, 180, 300, 480, 600, 720, 1200, 1800, 2400, 3600, 5400, 7200, 10_800, 14_400)
LONGEST_S = 86_400


@cache
def durations_s() -> tuple[int, ...]:
    """One grid for all activities: 1 to 60 s, 120 log-spaced whole seconds to a day, the round ones."""
    spaced = np.rint(np.geomspace(60, LONGEST_S, 121)[1:]).astype(int).tolist()
    return tuple(sorted({*range(1, 61), *spaced, *ROUND_DURATIONS_S}))


def mean_max(values: Column) -> dict[int, float]:
    """Duration in s → best mean, for the durations of the grid up to n seconds.

    `values` is 1 Hz over elapsed time, shape (n,). A window may cross a pause; pauses and unknown seconds
    (NaN) count as 0, so that no mean is better than what is known.
    """
    total = cumulative(values, ~np.isnan(values))
    return {d: max(float(np.max(total[d:] - total[:-d])) / d, 0.0) for d in durations_s() if d <= values.size}
