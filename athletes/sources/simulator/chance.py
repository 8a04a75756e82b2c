"""Chance by seed and use: no use disturbs another, and a longer simulation begins with the shorter one."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from athletes.sources.records import Column


class Use(IntEnum):
    """What a generator is for."""

    PERSON = 1
    EVENTS = 2
    EVENT = 3
    TRAINING = 4
    HEART = 5
    VARIABILITY = 6
    SLEEP = 7
    BREATH = 8
    MOOD = 9
    WEIGHT = 10
    WORN = 11
    BEDTIME = 12
    SESSION = 13
    STREAM = 14
    FAULT = 15
    ROUTE = 16
    WEATHER = 17
    DISRUPTION = 18
    STEPS = 19
    MORNING = 20


def generator(seed: int, use: Use, *index: int) -> np.random.Generator:
    """The generator of one use; `index` tells days or events apart."""
    return np.random.default_rng([seed, use, *index])


def drawn(draws: np.random.Generator, limits: tuple[float, float]) -> float:
    """Uniform within a range; its ends may be in either order."""
    return limits[0] + float(draws.random()) * (limits[1] - limits[0])


def carried(draws: np.random.Generator, n: int, carry_over: float) -> Column:
    """First-order autoregressive noise of shape (n,), mean 0 and standard deviation 1."""
    fresh = draws.normal(size=n) * np.sqrt(1.0 - carry_over**2)
    return recursion(fresh, carry_over, start=0.0)


def recursion(inputs: Column, carry_over: float, start: float) -> Column:
    """x(t) = carry_over · x(t-1) + inputs(t), with x before the first input at `start`."""
    values, state = np.empty(inputs.size), start
    for index, value in enumerate(inputs.tolist()):
        state = carry_over * state + value
        values[index] = state
    return values
