"""From what was read to the pack. Deterministic: the same inputs give the same pack, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.evidence.explaining import asked
from analysis.evidence.facts import activity_facts, threshold_values, unmeasured_values
from analysis.evidence.inputs import Inputs
from analysis.evidence.pack import Pack
from analysis.evidence.shapes import Value
from analysis.evidence.signals import signal_facts
from analysis.evidence.state import state_values, window_values
from analysis.evidence.surroundings import (
    Told,
    event_facts,
    marker_facts,
    notes,
    planned_facts,
    previous,
    profile,
    remembered,
    room_values,
)
from analysis.evidence.tables import tables
from analysis.evidence.wellness import channels, gap_values, wellness_values
from analysis.evidence.windows import windowed_values


def assemble(inputs: Inputs) -> Pack:
    """Everything that is known, each value under its own id."""
    signals, activities = list(signal_facts(inputs)), list(activity_facts(inputs))
    planned, events, health = (
        list(planned_facts(inputs)),
        list(event_facts(inputs)),
        list(marker_facts(inputs)),
    )
    return Pack(
        start=inputs.start,
        end=inputs.end,
        units=inputs.units,
        values=(
            *_values(inputs),
            *_behind(signals),
            *_behind(activities),
            *_behind(planned),
            *_behind(events),
            *_behind(health),
        ),
        signals=tuple(fact for fact, _ in signals),
        channels=tuple(channels(inputs)),
        activities=tuple(fact for fact, _ in activities),
        tables=tuple(tables(inputs)),
        planned=tuple(fact for fact, _ in planned),
        events=tuple(fact for fact, _ in events),
        health=tuple(fact for fact, _ in health),
        profile=profile(inputs),
        memory=remembered(inputs),
        notes=notes(inputs),
        previous=previous(inputs),
        asked=asked(inputs),
    )


def _values(inputs: Inputs) -> Iterator[Value]:
    """What stands for itself and belongs to no fact."""
    yield from state_values(inputs)
    yield from window_values(inputs)
    yield from windowed_values(inputs)
    yield from unmeasured_values(inputs)
    yield from wellness_values(inputs)
    yield from gap_values(inputs)
    yield from threshold_values(inputs)
    yield from room_values(inputs)


def _behind[Fact](told: Iterable[Told[Fact]]) -> Iterator[Value]:
    for _, values in told:
        yield from values
