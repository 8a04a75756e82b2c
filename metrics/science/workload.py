"""Acute to chronic workload, three ways. Daily loads, shape (n,).

A description, never a verdict: random chronic loads give the same "effect" (Impellizzeri 2020), and the
largest cohort found no relation with injuries in that direction (Garmin-RUNSAFE 2025).
"""

from __future__ import annotations

import numpy as np

from metrics.science.load import decaying_mean
from metrics.science.segments import Column

ACUTE_DAYS, CHRONIC_DAYS = 7, 28


def coupled_ratio(loads: Column) -> float | None:
    """Mean of the last 7 days over the mean of the last 28; None before day 28 or without load."""
    return _ratio(loads, loads[-CHRONIC_DAYS:])


def uncoupled_ratio(loads: Column) -> float | None:
    """Mean of the last 7 days over the mean of the 21 before; None before day 28 or without load."""
    return _ratio(loads, loads[-CHRONIC_DAYS:-ACUTE_DAYS])


def weighted_ratio(loads: Column) -> float | None:
    """Exponentially weighted, λ = 2/(N+1), N 7 and 28, seeded with the first day (Williams 2017)."""
    if loads.size < CHRONIC_DAYS:
        return None
    acute, chronic = (weighted_mean(loads, days) for days in (ACUTE_DAYS, CHRONIC_DAYS))
    return acute / chronic if chronic > 0 else None


def weighted_mean(loads: Column, days: int) -> float:
    """The last value of the exponentially weighted mean with λ = 2/(days+1), seeded with the first day."""
    return float(decaying_mean(loads, (days + 1) / 2, float(loads[0]), "linear")[-1])


def _ratio(loads: Column, chronic: Column) -> float | None:
    if loads.size < CHRONIC_DAYS or not np.any(chronic > 0):
        return None
    return float(np.mean(loads[-ACUTE_DAYS:]) / np.mean(chronic))
