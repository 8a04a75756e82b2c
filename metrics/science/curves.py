"""Mean-max curves: the best mean over every duration of a fixed grid."""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column, Mask, cumulative

ROUND_DURATIONS_S = (90, 120, 180, 300, 480, 600, 720, 1200, 1800, 2400, 3600, 5400, 7200, 10_800, 14_400)
LONGEST_S = 86_400


def _grid() -> tuple[int, ...]:
    spaced = np.rint(np.geomspace(60, LONGEST_S, 121)[1:]).astype(int).tolist()
    return tuple(sorted({*range(1, 61), *spaced, *ROUND_DURATIONS_S}))


GRID = _grid()
"""One grid for all activities: 1 to 60 s, 120 log-spaced whole seconds to a day, the round ones."""

KNOWN_SHARE = 0.9
"""Of a window's seconds: a strap that is away for a moment in an hour does not cost the hour."""


def mean_max_column(values: Column) -> Column:
    """Best means over the first k durations of `GRID`, those of n seconds or fewer; shape (k,).

    `values` is 1 Hz over elapsed time, shape (n,). A window may cross a pause; pauses and unknown seconds
    (NaN) count as 0, so that no mean is better than what is known.
    """
    total = cumulative(values, ~np.isnan(values))
    room = np.empty(values.size)
    best = [_best_sum(total, seconds, room) / seconds for seconds in grid_up_to(values.size)]
    return np.maximum(np.array(best, dtype=np.float64), 0.0)


def mean_max_known_column(values: Column) -> Column:
    """As `mean_max_column`, for what is never 0, such as heart rate: means of the known seconds alone.

    Only windows count of which 90 % is known; NaN for a duration without one.
    """
    known = ~np.isnan(values)
    if known.all():
        return mean_max_column(values)
    total, count = cumulative(values, known), cumulative(known.astype(np.float64), known)
    return np.array([_best_known(total, count, seconds) for seconds in grid_up_to(values.size)])


def mean_max(values: Column) -> dict[int, float]:
    """Duration in s → best mean, as `mean_max_column`."""
    return by_duration(mean_max_column(values))


def by_duration(column: Column) -> dict[int, float]:
    """A column over the grid as duration in s → value, without the durations whose value is unknown."""
    pairs = zip(GRID, column.tolist(), strict=False)
    return {seconds: value for seconds, value in pairs if value == value}


def grid_up_to(seconds: float) -> tuple[int, ...]:
    """The durations of the grid that are no longer than `seconds`."""
    return GRID[: int(np.searchsorted(GRID, seconds, side="right"))]


def best_window(values: Column, seconds: int, *, known_only: bool = False) -> tuple[float, int] | None:
    """Best mean over `seconds` and the second it starts at, by the rule of the curve; None without a window.

    `known_only` is the rule of `mean_max_known_column`.
    """
    if values.size < seconds:
        return None
    known = ~np.isnan(values)
    total = cumulative(values, known)
    sums = total[seconds:] - total[:-seconds]
    means = _known_means(sums, known, seconds) if known_only else sums / seconds
    start = int(np.argmax(means))
    return None if means[start] == -np.inf else (max(float(means[start]), 0.0), start)


def _best_sum(total: Column, seconds: int, room: Column) -> float:
    windows = room[: total.size - seconds]
    np.subtract(total[seconds:], total[:-seconds], out=windows)
    return float(np.maximum.reduce(windows))


def _best_known(total: Column, count: Column, seconds: int) -> float:
    sums, counts = total[seconds:] - total[:-seconds], count[seconds:] - count[:-seconds]
    enough = counts >= KNOWN_SHARE * seconds
    return float((sums[enough] / counts[enough]).max()) if enough.any() else float("nan")


def _known_means(sums: Column, known: Mask, seconds: int) -> Column:
    count = cumulative(known.astype(np.float64), known)
    counts = count[seconds:] - count[:-seconds]
    means = np.full(sums.size, -np.inf)
    return np.divide(sums, counts, out=means, where=counts >= KNOWN_SHARE * seconds)
