"""Deterministic detectors: daily values in, signals out. No clock, no randomness, no database."""

from metrics.science.signals.gaps import data_gaps
from metrics.science.signals.loads import load_signals
from metrics.science.signals.model import DailySeries, Evidence, Signal
from metrics.science.signals.runs import Run, distance_spikes

__all__ = ["DailySeries", "Evidence", "Run", "Signal", "detect", "distance_spikes"]


def detect(series: DailySeries) -> list[Signal]:
    """All signals of daily values, ordered by start and kind.

    Kinds: `load_spike, ramp_high, monotony_high, form_low, form_high, data_gap`.
    """
    found = [*load_signals(series), *data_gaps(series)]
    return sorted(found, key=lambda signal: (signal.start, signal.kind))
