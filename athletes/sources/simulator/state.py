"""The hidden state: fitness, fatigue, and the threshold that they and the events leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator.chance import recursion
from athletes.sources.simulator.events import DETRAINING, Event
from athletes.sources.simulator.person import Person

_DETRAINING_DAYS = np.array([0.0, 12.0, 56.0, 84.0])
_DETRAINING_LOSS = np.array([0.0, 0.07, 0.14, 0.16])
"""Loss of VO2max by day without training (reference: science 1.12)."""

_RETURN_DAYS = 21.0


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Shape (n,): fitness and fatigue in habitual loads of a day, the threshold as a fraction of the base.

    `base` is the threshold after the lasting steps alone, `threshold` what the athlete has on that day.
    """

    fitness: Column
    fatigue: Column
    base: Column
    threshold: Column


def hidden_state(
    person: Person, loads: Column, events: Iterable[Event], effects: Column, first: date, base: Column | None
) -> State:
    """The two-component model on the loads: θ = base · (1 + k1 (g − 1) − k2 (h − 1)) and what events take.

    `base` gives the course of the threshold instead of the events' lasting steps. Sources: science 4.1 and
    1.11 (Banister); g and h include the day's own load.
    """
    habitual = person.weekly_load / 7.0
    fitness = _decaying(loads / habitual, person.fitness_days)
    fatigue = _decaying(loads / habitual, person.fatigue_days)
    events = list(events)
    if base is None:
        base = _steps(events, first, loads.size)
    form = 1.0 + person.fitness_gain * (fitness - 1.0) - person.fatigue_cost * (fatigue - 1.0)
    lost = _lost(events, first, loads.size)
    return State(fitness, fatigue, base, base * form * (1.0 - lost) * (1.0 + effects))


def _decaying(loads: Column, days: float) -> Column:
    carried = float(np.exp(-1.0 / days))
    return recursion((1.0 - carried) * loads, carried, start=1.0)


def _steps(events: Iterable[Event], first: date, n: int) -> Column:
    level = np.ones(n)
    for event in events:
        if event.size and event.kind == "threshold_change":
            level[max((event.start - first).days, 0) :] *= 1.0 + event.size
    return level


def _lost(events: Iterable[Event], first: date, n: int) -> Column:
    """What lay-offs have cost on each day; it comes back within weeks of training."""
    lost = np.zeros(n)
    days = np.arange(n, dtype=np.float64)
    for event in events:
        if event.kind == DETRAINING:
            off = days - (event.start - first).days
            length = (event.end - event.start).days
            falling = np.interp(off, _DETRAINING_DAYS, _DETRAINING_LOSS)
            highest = float(np.interp(length, _DETRAINING_DAYS, _DETRAINING_LOSS))
            back = highest * np.exp(-np.maximum(off - length, 0.0) / _RETURN_DAYS)
            lost = np.maximum(lost, np.where(off < length, falling, back))
    return lost
