"""Signals from daily load: spike, ramp, monotony, form.

But for the spike the limits are conventions of the field with little evidence; each names its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from metrics.science.load import monotony, ramp_rate, strain, weekly_load
from metrics.science.segments import Mask, spans
from metrics.science.signals.daily_loads import Loads
from metrics.science.signals.model import Evidence, Severity, Signal

SPIKE_DAYS = 30
SPIKE_RATIO, SPIKE_WATCH_RATIO, SPIKE_ACT_RATIO = 1.1, 1.3, 2.0
"""Steps of the Garmin-RUNSAFE cohort (BJSM 2025, 5,205 runners): a run over 10 % longer than the longest of
30 days had 1.64, over twice as long 2.28 times the injury rate. Carried over from distance to daily load."""

SPIKE_LEAST_LOAD = 40.0
"""An easy hour is no spike, whatever went before."""

RAMP_WATCH, RAMP_ACT = 7.0, 8.0
"""Fitness per week: Friel advises 5 to 8, a plan's hard limit is 7; above 8 the wattage list saw illness."""

MONOTONY_WATCH = 2.0
MONOTONY_LEAST_LOAD = 20.0
"""Critical value 2 (Foster 1998, Runalyze); days below 20 on average are too light to be monotonous."""

FORM_LOW = -30.0
FORM_LOW_ACT_DAYS = 7
FORM_HIGH = 25.0
"""Below −30 "high risk", race-day form +15 to +25 (Friel). A week below −30 asks for action."""

JOINED_DAYS = 7
"""Days of the same kind that are a week or less apart are one event."""


def load_signals(loads: Loads) -> list[Signal]:
    """`load_spike, ramp_high, monotony_high, form_low, form_high`."""
    detectors: tuple[Callable[[Loads], Iterator[Signal]], ...] = (
        load_spikes,
        high_ramps,
        high_monotony,
        low_form,
        high_form,
    )
    return [signal for detector in detectors for signal in detector(loads)]


def load_spikes(loads: Loads) -> Iterator[Signal]:
    """Days with over 1.1 times the highest load of the 30 days before; needs those 30 days."""
    load = loads.load
    if load.size <= SPIKE_DAYS:
        return
    before = np.lib.stride_tricks.sliding_window_view(load, SPIKE_DAYS)[:-1]
    today, highest = load[SPIKE_DAYS:], before.max(axis=1)
    known = np.arange(SPIKE_DAYS, load.size) >= loads.first + SPIKE_DAYS
    found = (today > SPIKE_RATIO * highest) & (today >= SPIKE_LEAST_LOAD) & known
    for index in np.flatnonzero(found).tolist():
        sd = float(before[index].std())
        z = (float(today[index]) - float(before[index].mean())) / sd if sd > 0 else None
        baseline, day = float(highest[index]), loads.series.day(index + SPIKE_DAYS)
        evidence = Evidence("load", day, float(today[index]), "load", baseline, z)
        severity = _spike_severity(float(today[index]), baseline)
        end = loads.series.day(index + SPIKE_DAYS + 1)
        yield Signal("load_spike", day, end, severity, "medium", (evidence,))


def high_ramps(loads: Loads) -> Iterator[Signal]:
    """Fitness up by more than 7 in seven days."""
    ramp = ramp_rate(loads.fitness)
    for start, end in _events(loads.settled & (ramp > RAMP_WATCH)):
        worst = start + int(np.nanargmax(ramp[start:end]))
        yield Signal(
            "ramp_high",
            loads.series.day(start),
            loads.series.end(end),
            "act" if ramp[worst] > RAMP_ACT else "watch",
            loads.confidence(start),
            (
                loads.evidence("ramp", ramp, worst, "load/week", start),
                loads.evidence("fitness", loads.fitness, worst, "load", start),
            ),
        )


def high_monotony(loads: Loads) -> Iterator[Signal]:
    """Seven days whose mean load is more than twice their standard deviation."""
    values, weekly_strain = monotony(loads.load), strain(loads.load)
    found = (values > MONOTONY_WATCH) & (weekly_load(loads.load) >= 7 * MONOTONY_LEAST_LOAD)
    found &= np.arange(values.size) >= loads.first + 6
    for start, end in _events(found):
        worst = start + int(np.nanargmax(np.where(found, values, np.nan)[start:end]))
        yield Signal(
            "monotony_high",
            loads.series.day(start),
            loads.series.end(end),
            "watch",
            "medium",
            (
                loads.evidence("monotony", values, worst, "", start),
                loads.evidence("strain", weekly_strain, worst, "load", start),
            ),
        )


def low_form(loads: Loads) -> Iterator[Signal]:
    """Form below −30."""
    for start, end in _events(loads.settled & (loads.form < FORM_LOW)):
        days_low = int(np.count_nonzero(loads.form[start:end] < FORM_LOW))
        severity: Severity = "act" if days_low >= FORM_LOW_ACT_DAYS else "watch"
        worst = start + int(np.argmin(loads.form[start:end]))
        yield _form_signal(loads, "form_low", (start, end), worst, severity)


def high_form(loads: Loads) -> Iterator[Signal]:
    """Form above +25: more rested than for any race."""
    for start, end in _events(loads.settled & (loads.form > FORM_HIGH)):
        highest = start + int(np.argmax(loads.form[start:end]))
        yield _form_signal(loads, "form_high", (start, end), highest, "info")


def _form_signal(loads: Loads, kind: str, event: tuple[int, int], index: int, severity: Severity) -> Signal:
    start, end = event
    return Signal(
        kind,
        loads.series.day(start),
        loads.series.end(end),
        severity,
        loads.confidence(start),
        (
            loads.evidence("form", loads.form, index, "load", start),
            loads.evidence("fitness", loads.fitness, index - 1, "load", start),
            loads.evidence("fatigue", loads.fatigue, index - 1, "load", start),
        ),
    )


def _events(found: Mask) -> list[tuple[int, int]]:
    return spans(found, merge_s=JOINED_DAYS)


def _spike_severity(value: float, highest: float) -> Severity:
    if highest > 0 and value > SPIKE_ACT_RATIO * highest:
        return "act"
    return "watch" if value > SPIKE_WATCH_RATIO * highest else "info"
