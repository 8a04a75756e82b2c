"""What is measured, and what it has to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AT_MOST, AT_LEAST = "<=", ">="


@dataclass(frozen=True, slots=True)
class Gate:
    """`target` reads ">= 0.98"; a value that could not be measured is None and misses it."""

    value: float | None
    sign: str
    limit: float
    details: Mapping[str, Any] | None = None

    @property
    def passed(self) -> bool:
        if self.value is None:
            return False
        return self.value <= self.limit if self.sign == AT_MOST else self.value >= self.limit

    def to_json(self) -> dict[str, Any]:
        value = None if self.value is None else round(self.value, 5)
        shown = {"value": value, "target": f"{self.sign} {self.limit:g}", "passed": self.passed}
        return shown | ({"details": dict(self.details)} if self.details else {})


type Gates = dict[str, Gate]


def at_most(value: float | None, limit: float, details: Mapping[str, Any] | None = None) -> Gate:
    return Gate(value, AT_MOST, limit, details)


def at_least(value: float | None, limit: float, details: Mapping[str, Any] | None = None) -> Gate:
    return Gate(value, AT_LEAST, limit, details)


def share(part: int, whole: int) -> float | None:
    """None of nothing: what was never tried has not been shown."""
    return part / whole if whole else None
