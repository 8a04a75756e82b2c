"""Training that stops: fitness begins to go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.science.segments import Column, Index, Mask
from metrics.science.signals.daily_loads import Loads
from metrics.science.signals.gaps import silent_days
from metrics.science.signals.model import Evidence, Severity, Signal

OFF_DAYS = 10
"""A week of illness or travel is no lay-off yet."""

USUAL_DAYS = 42
LEAST_USUAL = 10.0
"""Mean daily load below which there is little to lose."""

LAY_OFF_SHARE, BACK_SHARE = 0.2, 0.5
WATCH_DAYS = 12
"""VO2max has fallen by 7 % after 12 days without training and by 14 % after 56 (Coyle 1984)."""

MOST_UNTOLD = 2


def lay_offs(loads: Loads) -> Iterator[Signal]:
    """`detraining` from the day on which ten days held less than a fifth of the six weeks before.

    The day itself is one of rest: who is back is not told that they were away.
    It lasts until ten days hold half of what was usual. Days on which nothing arrived although
    something usually does prove no rest: with more than two of them nothing is said.
    """
    recent, usual = _means(loads.load)
    told = _count(silent_days(loads.series) | ~loads.known, OFF_DAYS) <= MOST_UNTOLD
    limit = LAY_OFF_SHARE * usual
    opens = loads.settled & told & (usual >= LEAST_USUAL) & (recent < limit) & (loads.load < limit)
    for start, end in _until_back(opens, recent, usual):
        severity: Severity = "watch" if end - start + OFF_DAYS > WATCH_DAYS else "info"
        yield Signal(
            "detraining",
            loads.series.day(start),
            loads.series.end(end),
            severity,
            loads.confidence(start),
            (
                _ten_days(loads, recent, usual, start),
                loads.evidence("fitness", loads.fitness, end - 1, "load", start - OFF_DAYS),
            ),
        )


def _means(load: Column) -> tuple[Column, Column]:
    """Mean daily load of the ten days up to each day and of the 42 before; NaN until both are there."""
    total = np.concatenate([[0.0], np.cumsum(load)])
    recent, usual = np.full(load.size, np.nan), np.full(load.size, np.nan)
    span = USUAL_DAYS + OFF_DAYS
    if load.size >= span:
        recent[span - 1 :] = (total[span:] - total[USUAL_DAYS:-OFF_DAYS]) / OFF_DAYS
        usual[span - 1 :] = (total[USUAL_DAYS:-OFF_DAYS] - total[:-span]) / USUAL_DAYS
    return recent, usual


def _until_back(opens: Mask, recent: Column, usual: Column) -> Iterator[tuple[int, int]]:
    start, wanted = -1, 0.0
    for day in range(opens.size):
        if start < 0 and opens[day]:
            start, wanted = day, BACK_SHARE * float(usual[day])
        elif start >= 0 and recent[day] >= wanted:
            yield start, day
            start = -1
    if start >= 0:
        yield start, opens.size


def _ten_days(loads: Loads, recent: Column, usual: Column, day: int) -> Evidence:
    return Evidence(
        "ten_day_load",
        loads.series.day(day),
        float(OFF_DAYS * recent[day]),
        "load",
        float(OFF_DAYS * usual[day]),
    )


def _count(found: Mask, days: int) -> Index:
    """How many of each day and the `days` - 1 before it are found."""
    total = np.cumsum(found)
    return total - np.concatenate([np.zeros(min(days, total.size), dtype=total.dtype), total[:-days]])
