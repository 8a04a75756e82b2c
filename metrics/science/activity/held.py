"""What an activity held over a span: the curve of the heart, best efforts, intervals."""

from __future__ import annotations

from typing import Any

from athletes.sources.records import Sport
from metrics.science import intervals
from metrics.science.activity.basis import Basis
from metrics.science.activity.load_choice import COVERAGE
from metrics.science.curves import by_duration, mean_max_known_column
from metrics.science.efforts import best_efforts
from metrics.science.intervals import FoundInterval, Rule
from metrics.science.segments import Column

WITH_INTERVALS = (Sport.CYCLING, Sport.RUNNING, Sport.ROWING, Sport.SKIING)
"""Swimmers' intervals are lengths of the pool; in the rest a changing effort is no repetition."""


def held_numbers(basis: Basis) -> dict[str, Any]:
    """Heart rate curve, best efforts and intervals."""
    beats = basis.heart_rate_bpm
    return {
        "mean_max_heart_rate_bpm": None if beats is None else by_duration(mean_max_known_column(beats)),
        "bests": best_efforts(basis.sport, basis.grid.channels),
        "intervals": _intervals(basis),
    }


def _intervals(basis: Basis) -> tuple[FoundInterval, ...]:
    if basis.sport not in WITH_INTERVALS:
        return ()
    for values, rule in _signals(basis):
        if values is not None and basis.coverage(values) >= COVERAGE:
            return intervals.found_intervals(intervals.work_spans(values, rule), basis.grid.channels)
    return ()


def _signals(basis: Basis) -> tuple[tuple[Column | None, Rule], ...]:
    """What may tell effort, best first: a cyclist's speed is the wind's and the hill's, a runner's is not."""
    by_heart = (basis.heart_rate_bpm, intervals.BY_HEART_RATE)
    if basis.sport is Sport.RUNNING:
        return (basis.graded_mps, intervals.BY_SPEED), by_heart
    if basis.sport is Sport.ROWING:
        return (basis.power_w, intervals.BY_POWER), (basis.speed_mps, intervals.BY_SPEED), by_heart
    return (basis.power_w, intervals.BY_POWER), by_heart
