"""Sleep: how much is needed, how much is owed, and how regular it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metrics.science.baselines import robust_baseline, trailing_mean
from metrics.science.segments import Column

NEED_DAYS, LEAST_NEED_NIGHTS = 60, 14
LEAST_NEED_S, MOST_NEED_S = 7 * 3600.0, 9 * 3600.0
"""Adults need seven to nine hours (Hirshkowitz 2015, Watson 2015): a short sleeper's habit is no need."""

DEBT_DAYS, LEAST_DEBT_NIGHTS = 14, 7
"""Deficits of fourteen days add up (Van Dongen 2003)."""

EPOCHS = 24 * 60
"""Minutes from noon to noon."""

REGULARITY_DAYS, LEAST_PAIRS = 28, 5

type Epochs = NDArray[np.bool_]


def sleep_need(sleep_s: Column) -> Column:
    """The personal need of each day, s: the median night of the 60 days before, within seven to nine hours.

    NaN below 14 nights.
    """
    habit = robust_baseline(sleep_s, days=NEED_DAYS, least=LEAST_NEED_NIGHTS).center
    return np.clip(habit, LEAST_NEED_S, MOST_NEED_S)


def sleep_debt(sleep_s: Column, need_s: Column) -> Column:
    """What the known nights of the last 14 fell short of the need of each day, s, never below zero.

    Long nights pay back. A night without a value neither adds nor pays; NaN below seven known nights.
    """
    is_known = ~np.isnan(sleep_s)
    nights = _trailing_sum(is_known.astype(np.float64), DEBT_DAYS)
    slept_s = _trailing_sum(np.where(is_known, sleep_s, 0.0), DEBT_DAYS)
    return np.where(nights >= LEAST_DEBT_NIGHTS, np.maximum(nights * need_s - slept_s, 0.0), np.nan)


def asleep_by_minute(start_min: Column, end_min: Column) -> Epochs:
    """Asleep or not in each minute from noon to noon, shape (days, 1440).

    `start_min` and `end_min` count from the noon before; a night without both is awake throughout.
    """
    minutes = np.arange(EPOCHS)
    return (minutes >= start_min[:, None]) & (minutes < end_min[:, None])


def regularity_index(
    asleep: Epochs, *, known: NDArray[np.bool_], days: int = REGULARITY_DAYS, least: int = LEAST_PAIRS
) -> Column:
    """Sleep regularity index of each day, -100 to 100, over its last `days` pairs of days (Phillips 2017).

    SRI = -100 + 200 · the share of minutes in which one is in the same state as 24 hours before: 100 is the
    same every day, 0 is chance. `asleep` is (days, epochs), `known` (days,); both days of a pair must be
    known, and fewer than `least` pairs give NaN.
    """
    agreement = np.full(known.size, np.nan)
    pairs = known[1:] & known[:-1]
    agreement[1:][pairs] = np.mean(asleep[1:][pairs] == asleep[:-1][pairs], axis=1)
    return -100 + 200 * trailing_mean(agreement, days=days, least=least)


def _trailing_sum(values: Column, days: int) -> Column:
    total = np.concatenate([np.zeros(1), np.cumsum(values)])
    end = np.arange(1, values.size + 1)
    return total[end] - total[np.maximum(end - days, 0)]
