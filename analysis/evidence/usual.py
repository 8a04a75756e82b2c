"""What is usual for an athlete: the days before a window, without those that a marker explains."""

from __future__ import annotations

import numpy as np

from analysis.evidence.inputs import Column
from metrics.science.segments import Mask

LEAST_USUAL_DAYS = 14
ROUNDING = 1e-9
"""Equal values have a spread of this size, since sums of fractions are rounded."""

type Usual = tuple[float, float]
"""Mean and standard deviation of the usual days, on the scale that `scaled` gives."""


def usual_of(values: Column, metric: str, skipped: int, days: int, explained: Mask | None) -> Usual | None:
    """Of the `days` before the last `skipped`; None with under two weeks of them.

    `explained` are days of illness, injury, travel and altitude, which are not usual.
    """
    before = scaled(values[-skipped - days : -skipped], metric)
    known = ~np.isnan(before)
    if explained is not None:
        known &= ~explained[-skipped - days : -skipped]
    if known.sum() < LEAST_USUAL_DAYS:
        return None
    return float(before[known].mean()), float(before[known].std())


def compared(value: float, usual: Usual | None) -> float | None:
    """How many standard deviations a scaled value lies from the usual mean; None where that says nothing."""
    if usual is None or usual[1] <= ROUNDING * max(1.0, abs(usual[0])) or not np.isfinite(value):
        return None
    return (value - usual[0]) / usual[1]


def scaled(values: Column, metric: str) -> Column:
    """HRV is compared as its logarithm, as the field does, since it is skewed."""
    if metric != "hrv_rmssd_ms":
        return values
    return np.log(np.where(values > 0, values, np.nan))


def unscaled(value: float, metric: str) -> float:
    return float(np.exp(value)) if metric == "hrv_rmssd_ms" else value
