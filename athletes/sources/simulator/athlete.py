"""A simulated athlete: daily values, the hidden state that they come from, and the truth beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.events import DATA_GAP, Event, draw_events, load_factors, total_effects
from athletes.sources.simulator.person import Person, draw_person
from athletes.sources.simulator.profile import Profile
from athletes.sources.simulator.state import State, hidden_state
from athletes.sources.simulator.training import done_loads, planned_loads
from athletes.sources.simulator.wellness import Days, bedtimes_h, daily_columns

FIRST = date(2025, 1, 6)
"""A Monday. Simulated athletes begin on it, so that no result depends on the day it was made."""


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedAthlete:
    """Consecutive days from `first`; every column has shape (n,), NaN where nothing was measured.

    `columns` are those of the CSV of `detect_signals`: `resting_hr_bpm, hrv_rmssd_ms, sleep_s, sleep_score,
    stress, body_battery_high, respiration_rpm, weight_kg, load`. `truth` holds the events, nuisances among
    them. `loads` is the load that was done, known or not; nights are hours from midnight of their day.
    """

    seed: int
    person: Person
    first: date
    columns: dict[str, Column]
    truth: tuple[Event, ...]
    state: State
    loads: Column
    night_start_h: Column
    night_end_h: Column

    @property
    def n(self) -> int:
        return self.loads.size

    def day(self, index: int) -> date:
        return self.first + timedelta(days=index)

    def index(self, day: date) -> int:
        return (day - self.first).days


def simulate(
    profile: Profile, seed: int, days: int = 730, *, first: date = FIRST, events: bool = True
) -> SimulatedAthlete:
    """The athlete of a seed over so many days; without `events` only noise and training are left.

    The same arguments give the same athlete on every machine, and a longer history begins with the shorter.
    """
    person = draw_person(profile, seed)
    truth = draw_events(profile, seed, first, days) if events else ()
    factors = load_factors(truth, first, days)
    loads = done_loads(planned_loads(person, first.weekday(), days), factors, profile.noise, seed)
    return live(profile, seed, person, first, loads, truth)


def live(
    profile: Profile,
    seed: int,
    person: Person,
    first: date,
    loads: Column,
    events: Sequence[Event],
    base: Column | None = None,
) -> SimulatedAthlete:
    """What a person's days look like who trains these loads (shape (n,)) and to whom these events happen.

    `base` is the course of the threshold as a fraction; without it, it is made of the events' lasting steps.
    """
    effects = total_effects(events, first, loads.size)
    state = hidden_state(person, loads, events, effects["threshold"], first, base)
    lived = Days(person, first, loads, state, effects)
    columns = daily_columns(lived, profile, seed)
    starts, ends = bedtimes_h(lived, columns["sleep_s"], seed)
    missing = generator(seed, Use.WORN).random(loads.size) < profile.noise.missing
    gaps = _gaps(events, first, loads.size)
    for values in (*columns.values(), starts, ends):
        values[missing | gaps] = np.nan
    columns["load"] = np.where(gaps, np.nan, loads)
    return SimulatedAthlete(seed, person, first, columns, tuple(events), state, loads, starts, ends)


def _gaps(events: Sequence[Event], first: date, n: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Days without the watch and without synchronisation."""
    gaps = np.zeros(n, dtype=np.bool_)
    for event in events:
        if event.kind == DATA_GAP:
            gaps[max((event.start - first).days, 0) : max((event.end - first).days, 0)] = True
    return gaps
