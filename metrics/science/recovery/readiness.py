"""Readiness: one number that shows what it is made of, or none.

No formula of this kind is validated (science 1.10); this one is published, its parts are shown, and the
athlete may overrule it:

    R = 50 + 10 · (1.0 z_HRV - 0.8 z_resting HR + 0.6 z_sleep + 0.5 z_form + 1.0 z_own word)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from metrics.science.baselines import mean_baseline
from metrics.science.segments import Column

WEIGHTS = {"hrv": 1.0, "resting_hr": -0.8, "sleep": 0.6, "form": 0.5, "own_word": 1.0}
"""What a standard deviation counts; a resting heart rate above the usual speaks against readiness."""

MIDDLE, POINTS_PER_WEIGHT = 50.0, 10.0
LEAST_PARTS = 2
Z_LIMIT = 3.0
"""No part counts more than three standard deviations, so that none decides alone."""

FORM_DAYS, LEAST_FORM_DAYS, LEAST_FORM_SPREAD = 60, 14, 5.0
WORD_DAYS, LEAST_WORDS, LEAST_WORD_SPREAD = 28, 7, 0.5
SCALE_MIDDLE, SCALE_STEP = 3.0, 1.0
"""Until seven mornings are known, the middle of the five steps is usual and a step is one deviation."""

FEELS_BAD_Z = -1.0
EFFICIENCY_FALL_PCT = -3.0
"""A change of 3 % that lasts is more than noise (science 3.4)."""


class Level(StrEnum):
    """What a day is good for; scores from 25, 40 and 65 on lead to the next one. A convention, not a law."""

    REST = "rest"
    EASY = "easy"
    NORMAL = "normal"
    HARD = "hard"


BOUNDS = ((25.0, Level.REST), (40.0, Level.EASY), (65.0, Level.NORMAL))


class Caveat(StrEnum):
    ILL = "ill"
    HIGH_HRV = "high_hrv"
    LOW_FORM = "low_form"
    FEW_PARTS = "few_parts"


@dataclass(frozen=True, slots=True)
class Part:
    """One driver: its weighted distance from the usual in points, above zero when it speaks for readiness."""

    key: str
    z: float
    points: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """`score` (0 to 100) and `level` are None when fewer than two parts are known.

    `parts` have the largest effect first, `missing` are keys of WEIGHTS, `coverage` is the share of all
    weight that is known (0 to 1).
    """

    score: float | None
    level: Level | None
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    coverage: float
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What else is known of the day: an illness that lasts, HRV above its band, form so low that it counts as
    a signal, the change of efficiency.
    """

    is_ill: bool = False
    is_hrv_high: bool = False
    is_form_low: bool = False
    efficiency_pct: float | None = None


def readiness(z: Mapping[str, float], context: Context = Context()) -> Readiness:
    """The readiness of a day from the z-scores of its parts; NaN or absent is missing and counts nothing.

    A high HRV is no good news while one feels bad or becomes less efficient (Le Meur 2013): then it lifts
    nothing, and the day is easy at best. So it is with a form below FORM_LOW of the signals, of which the sum
    counts three deviations at most. Illness means rest.
    """
    doubt = context.is_hrv_high and _is_performance_poor(z, context)
    parts = sorted(
        (_part(key, z[key], mute=doubt and key == "hrv") for key in WEIGHTS if _is_known(z, key)),
        key=lambda part: -abs(part.points),
    )
    missing = tuple(key for key in WEIGHTS if not _is_known(z, key))
    known = sum(abs(WEIGHTS[part.key]) for part in parts) / sum(map(abs, WEIGHTS.values()))
    if len(parts) < LEAST_PARTS:
        return Readiness(None, None, tuple(parts), missing, known, ())
    score = min(max(MIDDLE + sum(part.points for part in parts), 0.0), 100.0)
    caveats = _caveats(context, doubt=doubt, few=known < 0.5)
    return Readiness(score, _at_most(level_of(score), caveats), tuple(parts), missing, known, caveats)


def level_of(score: float) -> Level:
    """What a score by itself says."""
    return next((level for bound, level in BOUNDS if score < bound), Level.HARD)


def form_z(form: Column) -> Column:
    """Each day's form beside its own 60 days before; at least 14 of them, spread at least 5."""
    base = mean_baseline(form, days=FORM_DAYS, skip=0, least=LEAST_FORM_DAYS, floor=LEAST_FORM_SPREAD)
    return base.z(form)


def own_word_z(answers: Column) -> Column:
    """The mean answer of each morning (1 bad to 5 good) beside those of the 28 days before (Saw 2016)."""
    base = mean_baseline(answers, days=WORD_DAYS, skip=0, least=LEAST_WORDS, floor=LEAST_WORD_SPREAD)
    return np.where(np.isnan(base.center), (answers - SCALE_MIDDLE) / SCALE_STEP, base.z(answers))


def _part(key: str, z: float, *, mute: bool) -> Part:
    limited = min(max(z, -Z_LIMIT), Z_LIMIT)
    points = POINTS_PER_WEIGHT * WEIGHTS[key] * limited
    return Part(key, float(z), min(points, 0.0) if mute else points)


def _is_known(z: Mapping[str, float], key: str) -> bool:
    return math.isfinite(z.get(key, math.nan))


def _is_performance_poor(z: Mapping[str, float], context: Context) -> bool:
    feels_bad = z.get("own_word", math.nan) <= FEELS_BAD_Z
    return feels_bad or (context.efficiency_pct or 0.0) <= EFFICIENCY_FALL_PCT


def _caveats(context: Context, *, doubt: bool, few: bool) -> tuple[Caveat, ...]:
    found = {
        Caveat.ILL: context.is_ill,
        Caveat.HIGH_HRV: doubt,
        Caveat.LOW_FORM: context.is_form_low,
        Caveat.FEW_PARTS: few,
    }
    return tuple(caveat for caveat, holds in found.items() if holds)


def _at_most(level: Level, caveats: tuple[Caveat, ...]) -> Level:
    order = list(Level)
    limits = {Caveat.ILL: Level.REST, Caveat.HIGH_HRV: Level.EASY, Caveat.LOW_FORM: Level.EASY}
    return min([level, *(limits[each] for each in caveats if each in limits)], key=order.index)
