"""What is usual for this athlete: trailing baselines of daily values, and how far a day lies from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from metrics.science.segments import Column, Index

MAD_TO_SD = 1.4826
"""The median absolute deviation of a normal distribution times this is its standard deviation."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Centre and spread of the days before each day, shape (n,); NaN where too few days are known.

    `count` is how many of the days were known.
    """

    center: Column
    spread: Column
    count: Index

    def z(self, values: Column) -> Column:
        """Standard deviations between a value and its centre; NaN where either is unknown."""
        return np.divide(
            values - self.center,
            self.spread,
            out=np.full(values.size, np.nan),
            where=self.spread > 0,
        )


def robust_baseline(
    values: Column, *, days: int = 35, skip: int = 0, least: int = 14, floor: float = 0.0
) -> Baseline:
    """Median and 1.4826 times the median absolute deviation of the `days` before each day (science 1.10).

    The day itself and the `skip` days before it do not count. Fewer than `least` known days give NaN; the
    spread is at least `floor`, in the unit of the values.
    """
    window, count = _before(values, days, skip)
    known = count >= least
    center, spread = np.full(values.size, np.nan), np.full(values.size, np.nan)
    if known.any():
        rows, counts = window[known], count[known]
        center[known] = _medians(rows, counts)
        apart = np.abs(rows - center[known, None])
        spread[known] = np.maximum(MAD_TO_SD * _medians(apart, counts), floor)
    return Baseline(center, spread, count)


def mean_baseline(
    values: Column, *, days: int = 60, skip: int = 7, least: int = 20, floor: float = 0.0
) -> Baseline:
    """Mean and sample standard deviation of the `days` that end `skip` days before each day (Plews 2014).

    Fewer than `least` known days give NaN; the spread is at least `floor`, in the unit of the values.
    """
    window, count = _before(values, days, skip)
    known = count >= max(least, 2)
    center, spread = np.full(values.size, np.nan), np.full(values.size, np.nan)
    if known.any():
        center[known] = np.nanmean(window[known], axis=1)
        spread[known] = np.maximum(np.nanstd(window[known], axis=1, ddof=1), floor)
    return Baseline(center, spread, count)


def trailing_mean(values: Column, *, days: int = 7, least: int = 3) -> Column:
    """Mean of each day and the `days` - 1 before it; NaN where fewer than `least` are known."""
    if values.size == 0:
        return np.empty(0)
    padded = np.concatenate([np.full(days - 1, np.nan), values])
    window = sliding_window_view(padded, days)
    known = ~np.isnan(window)
    count = known.sum(axis=1)
    total = np.where(known, window, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(values.size, np.nan), where=count >= max(least, 1))


def _medians(rows: np.ndarray, counts: Index) -> Column:
    """Median of each row's known values, of which there are `counts`, one at least; sorting puts NaN last.

    The same as numpy's nanmedian, which is ten times slower, since it goes through masked arrays.
    """
    ordered = np.sort(rows, axis=1)
    index = np.arange(counts.size)
    medians: Column = (ordered[index, (counts - 1) // 2] + ordered[index, counts // 2]) / 2
    return medians


def _before(values: Column, days: int, skip: int) -> tuple[np.ndarray, Index]:
    """For each day the values of [day - skip - days, day - skip), shape (n, days), and how many are known."""
    if values.size == 0:
        return np.empty((0, days)), np.zeros(0, dtype=np.int64)
    padded = np.concatenate([np.full(days + skip, np.nan), values])
    window = sliding_window_view(padded, days)[: values.size]
    return window, np.count_nonzero(~np.isnan(window), axis=1)
