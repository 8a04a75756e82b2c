"""An infection shows before it is felt: pulse up, its variability down, breath faster, all at once.

Alavi 2022 and Natarajan 2020 found it in wearables; simulated scores are those of `benchmarks/detectors.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metrics.science.segments import Column, Mask
from metrics.science.signals.daily_loads import Loads
from metrics.science.signals.episodes import episodes
from metrics.science.signals.model import Confidence, DailySeries, Evidence, Severity, Signal
from metrics.science.signals.vitals import Vitals, least_confident, read_vitals

SLACK = 1.5
"""What a morning must exceed, in standard deviations, to add to the suspicion; below, it takes away."""

LIMIT, LIMIT_ALONE = 3.5, 4.0
"""The suspicion at which an alarm starts: two bad mornings, or more of a lesser kind. Higher for the resting
heart rate alone."""

MOST_PER_DAY = 3.5
"""A single night, however bad (alcohol, a sensor), is no illness."""

LOAD_EFFECT = 0.4
"""Standard deviations that a day of twice the usual load costs the next morning (Altini & Plews 2021: 0.38 of
heart rate, 0.36 of HRV)."""

SLEEP_EFFECT, FREE_SLEEP_Z = 0.6, 0.5
"""What a short night explains, per standard deviation of sleep beyond the first half."""

ACT_SCORE, ACT_DAYS = 3.0, 2
BEFORE_DAYS = 2
"""An infection that is noticed today began some days ago; these are no baseline either."""

FORGET_DAYS = 2
PATIENCE_DAYS = 1


@dataclass(frozen=True, slots=True, eq=False)
class Illness:
    """The alarms, the vitals they rest on, and the days (n,) that are no part of what is usual."""

    signals: tuple[Signal, ...]
    vitals: Vitals
    left_out: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Suspicion:
    """Shape (n,): the morning's score, the sum up to it, and how many channels the score rests on."""

    score: Column
    total: Column
    channels: Column

    @property
    def opens(self) -> Mask:
        found: Mask = self.total >= np.where(self.channels > 1, LIMIT, LIMIT_ALONE)
        return found

    @property
    def holds(self) -> Mask:
        found: Mask = np.nan_to_num(self.score, nan=-np.inf) >= SLACK
        return found


def find_illness(series: DailySeries, loads: Loads | None) -> Illness:
    """`illness_onset` from the morning on which enough speaks for it, until two mornings speak against it.

    A morning's score is the mean of the z of resting heart rate (up), ln RMSSD (down) and respiration (up),
    times the root of their number, less what the last day's load and a short night explain. What exceeds 1.5
    is summed over days (a CUSUM); an alarm starts at 3.5. Silent on mornings without resting heart rate and
    until 14 days of it are known. Ill days are taken out of the baselines, and all is judged once more.
    """
    explained = np.zeros(series.n, dtype=bool) if series.explained is None else series.explained
    first = suspicion(read_vitals(series, explained), loads, explained)
    left_out = explained.copy()
    for start, end in episodes(first.opens, first.holds, patience=PATIENCE_DAYS, joined=0):
        left_out[max(start - BEFORE_DAYS, 0) : end] = True
    vitals = read_vitals(series, left_out)
    return Illness(tuple(_signals(vitals, suspicion(vitals, loads, explained))), vitals, left_out)


def suspicion(vitals: Vitals, loads: Loads | None, explained: Mask) -> Suspicion:
    """What each morning says, and what the mornings up to it say together."""
    strains = np.array([each.strain for each in (vitals.resting_hr, vitals.hrv, vitals.respiration)])
    known = ~np.isnan(strains)
    channels = np.where(known[0], known.sum(axis=0), 0)
    fused = np.where(known, strains, 0.0).sum(axis=0) / np.sqrt(np.maximum(channels, 1))
    score = np.where(channels > 0, fused, np.nan)
    score = score - LOAD_EFFECT * (0.0 if loads is None else loads.relative_before)
    score = score - SLEEP_EFFECT * np.maximum(np.nan_to_num(vitals.sleep.strain) - FREE_SLEEP_Z, 0.0)
    return Suspicion(score, _summed(np.where(explained, np.nan, score)), channels)


def _summed(score: Column) -> Column:
    """The one-sided CUSUM; capped, so that a long illness is forgotten soon after it is over."""
    totals, total, unknown = np.zeros(score.size), 0.0, 0
    for day, value in enumerate(score.tolist()):
        unknown = unknown + 1 if value != value else 0
        if unknown:
            total = 0.0 if unknown > FORGET_DAYS else total
            continue
        total = min(max(total + min(value, MOST_PER_DAY) - SLACK, 0.0), LIMIT_ALONE + SLACK)
        totals[day] = total
    return totals


def _signals(vitals: Vitals, found: Suspicion) -> Iterator[Signal]:
    for start, end in episodes(found.opens, found.holds, patience=PATIENCE_DAYS):
        scores = np.nan_to_num(found.score[start:end])
        severity: Severity = "act" if np.count_nonzero(scores >= ACT_SCORE) >= ACT_DAYS else "watch"
        yield Signal(
            "illness_onset",
            vitals.series.day(start),
            vitals.series.end(end),
            severity,
            _confidence(vitals, int(found.channels[start]), start),
            _evidence(vitals, start + int(np.argmax(scores))),
        )


def _confidence(vitals: Vitals, channels: int, day: int) -> Confidence:
    by_channels: Confidence = "high" if channels == 3 else "medium" if channels == 2 else "low"
    return least_confident(by_channels, vitals.resting_hr.confidence(day))


def _evidence(vitals: Vitals, day: int) -> tuple[Evidence, ...]:
    channels = (vitals.resting_hr, vitals.hrv, vitals.respiration)
    return tuple(item for each in channels if (item := each.evidence(day)) is not None)
