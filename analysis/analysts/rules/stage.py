"""How much can be said at all, and in which of a few states the athlete is.

The bands of form are a convention of the field (Friel), the same as on the page *Fitness*.
"""

from __future__ import annotations

from enum import Enum, auto

from analysis.evidence import Pack
from metrics.science.load import WARM_UP_DAYS
from metrics.science.signals.loads import FORM_LOW

FIRST_DAYS = 7
PAUSE_DAYS = 14
DEEP, LOADED, FRESH, RESTED = FORM_LOW, -10.0, 15.0, 25.0
LEAST_CHANGE, LEAST_SHARE = 2.0, 0.05
COMPARABLE_AFTER_DAYS = 2 * WARM_UP_DAYS + 28
"""Fitness of four weeks ago must have been 86 % there, else the start at nothing looks like progress."""


class Stage(Enum):
    EMPTY = auto()
    DAYS_ONLY = auto()
    UNMEASURED = auto()
    LONG_AGO = auto()
    PAUSED = auto()
    FIRST = auto()
    WARMING = auto()
    SETTLED = auto()


class Band(Enum):
    DEEP = auto()
    LOADED = auto()
    BALANCED = auto()
    FRESH = auto()
    RESTED = auto()


class Trend(Enum):
    RISING = auto()
    STEADY = auto()
    FALLING = auto()
    UNKNOWN = auto()


def stage_of(pack: Pack) -> Stage:
    """The first that applies, from "nothing is known" to "every number means something"."""
    history, pause = pack.get("history"), pack.get("pause")
    if history is None:
        return Stage.DAYS_ONLY if pack.channels else Stage.EMPTY
    if _has_no_load(pack):
        return Stage.UNMEASURED
    if pause is None:
        return Stage.LONG_AGO
    if pause.value >= PAUSE_DAYS and pack.get("fitness"):
        return Stage.PAUSED
    if history.value < FIRST_DAYS or not pack.get("fitness"):
        return Stage.FIRST
    return Stage.WARMING if history.value < WARM_UP_DAYS else Stage.SETTLED


def band_of(pack: Pack) -> Band:
    """Needs a form."""
    form = pack.by_id["form"].value
    if form <= DEEP:
        return Band.DEEP
    if form <= LOADED:
        return Band.LOADED
    if form < FRESH:
        return Band.BALANCED
    return Band.FRESH if form < RESTED else Band.RESTED


def trend_of(pack: Pack) -> Trend:
    """Fitness against four weeks ago; changes below 2 and 5 % are none. Unknown while that was warming up."""
    fitness, history = pack.get("fitness"), pack.get("history")
    if fitness is None or fitness.baseline is None or history is None:
        return Trend.UNKNOWN
    if history.value < COMPARABLE_AFTER_DAYS:
        return Trend.UNKNOWN
    change = fitness.value - fitness.baseline
    if abs(change) < max(LEAST_CHANGE, LEAST_SHARE * fitness.baseline):
        return Trend.STEADY
    return Trend.RISING if change > 0 else Trend.FALLING


def _has_no_load(pack: Pack) -> bool:
    unmeasured, fitness = pack.get("unmeasured"), pack.get("fitness")
    is_all = unmeasured is not None and unmeasured.value > 0 and unmeasured.value == unmeasured.n
    return is_all and (fitness is None or fitness.value == 0)
