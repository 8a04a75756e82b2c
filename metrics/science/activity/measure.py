"""From a recorded activity and the thresholds of its day to all its numbers."""

from __future__ import annotations

from athletes.sources.records import RecordedActivity
from metrics.science.activity.basis import prepare
from metrics.science.activity.candidates import load_numbers
from metrics.science.activity.held import held_numbers
from metrics.science.activity.laps import lap_numbers
from metrics.science.activity.legs import combine
from metrics.science.activity.numbers import ActivityNumbers
from metrics.science.activity.parts import facts, heart_numbers, power_numbers, speed_numbers
from metrics.science.streams import Grid, resample
from metrics.science.thresholds import Thresholds


def measure(recorded: RecordedActivity, thresholds: Thresholds) -> ActivityNumbers:
    """All numbers of an activity; a multisport parent is the sum of its legs."""
    if recorded.legs:
        return combine(recorded, tuple(measure(leg, thresholds) for leg in recorded.legs))
    return measure_on(resample(recorded), recorded, thresholds)


def measure_on(grid: Grid, recorded: RecordedActivity, thresholds: Thresholds) -> ActivityNumbers:
    """All numbers of an activity without legs whose grid (`resample(recorded)`) is at hand.

    Never raises for what is missing: a number that cannot be computed is None.
    """
    basis = prepare(grid, recorded, thresholds)
    return ActivityNumbers(
        **facts(basis),
        **load_numbers(basis),
        **power_numbers(basis),
        **heart_numbers(basis),
        **speed_numbers(basis),
        **held_numbers(basis),
        laps=lap_numbers(grid, recorded),
    )
