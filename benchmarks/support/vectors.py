"""Every published figure beside ours: the key of the vectors, the field, our value, and how near it must be.

Where the vectors hold several variants of one figure, the variant stands here that the product uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.support import vector_efforts, vector_models
from benchmarks.support.vector_rows import Row, Tolerance, clock


@dataclass(frozen=True, slots=True)
class Compared:
    """Our figure beside the published one."""

    key: str
    field: str | None
    ours: float
    published: float
    tolerance: Tolerance

    @property
    def holds(self) -> bool:
        relative, absolute = self.tolerance
        return abs(self.ours - self.published) <= max(absolute, relative * abs(self.published))


def compare(vectors: dict[str, Any]) -> list[Compared]:
    """Each row of the table beside the vectors' figure."""
    return [
        Compared(key, field, float(ours), _published(vectors, key, field), tolerance)
        for key, field, ours, tolerance in table()
    ]


def table() -> Iterator[Row]:
    """All rows, computed now."""
    groups: tuple[Callable[[], Iterator[Row]], ...] = (
        vector_efforts.powers,
        vector_efforts.hearts,
        vector_efforts.paces,
        vector_efforts.loads,
        vector_models.models,
        vector_models.balances,
        vector_models.races,
        vector_models.estimates,
        vector_models.recoveries,
        vector_models.responses,
    )
    for group in groups:
        yield from group()


def _published(vectors: dict[str, Any], key: str, field: str | None) -> float:
    value = vectors[key]
    for part in (field or "").split("/"):
        if part:
            value = value[int(part)] if isinstance(value, list) else value[part]
    return clock(value) if isinstance(value, str) else float(value)
