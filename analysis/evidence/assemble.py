"""From what was read to the pack. Deterministic: the same inputs give the same pack, byte for byte."""

from __future__ import annotations

from analysis.evidence.facts import activity_facts, threshold_values, unmeasured_values
from analysis.evidence.inputs import Inputs
from analysis.evidence.pack import Pack
from analysis.evidence.signals import signal_facts
from analysis.evidence.state import state_values, week_values, window_values
from analysis.evidence.wellness import channels, gap_values, wellness_values


def assemble(inputs: Inputs) -> Pack:
    """Everything that is known, each value under its own id."""
    signals = list(signal_facts(inputs))
    activities = list(activity_facts(inputs))
    return Pack(
        start=inputs.start,
        end=inputs.end,
        units=inputs.units,
        values=(
            *state_values(inputs),
            *window_values(inputs),
            *week_values(inputs),
            *unmeasured_values(inputs),
            *wellness_values(inputs),
            *gap_values(inputs),
            *threshold_values(inputs),
            *(value for _, values in signals for value in values),
            *(value for _, values in activities for value in values),
        ),
        signals=tuple(fact for fact, _ in signals),
        channels=tuple(channels(inputs)),
        activities=tuple(fact for fact, _ in activities),
    )
