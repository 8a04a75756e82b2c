"""The columns of daily load that several detectors share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from metrics.science.load import FATIGUE_DAYS, FITNESS_DAYS, WARM_UP_DAYS, decaying_mean, seed
from metrics.science.segments import Column, Mask
from metrics.science.signals.model import Confidence, DailySeries, Evidence

USUAL_DAYS = 28
RELATIVE_DAYS = 42
BLOCK_DAYS, EARLIER_DAYS = 14, 56
LEAST_USUAL = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """Load with what follows from it, shape (n,) each; `settled` is where fitness means something.

    `known` is where a load was given: a day without one counts as rest, but not as proof of it.
    """

    series: DailySeries
    load: Column
    fitness: Column
    fatigue: Column
    form: Column
    first: int
    known: Mask

    @property
    def settled(self) -> Mask:
        return np.arange(self.load.size) >= self.first + WARM_UP_DAYS - self.series.history_days

    @property
    def two_weeks(self) -> tuple[Column, Column]:
        """Load of the 14 days up to each day, and the highest of any 14 days within the 56 before those.

        NaN until all 70 days are in the series.
        """
        load, highest = np.full(self.load.size, np.nan), np.full(self.load.size, np.nan)
        if self.load.size < BLOCK_DAYS + EARLIER_DAYS:
            return load, highest
        load[BLOCK_DAYS - 1 :] = sliding_window_view(self.load, BLOCK_DAYS).sum(axis=1)
        blocks = sliding_window_view(load[BLOCK_DAYS - 1 :], EARLIER_DAYS - BLOCK_DAYS + 1).max(axis=1)
        highest[BLOCK_DAYS + EARLIER_DAYS - 1 :] = blocks[:-BLOCK_DAYS]
        highest[: self.first + BLOCK_DAYS + EARLIER_DAYS - 1] = np.nan
        return load, highest

    @property
    def relative_before(self) -> Column:
        """The last day's load beside the mean of 42 days: 0 for as usual, -1 for rest, 2 at most.

        0 where it is not known, or where hardly anything was trained.
        """
        total = np.concatenate([[0.0], np.cumsum(self.load)])
        day = np.arange(1, self.load.size + 1)
        first = np.maximum(day - RELATIVE_DAYS, 0)
        usual = (total[day] - total[first]) / np.minimum(day, RELATIVE_DAYS)
        relative = np.clip(self.load / np.maximum(usual, LEAST_USUAL) - 1.0, -1.0, 2.0)
        told = self.known & (usual >= LEAST_USUAL)
        return np.concatenate([[0.0], np.where(told, relative, 0.0)[:-1]])

    def confidence(self, index: int) -> Confidence:
        """How far fitness has converged: 86 % after two time constants, 95 % after three."""
        days = index - self.first + self.series.history_days
        return "high" if days >= 3 * FITNESS_DAYS else "medium" if days >= 2 * FITNESS_DAYS else "low"

    def evidence(self, metric: str, values: Column, index: int, unit: str, usual_until: int) -> Evidence:
        """The value of a day beside the median of the four weeks before the event."""
        before = values[max(usual_until - USUAL_DAYS, 0) : usual_until]
        before = before[~np.isnan(before)]
        usual = float(np.median(before)) if before.size else None
        return Evidence(metric, self.series.day(index), float(values[index]), unit, usual)


def loads_of(series: DailySeries) -> Loads | None:
    """None without a single known load."""
    given = series.columns.get("load")
    if given is None or np.isnan(given).all():
        return None
    load = np.nan_to_num(given)
    first = int(np.flatnonzero(~np.isnan(given))[0])
    start = seed(load[first:])
    fitness = _given_or(series, "fitness", load, FITNESS_DAYS, start)
    fatigue = _given_or(series, "fatigue", load, FATIGUE_DAYS, start)
    form = np.concatenate([[np.nan], (fitness - fatigue)[:-1]])
    return Loads(series, load, fitness, fatigue, form, first, ~np.isnan(given))


def _given_or(series: DailySeries, name: str, load: Column, days: float, start: float) -> Column:
    given = series.columns.get(name)
    if given is not None and not np.isnan(given).any():
        return given
    return decaying_mean(load, days, start)
