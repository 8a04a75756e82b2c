"""Training that stops: fitness begins to go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.science.segments import Column, Index, Mask
from metrics.science.signals.daily_loads import Loads
from metrics.science.signals.gaps import silent_days
from metrics.science.signals.model import Evidence, Severity, Signal

WEEK = 7
USUAL_DAYS = 42
LEAST_USUAL = 10.0
"""Mean daily load below which there is little to lose."""

LAY_OFF_SHARE, BACK_SHARE = 0.25, 0.5
WATCH_DAYS = 12
"""VO2max has fallen by 7 % after 12 days without training and by 14 % after 56 (Coyle 1984)."""

MOST_UNTOLD = 2


def lay_offs(loads: Loads) -> Iterator[Signal]:
    """`detraining` from the day on which a week held less than a quarter of the six weeks before it.

    It lasts until a week holds half of what was usual before. Days on which nothing arrived although
    something usually does prove no rest: with more than two of them in the week nothing is said.
    """
    week, usual = _means(loads.load)
    told = _count(silent_days(loads.series) | ~loads.known, WEEK) <= MOST_UNTOLD
    opens = loads.settled & told & (usual >= LEAST_USUAL) & (week < LAY_OFF_SHARE * usual)
    for start, end in _until_back(opens, week, usual):
        severity: Severity = "watch" if end - start + WEEK > WATCH_DAYS else "info"
        yield Signal(
            "detraining",
            loads.series.day(start),
            loads.series.end(end),
            severity,
            loads.confidence(start),
            (
                _weekly(loads, week, usual, start),
                loads.evidence("fitness", loads.fitness, end - 1, "load", start - WEEK),
            ),
        )


def _means(load: Column) -> tuple[Column, Column]:
    """Mean daily load of the seven days up to each day and of the 42 before; NaN until both are there."""
    total = np.concatenate([[0.0], np.cumsum(load)])
    week, usual = np.full(load.size, np.nan), np.full(load.size, np.nan)
    span = USUAL_DAYS + WEEK
    if load.size >= span:
        week[span - 1 :] = (total[span:] - total[USUAL_DAYS:-WEEK]) / WEEK
        usual[span - 1 :] = (total[USUAL_DAYS:-WEEK] - total[:-span]) / USUAL_DAYS
    return week, usual


def _until_back(opens: Mask, week: Column, usual: Column) -> Iterator[tuple[int, int]]:
    start, wanted = -1, 0.0
    for day in range(opens.size):
        if start < 0 and opens[day]:
            start, wanted = day, BACK_SHARE * float(usual[day])
        elif start >= 0 and week[day] >= wanted:
            yield start, day
            start = -1
    if start >= 0:
        yield start, opens.size


def _weekly(loads: Loads, week: Column, usual: Column, day: int) -> Evidence:
    return Evidence(
        "weekly_load", loads.series.day(day), float(WEEK * week[day]), "load", float(WEEK * usual[day])
    )


def _count(found: Mask, days: int) -> Index:
    """How many of each day and the `days` - 1 before it are found."""
    total = np.cumsum(found)
    return total - np.concatenate([np.zeros(min(days, total.size), dtype=total.dtype), total[:-days]])
