"""Days on which nothing arrived although something usually does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.science.segments import Mask, spans
from metrics.science.signals.model import DailySeries, Evidence, Severity, Signal

SHORTEST_DAYS = 3
WATCH_DAYS = 7
USUAL_DAYS = 14
USUAL_SHARE = 0.5
SILENCE_DAYS = 60

COMPUTED = ("load", "fitness", "fatigue", "form")
"""Columns that have a value, or no meaning, whether the device synchronised or not."""


def data_gaps(series: DailySeries) -> Iterator[Signal]:
    """`data_gap` where no measured value arrived for three days or more, and no load either.

    Only after two weeks of which at least half had values: someone who never wears the watch has no gap. The
    evidence is the number of empty days.
    """
    arrived = _arrived(series)
    if arrived is None:
        return
    for start, end in spans(~arrived):
        before = arrived[max(start - USUAL_DAYS, 0) : start]
        if end - start < SHORTEST_DAYS or before.size < USUAL_DAYS or before.mean() < USUAL_SHARE:
            continue
        evidence = Evidence("days_without_data", series.day(end - 1), float(end - start), "d", 0.0)
        severity: Severity = "watch" if end - start >= WATCH_DAYS else "info"
        yield Signal("data_gap", series.day(start), series.end(end), severity, "high", (evidence,))


def silent_days(series: DailySeries) -> Mask:
    """Days on which nothing arrived although something did on most of the 60 days before; looks back only."""
    arrived = _arrived(series)
    if arrived is None:
        return np.zeros(series.n, dtype=bool)
    total = np.concatenate([[0], np.cumsum(arrived)])
    day = np.arange(series.n)
    first = np.maximum(day - SILENCE_DAYS, 0)
    usual = (total[day] - total[first]) / np.maximum(day - first, 1)
    silent: Mask = ~arrived & (usual >= USUAL_SHARE)
    return silent


def _arrived(series: DailySeries) -> Mask | None:
    """Days with any measured value or training; None when nothing is ever measured."""
    measured = [
        ~np.isnan(values)
        for name, values in series.columns.items()
        if name not in COMPUTED and not np.isnan(values).all()
    ]
    if not measured:
        return None
    load = series.columns.get("load")
    trained = np.zeros(series.n, dtype=bool) if load is None else np.nan_to_num(load) > 0
    arrived: Mask = np.any([trained, *measured], axis=0)
    return arrived
