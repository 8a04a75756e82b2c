"""Load, fitness, fatigue and form of any range of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import LoadSeries
from metrics.science import load as science
from metrics.science.codec import decode_table

type Column = NDArray[np.float64]


@dataclass(frozen=True)
class LoadWindow:
    """Consecutive days from `start`, one value each: end-of-day fitness and fatigue, the morning's form.

    `ramp` is the change of fitness in seven days, NaN while that day is unknown. `first_day` is the day of
    the first activity, None without any.
    """

    start: date
    load: Column
    fitness: Column
    fatigue: Column
    form: Column
    ramp: Column
    first_day: date | None

    @property
    def dates(self) -> list[date]:
        return [self.start + timedelta(days=index) for index in range(self.load.size)]


def load_series(athlete: Athlete, start: date | None, end: date) -> LoadWindow:
    """The days in [start, end), from the first activity when `start` is None.

    Days before the first activity are zero; days after the last one are rest days.
    """
    stored = LoadSeries.objects.filter(athlete=athlete).first()
    whole = _until(stored, athlete, end)
    first = stored.start_date if stored else None
    return _cut(whole, first, start or first or end, end)


def last_window(stored: LoadSeries, athlete: Athlete) -> LoadWindow:
    """Today alone, of a series that was read already."""
    today = athlete.today()
    tomorrow = today + timedelta(days=1)
    return _cut(_until(stored, athlete, tomorrow), stored.start_date, today, tomorrow)


def _until(stored: LoadSeries | None, athlete: Athlete, end: date) -> NDArray[np.float64]:
    """Load, fitness and fatigue from the first stored day to `end`, shape (3, n)."""
    if stored is None or stored.start_date is None:
        return np.empty((3, 0))
    table = decode_table(stored.data, 3)
    rest_days = max(0, (end - stored.start_date).days - table.shape[1])
    idle = np.zeros(rest_days)
    fitness, fatigue = table[1:, -1]
    rest = np.stack(
        [
            idle,
            science.decaying_mean(idle, athlete.fitness_days, fitness),
            science.decaying_mean(idle, athlete.fatigue_days, fatigue),
        ]
    )
    return np.concatenate([table, rest], axis=1)[:, : max(0, (end - stored.start_date).days)]


def _cut(whole: NDArray[np.float64], first: date | None, start: date, end: date) -> LoadWindow:
    before = (start - (first or start)).days
    size = max(0, (end - start).days)
    load, fitness, fatigue = (_slice(row, before, size) for row in whole)
    yesterday = [_slice(row, before - 1, size) for row in whole[1:]]
    week_ago = _slice(whole[1], before - 7, size)
    ramp = fitness - week_ago
    ramp[: max(0, 7 - before)] = np.nan
    return LoadWindow(start, load, fitness, fatigue, yesterday[0] - yesterday[1], ramp, first)


def _slice(row: Column, offset: int, size: int) -> Column:
    """`size` values from `offset`, which may be negative: zero before the first day."""
    lead = min(size, max(0, -offset))
    values = row[max(0, offset) : max(0, offset + size)]
    return np.concatenate([np.zeros(lead), values, np.zeros(max(0, size - lead - values.size))])
