"""Chance that is the same on every machine and in every window: each day draws from its own generator."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

import numpy as np


class Draw(IntEnum):
    """What a generator is for, so that two uses of one day never share numbers."""

    DISRUPTIONS = 1
    SESSIONS = 2
    ACTIVITY = 3
    ROUTE = 4
    WELLNESS = 5
    WORN = 6
    WEATHER = 7


def generator(seed: int, day: date, draw: Draw, index: int = 0) -> np.random.Generator:
    """The generator of one use on one day; no day depends on the draws of another."""
    return np.random.default_rng([seed, day.toordinal(), draw, index])
