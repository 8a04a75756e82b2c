"""Ramps as stairs: no watch ramps, and the grammar has steps only."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from plans.engine.steps import Kind, Step, Target
from plans.engine.syntax.aims import Aim
from plans.engine.syntax.lengths import Length
from plans.engine.syntax.numbers import exact
from plans.engine.syntax.problems import Unreadable

MOST_STAIRS, SHORTEST_STAIR_S = 5, 60
SLOPED: frozenset[Target] = frozenset(
    {"power_pct", "hr_pct", "pace_pct", "power_w", "hr_bpm", "pace_s_per_km"}
)


def stairs(kind: Kind, length: Length, aim: Aim, note: str) -> list[Step]:
    """Up to five even stairs of a minute or more, each at the middle of its part, in whole numbers.

    The last one takes the seconds that are left over. Raises Unreadable for what has no slope.
    """
    if length.duration_s is None:
        raise Unreadable("RAMP_DISTANCE", "A ramp needs a time: write - 10m ramp 50-75%.")
    if aim.target not in SLOPED or aim.first is None or aim.last is None or aim.first == aim.last:
        raise Unreadable("RAMP_TARGET", "A ramp needs two numbers: write - 10m ramp 50-75%, or 150-220w.")
    count = min(MOST_STAIRS, max(length.duration_s // SHORTEST_STAIR_S, 1))
    each_s = length.duration_s // count
    first, last = exact(aim.first), exact(aim.last)
    values = [_whole(first + (last - first) * (2 * index + 1) / (2 * count)) for index in range(count)]
    seconds = [each_s] * (count - 1) + [length.duration_s - each_s * (count - 1)]
    return [
        Step(kind, part, None, aim.target, value, value, note)
        for part, value in zip(seconds, values, strict=True)
    ]


def _whole(value: Decimal) -> float:
    return float(value.quantize(Decimal(1), ROUND_HALF_UP))
