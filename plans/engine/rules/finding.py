"""What one rule says of one plan."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE = 1e-9

type Threshold = float | tuple[float, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """`threshold` is the most or least that is allowed, or both; a rule that does not apply has no value,
    and `passed` says nothing then."""

    threshold: Threshold
    value: float | None = None
    passed: bool = True
    applies: bool = True


def at_most(value: float, threshold: float) -> Finding:
    return Finding(threshold, value, value <= threshold + TOLERANCE)


def at_least(value: float, threshold: float) -> Finding:
    return Finding(threshold, value, value >= threshold - TOLERANCE)


def within(value: float, low: float, high: float) -> Finding:
    return Finding((low, high), value, low - TOLERANCE <= value <= high + TOLERANCE)


def not_applicable(threshold: Threshold) -> Finding:
    return Finding(threshold, applies=False)


def farthest(values: list[float], low: float, high: float) -> Finding:
    """The value that lies farthest from the middle of the range."""
    if not values:
        return not_applicable((low, high))
    middle = (low + high) / 2
    return within(max(values, key=lambda value: abs(value - middle)), low, high)
