"""The demo athlete's life as the simulator tells it: the plan and the events are given, the body answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from athletes.sources.demo.athlete import BODY, DEVICE, ROBIN, SOURCE
from athletes.sources.demo.cycle import CYCLE_WEEKS, FIRST_MONDAY, week_of
from athletes.sources.demo.disruptions import events_of
from athletes.sources.demo.seasons import load_on
from athletes.sources.demo.thresholds import course, level_on, thresholds_on
from athletes.sources.simulator.ability import Ability
from athletes.sources.simulator.athlete import SimulatedAthlete, live
from athletes.sources.simulator.events import draw_events
from athletes.sources.simulator.profile import Profile, load_profile
from athletes.sources.simulator.recording import Origin

FIRST = FIRST_MONDAY
"""Where the simulated life begins; what lies before leaves no mark on anything that is shown."""

_DROPOUT_SHARE = 0.04
_CALM = 0.5
"""A quiet life: half of the short nights and late meals of others."""


def life(day: date, seed: int) -> SimulatedAthlete:
    """The athlete's days from `FIRST` to beyond this day. A day is the same in every life of the seed."""
    return _life(max(week_of(day).cycle, 0), seed)


def origin(seed: int) -> Origin:
    return Origin(seed, SOURCE, DEVICE, ROBIN.zone)


def ability_on(day: date, seed: int) -> Ability:
    """What the profile says on a day, and the body that lives with it."""
    step = thresholds_on(day)
    return Ability(
        ftp_w=step.ftp_w,
        threshold_speed_mps=step.threshold_speed_mps,
        lthr_running_bpm=step.lthr_running_bpm,
        lthr_cycling_bpm=step.lthr_cycling_bpm,
        hr_rest_bpm=ROBIN.hr_rest_bpm,
        hr_max_bpm=ROBIN.hr_max_bpm,
        weight_kg=ROBIN.weight_kg,
        capacity=capacity_on(day, seed),
        hr_rise_s=BODY.hr_rise_s,
        hr_fall_s=BODY.hr_fall_s,
        hr_drift_per_minute=BODY.hr_drift_per_minute,
        dropout_share=_DROPOUT_SHARE,
    )


def capacity_on(day: date, seed: int) -> float:
    """The body's threshold in relation to the profile's: it moves every day, the profile only by tests."""
    if day < FIRST:
        return 1.0
    lived = life(day, seed)
    return float(lived.state.threshold[lived.index(day)]) / level_on(day)


@lru_cache(maxsize=4)
def _life(last_cycle: int, seed: int) -> SimulatedAthlete:
    cycles = range(last_cycle + 1)
    days = [FIRST + timedelta(days=index) for index in range(7 * CYCLE_WEEKS * len(cycles))]
    events = [event for cycle in cycles for event in events_of(cycle, seed)]
    nuisances = draw_events(_nuisances(), seed, FIRST, len(days))
    loads = np.array([load_on(day, seed) for day in days])
    base = course(FIRST, len(days))
    return live(_nuisances(), seed, BODY, FIRST, loads, (*events, *nuisances), base)


@lru_cache(maxsize=1)
def _nuisances() -> Profile:
    """The nominal profile with nothing in it that the calendar decides."""
    nominal = load_profile("nominal")
    kept = {
        name: replace(event, rate_per_year=_CALM * event.rate_per_year)
        for name, event in nominal.events.items()
        if event.nuisance
    }
    return replace(nominal, events=kept)
