"""Weeks as a table: what the load charts show, for those who read numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from metrics.selectors.load import LoadWindow


@dataclass(frozen=True)
class WeekRow:
    """One week, Monday to Sunday: its load, and where it ended."""

    start: date
    load: float
    fitness: float
    fatigue: float
    form: float


def weekly_table(window: LoadWindow) -> list[WeekRow]:
    """Newest week first; the first and the last one may be cut by the window."""
    if window.load.size == 0:
        return []
    numbers = (np.arange(window.load.size) + window.start.weekday()) // 7
    ends = np.append(np.flatnonzero(np.diff(numbers)), window.load.size - 1)
    starts = np.concatenate([[0], ends[:-1] + 1])
    loads = np.add.reduceat(window.load, starts)
    monday = window.start - timedelta(days=window.start.weekday())
    rows = [
        WeekRow(
            start=monday + timedelta(days=7 * index),
            load=float(loads[index]),
            fitness=float(window.fitness[end]),
            fatigue=float(window.fatigue[end]),
            form=float(window.form[end]),
        )
        for index, end in enumerate(ends)
    ]
    return rows[::-1]
