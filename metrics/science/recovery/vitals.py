"""Resting values of the body, each beside what is usual for this athlete."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.science.baselines import robust_baseline
from metrics.science.segments import Column, Index

USUAL_Z = 1.5
"""A single day swings more than a week: the usual range of daily values reaches 1.5 spreads to each side."""


@dataclass(frozen=True, slots=True)
class Vital:
    """How a value's usual range is made: from how many `days`, `least` known, spread at least `floor`."""

    floor: float
    days: int = 35
    least: int = 14


VITALS = {
    "resting_hr": Vital(floor=1.0),
    "respiration": Vital(floor=0.3),
    "stress": Vital(floor=3.0),
    "body_battery": Vital(floor=3.0),
    "sleep": Vital(floor=1800.0),
    "weight": Vital(floor=0.3, days=60, least=8),
}
"""Floors in the unit of each: bpm, breaths a minute, points, points, s, kg. Science 1.10 fixes that of the
heart; the others are about what devices resolve. Weight is not taken daily, so it looks further back."""


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """Columns of one value a day: the centre of what is usual, its bounds, the distance of the day in
    spreads (`z`), NaN while unknown, and how many days are behind it."""

    center: Column
    low: Column
    high: Column
    z: Column
    count: Index


def usual(values: Column, vital: Vital) -> Usual:
    """Median ± 1.5 · (1.4826 · MAD) of the days before each day (science 1.10)."""
    base = robust_baseline(values, days=vital.days, least=vital.least, floor=vital.floor)
    reach = USUAL_Z * base.spread
    return Usual(base.center, base.center - reach, base.center + reach, base.z(values), base.count)


def coverage(values: Column, days: int) -> float:
    """Which share of the last `days` days has a value, 0 to 1; days before the column begins have none."""
    return float(np.count_nonzero(~np.isnan(values[-days:]))) / days
