"""Sleep that is missing night after night."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.science.baselines import trailing_mean
from metrics.science.segments import Column
from metrics.science.signals.episodes import episodes
from metrics.science.signals.model import Confidence, Evidence, Severity, Signal
from metrics.science.signals.vitals import Vital, least_confident

WEEK = 7
LEAST_NIGHTS = 5
DEBT_S, ACT_DEBT_S = 6 * 3600.0, 10 * 3600.0
"""Sleep of 6 h or less cost 7.6 % of performance (Craven 2022); the sums are a convention."""

LEAST_Z = 3.5
"""Whoever sleeps unevenly by nature has a week like this now and then."""


def sleep_debts(sleep: Vital) -> Iterator[Signal]:
    """`sleep_debt` while the last seven nights lack six hours against what is usual for this athlete.

    What is usual is the median of 35 nights; at least five nights of the week must be known, and stand for
    all seven. The week's mean must also lie 3.5 of its standard errors below the usual night.
    """
    short = trailing_mean(sleep.baseline.center - sleep.values, days=WEEK, least=LEAST_NIGHTS)
    debt = WEEK * short
    z = short * np.sqrt(WEEK) / sleep.baseline.spread
    with np.errstate(invalid="ignore"):
        opens, holds = (debt >= DEBT_S) & (z >= LEAST_Z), debt >= DEBT_S / 2
    for start, end in episodes(opens, holds):
        worst = start + int(np.nanargmax(debt[start:end]))
        severity: Severity = "act" if debt[worst] >= ACT_DEBT_S else "watch"
        yield Signal(
            "sleep_debt",
            sleep.series.day(start),
            sleep.series.end(end),
            severity,
            _confidence(sleep, start),
            (_debt(sleep, debt, worst), _night(sleep, short, z, worst)),
        )


def _debt(sleep: Vital, debt: Column, day: int) -> Evidence:
    return Evidence("sleep_debt", sleep.series.day(day), float(debt[day]), "s", 0.0)


def _night(sleep: Vital, short: Column, z: Column, day: int) -> Evidence:
    usual = float(sleep.baseline.center[day])
    return Evidence("sleep_s", sleep.series.day(day), usual - float(short[day]), "s", usual, -float(z[day]))


def _confidence(sleep: Vital, day: int) -> Confidence:
    nights = int(np.count_nonzero(~np.isnan(sleep.values[max(day - WEEK + 1, 0) : day + 1])))
    return least_confident("high" if nights == WEEK else "medium", sleep.confidence(day))
