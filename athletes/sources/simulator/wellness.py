"""What the watch says every morning, from the hidden state, the events and chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator.chance import Use, carried, generator
from athletes.sources.simulator.person import Person
from athletes.sources.simulator.profile import Body, Profile
from athletes.sources.simulator.state import State

_HARD = 1.4
"""A day of so many habitual loads is a hard one."""

_SHORT_SLEEP, _LONG_SLEEP = 2.5, 11.0
_AWAKE_H = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """What weighs on n mornings; `effects` is what events add to each value."""

    person: Person
    first: date
    loads: Column
    state: State
    effects: dict[str, Column]

    @property
    def n(self) -> int:
        return self.loads.size

    @property
    def is_weekend(self) -> Column:
        return ((np.arange(self.n) + self.first.weekday()) % 7 >= 5).astype(np.float64)

    @property
    def was_hard(self) -> Column:
        """1 on the morning after a hard day, less after a lesser one."""
        relative = self.loads * 7.0 / (self.person.weekly_load * _HARD)
        return np.concatenate([[0.0], np.clip(2.0 * relative[:-1] - 1.0, 0.0, 1.3)])

    @property
    def strain(self) -> Column:
        """Fatigue above fitness on the evening before, in habitual loads."""
        over = self.state.fatigue - self.state.fitness
        return np.concatenate([[0.0], over[:-1]])

    def luteal(self, seed: int) -> Column:
        """1 in the second half of the menstrual cycle."""
        if self.person.cycle_days is None:
            return np.zeros(self.n)
        phase = generator(seed, Use.PERSON, 1).random()
        turns = np.arange(self.n) / self.person.cycle_days + phase
        return (turns % 1.0 >= 0.52).astype(np.float64)


def daily_columns(days: Days, profile: Profile, seed: int) -> dict[str, Column]:
    """All measured values of the days, as if the watch had never been off the wrist."""
    person, effects, luteal = days.person, days.effects, days.luteal(seed)
    sleep_h = _sleep_h(days, profile, seed)
    resting_hr, ln_rmssd = _heart(days, luteal, profile, seed)
    hrv_off = ln_rmssd - person.ln_rmssd
    sleep_off = sleep_h - person.sleep_h
    mood = person.noise_stress * carried(generator(seed, Use.MOOD), days.n, profile.noise.carry_over)
    stress = person.stress - 2.0 * days.is_weekend + 4.0 * days.strain + effects["stress"] + mood
    breath = carried(generator(seed, Use.BREATH), days.n, profile.noise.carry_over)
    respiration = person.respiration_rpm + person.noise_respiration_rpm * breath + 0.2 * luteal
    battery = 84.0 + 7.0 * sleep_off + 40.0 * hrv_off - 0.5 * (stress - person.stress)
    return {
        "resting_hr_bpm": np.round(resting_hr),
        "hrv_rmssd_ms": np.round(np.exp(ln_rmssd), 1),
        "sleep_s": np.round(sleep_h * 60.0) * 60.0,
        "sleep_score": np.clip(np.round(78.0 + 10.0 * sleep_off + 30.0 * hrv_off), 20, 98),
        "stress": np.clip(np.round(stress), 5, 95),
        "body_battery_high": np.clip(np.round(battery), 10, 100),
        "respiration_rpm": np.round(respiration + effects["respiration_rpm"], 1),
        "weight_kg": _weight_kg(days, profile, seed),
    }


def bedtimes_h(days: Days, sleep_s: Column, seed: int) -> tuple[Column, Column]:
    """When each night began and ended, in hours from midnight of the day it ends on; later at weekends."""
    draws = generator(seed, Use.BEDTIME).normal(size=days.n)
    begins = -1.2 + 0.7 * days.is_weekend + 0.5 * draws
    return begins, begins + sleep_s / 3600.0 + _AWAKE_H


def _heart(days: Days, luteal: Column, profile: Profile, seed: int) -> tuple[Column, Column]:
    """Resting heart rate and ln RMSSD; their noise is coupled."""
    person, body, noise = days.person, profile.body, profile.noise
    beats = carried(generator(seed, Use.HEART), days.n, noise.carry_over)
    own = carried(generator(seed, Use.VARIABILITY), days.n, noise.carry_over)
    variability = noise.coupling * beats + np.sqrt(1.0 - noise.coupling**2) * own
    raised = 1.0 + body.hard_day_resting_hr * days.was_hard + body.luteal_resting_hr * luteal
    resting_hr = (
        person.resting_hr_bpm * raised
        + body.fatigue_resting_hr_bpm * days.strain
        + body.weekend_resting_hr_bpm * days.is_weekend
        + days.effects["resting_hr_bpm"]
        + person.noise_resting_hr_bpm * beats
    )
    return resting_hr, _ln_rmssd(days, luteal, body) + person.noise_ln_rmssd * variability


def _ln_rmssd(days: Days, luteal: Column, body: Body) -> Column:
    return (
        days.person.ln_rmssd
        + body.hard_day_ln_rmssd * days.was_hard
        + body.luteal_ln_rmssd * luteal
        + body.fatigue_ln_rmssd * days.strain
        + body.weekend_ln_rmssd * days.is_weekend
        + days.effects["ln_rmssd"]
    )


def _sleep_h(days: Days, profile: Profile, seed: int) -> Column:
    person = days.person
    spread = person.noise_sleep_h * generator(seed, Use.SLEEP).normal(size=days.n)
    weekend = profile.body.weekend_sleep_h * (days.is_weekend - 2.0 / 7.0)
    return np.clip(person.sleep_h + weekend + days.effects["sleep_h"] + spread, _SHORT_SLEEP, _LONG_SLEEP)


def _weight_kg(days: Days, profile: Profile, seed: int) -> Column:
    """A little lighter in summer; the scales are not stepped on every morning."""
    draws = generator(seed, Use.WEIGHT).random(size=(days.n, 3))
    year = np.array([(days.first.toordinal() + index) % 365.25 for index in range(days.n)])
    season = 0.7 * np.cos(2 * np.pi * year / 365.25)
    spread = days.person.noise_weight_kg * np.sqrt(6.0) * (draws[:, 1] + draws[:, 2] - 1.0)
    weighed = draws[:, 0] < profile.noise.weighed
    return np.where(weighed, np.round(days.person.weight_kg + season + spread, 1), np.nan)
