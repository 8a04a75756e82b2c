"""Weeks: what the load charts show, for those who read numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from metrics.science import load as science
from metrics.selectors.load import LoadWindow


@dataclass(frozen=True)
class WeekRow:
    """One week, Monday to Sunday: its load, where it ended, and `change`, by how much fitness rose in it.

    `is_running` marks the week that is not over. `change` is None where the week before is not in the window.
    """

    start: date
    load: float
    fitness: float
    fatigue: float
    form: float
    change: float | None
    is_running: bool


@dataclass(frozen=True)
class LastDays:
    """The seven whole days up to yesterday; None is unknown."""

    load: float | None
    ramp: float | None
    monotony: float | None
    strain: float | None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weekly_table(window: LoadWindow) -> list[WeekRow]:
    """Newest week first; give a window that starts on a Monday, or its first week is cut."""
    if window.load.size == 0:
        return []
    numbers = (np.arange(window.load.size) + window.start.weekday()) // 7
    ends = np.append(np.flatnonzero(np.diff(numbers)), window.load.size - 1)
    loads = np.add.reduceat(window.load, np.concatenate([[0], ends[:-1] + 1]))
    fitness = window.fitness[ends]
    changes = [None, *np.diff(fitness).tolist()]
    rows = [
        WeekRow(
            start=monday_of(window.start) + timedelta(days=7 * index),
            load=float(loads[index]),
            fitness=float(fitness[index]),
            fatigue=float(window.fatigue[end]),
            form=float(window.form[end]),
            change=changes[index],
            is_running=(window.start + timedelta(days=int(end))).weekday() != 6,
        )
        for index, end in enumerate(ends)
    ]
    return rows[::-1]


def last_days(window: LoadWindow) -> LastDays:
    """Load, ramp, monotony and strain of the seven days before the window's last day, which is today."""
    loads, ramp = window.load[:-1], window.ramp[:-1]
    if loads.size < science.MONOTONY_DAYS:
        return LastDays(None, None, None, None)
    return LastDays(
        load=float(science.weekly_load(loads)[-1]),
        ramp=_known(ramp[-1]),
        monotony=_known(science.monotony(loads)[-1]),
        strain=_known(science.strain(loads)[-1]),
    )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
