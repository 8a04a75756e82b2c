"""Heart rate variability as the logarithm of RMSSD: the week beside the band of the two months before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.science.baselines import mean_baseline, trailing_mean
from metrics.science.segments import Column, Index

WEEK_DAYS, LEAST_OF_WEEK = 7, 3
"""A week's mean says more than a night; it needs three nights (Plews 2014)."""

BAND_DAYS, LEAST_OF_BAND = 60, 20
"""The band is made from 60 days (HRV4Training); Garmin too wants three weeks before it judges."""

BAND_WIDTH = 0.75
"""Standard deviations to each side: 0.5 steers training (Vesterinen, Javaloyes), 0.75 to 1 is for alerts."""

LEAST_SPREAD = 0.02
"""Of ln RMSSD; nobody's nights differ by less."""


@dataclass(frozen=True, slots=True, eq=False)
class HrvBand:
    """Columns of one value a day, all of ln(RMSSD / 1 ms), `cv_pct` in percent; NaN while unknown.

    `week` is the mean of seven days, `low` and `high` bound what is usual, `z` is how many standard
    deviations the week lies from the centre, `count` how many nights the band rests on.
    """

    night: Column
    week: Column
    center: Column
    low: Column
    high: Column
    z: Column
    cv_pct: Column
    count: Index


def rmssd(rr_ms: ArrayLike) -> float:
    """Root mean square of successive differences of beat intervals, ms (Task Force 1996); NaN below two."""
    steps = np.diff(np.asarray(rr_ms, dtype=np.float64))
    return float(np.sqrt(np.mean(steps**2))) if steps.size else float("nan")


def ln_rmssd(rmssd_ms: Column) -> Column:
    """Natural logarithm, because RMSSD is skewed; values of zero or less are no measurement."""
    return np.log(np.where(rmssd_ms > 0, rmssd_ms, np.nan))


def weekly_cv(values: Column) -> Column:
    """Coefficient of variation of each day and the six before it: 100 · SD / mean, percent (Plews 2014)."""
    mean = trailing_mean(values, days=WEEK_DAYS, least=LEAST_OF_WEEK)
    spread = mean_baseline(np.append(values, np.nan), days=WEEK_DAYS, skip=0, least=LEAST_OF_WEEK).spread[1:]
    return 100 * spread / mean


def hrv_band(rmssd_ms: Column, *, width: float = BAND_WIDTH) -> HrvBand:
    """Seven-day means of ln RMSSD in the band mean ± `width` · SD of the 60 days before (Plews 2014)."""
    night = ln_rmssd(rmssd_ms)
    week = trailing_mean(night, days=WEEK_DAYS, least=LEAST_OF_WEEK)
    usual = mean_baseline(night, days=BAND_DAYS, skip=WEEK_DAYS - 1, least=LEAST_OF_BAND, floor=LEAST_SPREAD)
    reach = width * usual.spread
    return HrvBand(
        night,
        week,
        usual.center,
        usual.center - reach,
        usual.center + reach,
        usual.z(week),
        weekly_cv(night),
        usual.count,
    )
