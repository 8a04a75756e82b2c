"""The load of each day: weeks in the rhythm of three to one, sessions that come out otherwise."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.person import Person
from athletes.sources.simulator.profile import Noise

_RHYTHM = np.array([0.98, 1.08, 1.16, 0.70])
_WEEK = np.array([0.0, 0.16, 0.09, 0.19, 0.08, 0.25, 0.23])
"""Shares of the days of a week from Monday on: rest on Monday, the long sessions at the weekend."""

_SEASON = 0.10


def planned_loads(person: Person, weekday: int, n: int) -> Column:
    """The planned load of n days, the first of which is this day of the week (0 is Monday)."""
    days = np.arange(n) + weekday
    season = 1.0 + _SEASON * np.sin(2 * np.pi * days / 182.6)
    return person.weekly_load * season * _RHYTHM[days // 7 % 4] * _WEEK[days % 7]


def done_loads(planned: Column, factors: Column, noise: Noise, seed: int) -> Column:
    """What was done of the plan: some sessions fall out, the others come out a little otherwise."""
    draws = generator(seed, Use.TRAINING)
    chances = draws.normal(size=(planned.size, 2))
    done = np.exp(noise.compliance * chances[:, 0]) * (chances[:, 1] > _quantile(noise.skipped))
    loads: Column = np.round(planned * factors * done, 1)
    return loads


def _quantile(share: float) -> float:
    """Below which a standard normal draw lies with this chance (Abramowitz and Stegun 26.2.23)."""
    t = np.sqrt(-2.0 * np.log(min(share, 1.0 - share) or 1e-12))
    tail = t - (2.515517 + 0.802853 * t + 0.010328 * t**2) / (
        1.0 + 1.432788 * t + 0.189269 * t**2 + 0.001308 * t**3
    )
    return float(-tail if share < 0.5 else tail)
