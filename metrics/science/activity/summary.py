"""Single figures of a channel."""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column


def mean_of(values: Column | None) -> float | None:
    """Mean of the known values; None without any."""
    found = known(values)
    return float(np.mean(found)) if found.size else None


def max_of(values: Column | None) -> float | None:
    """Highest known value; None without any."""
    found = known(values)
    return float(np.max(found)) if found.size else None


def turning_mean(cadence_rpm: Column | None) -> float | None:
    """Mean cadence of the seconds with any; None without one."""
    found = known(cadence_rpm)
    turning = found[found > 0]
    return float(np.mean(turning)) if turning.size else None


def known(values: Column | None) -> Column:
    """The values without NaN; empty without a channel."""
    return np.empty(0) if values is None else values[~np.isnan(values)]
