"""Deterministic detectors: daily values in, signals out. No clock, no randomness, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from metrics.science.segments import Mask
from metrics.science.signals.daily_loads import Loads, loads_of
from metrics.science.signals.gaps import data_gaps
from metrics.science.signals.history import (
    BestEffort,
    DeviceUse,
    OfActivity,
    ThresholdStep,
    device_changes,
    personal_bests,
    threshold_changes,
)
from metrics.science.signals.illness import find_illness
from metrics.science.signals.layoffs import lay_offs
from metrics.science.signals.loads import load_signals
from metrics.science.signals.mix import WeekMix, intensity_mixes
from metrics.science.signals.model import DailySeries, Evidence, Signal
from metrics.science.signals.runs import Run, distance_spikes
from metrics.science.signals.sleep import sleep_debts
from metrics.science.signals.tiredness import overloaded_days, overreaching, under_recovery, week_of
from metrics.science.signals.vitals import read_vitals

__all__ = [
    "BestEffort",
    "DailySeries",
    "DeviceUse",
    "Evidence",
    "OfActivity",
    "Run",
    "Signal",
    "ThresholdStep",
    "WeekMix",
    "detect",
    "device_changes",
    "distance_spikes",
    "intensity_mixes",
    "personal_bests",
    "threshold_changes",
]


def detect(series: DailySeries) -> list[Signal]:
    """All signals of daily values, ordered by start and kind.

    Kinds: `illness_onset, overreaching, under_recovery, detraining, sleep_debt, load_spike, ramp_high,
    monotony_high, form_low, form_high, data_gap`. Never raises for what is missing: a detector without its
    columns is silent. But for `data_gap`, which names its first empty day, a signal starts on the day on
    which it could be known, and no later day changes whether or when.
    """
    loads = loads_of(series)
    found = [*_of_the_body(series, loads), *data_gaps(series)]
    if loads is not None:
        found += [*load_signals(loads), *lay_offs(loads)]
    return sorted(found, key=lambda signal: (signal.start, signal.kind))


def _of_the_body(series: DailySeries, loads: Loads | None) -> Iterator[Signal]:
    illness = find_illness(series, loads)
    yield from illness.signals
    yield from sleep_debts(illness.vitals.sleep)
    strained: list[Signal] = []
    week = week_of(illness.vitals, illness.left_out)
    if loads is not None:
        unusual = illness.left_out | overloaded_days(loads)
        strained += overreaching(week_of(read_vitals(series, unusual), illness.left_out), loads)
    yield from strained
    yield from under_recovery(week, illness.left_out | _days_of(strained, series))


def _days_of(signals: Iterable[Signal], series: DailySeries) -> Mask:
    days = np.zeros(series.n, dtype=bool)
    for signal in signals:
        end = None if signal.end is None else (signal.end - series.first).days
        days[(signal.start - series.first).days : end] = True
    return days
