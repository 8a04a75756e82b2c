"""What a model sees: the evidence of a request as it was sent, never the pack itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TABLES = ("day", "week")


@dataclass(frozen=True, slots=True)
class Seen:
    """One citable value as it was sent; `day` is its first day, from today, and `days` how many it spans."""

    id: str
    value: float
    unit: str = ""
    day: int | None = None
    days: int | None = None
    baseline: float | None = None
    z: float | None = None
    n: int | None = None
    coverage: float | None = None


@dataclass(frozen=True)
class Evidence:
    values: Mapping[str, Seen]
    signals: tuple[Mapping[str, Any], ...] = ()
    activities: tuple[Mapping[str, Any], ...] = ()
    health: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    cells: tuple[str, ...] = field(default=())

    @property
    def ids(self) -> list[str]:
        """Everything that a model could cite."""
        return [*self.values, *self.cells]


@dataclass(frozen=True)
class Asked:
    """A request as a model reads it: `tool_results` are those of its last message."""

    evidence: Evidence
    question: str = ""
    is_repair: bool = False
    tool_results: tuple[str, ...] = ()
    whole: str = ""


def read(body: Mapping[str, Any]) -> Asked:
    first = json.loads(body["messages"][0]["content"])
    plain = first.get("evidence", first)
    last = body["messages"][-1]["content"]
    results = tuple(str(part["content"]) for part in last) if isinstance(last, list) else ()
    return Asked(
        evidence=_evidence(plain),
        question=first.get("question", ""),
        is_repair="your_answer" in first,
        tool_results=results,
        whole=json.dumps(body["messages"], ensure_ascii=False),
    )


def _evidence(plain: Mapping[str, Any]) -> Evidence:
    signals = tuple(plain.get("signals", ()))
    rows = [*plain["values"]["rows"], *(row for each in signals for row in each["values"])]
    activities = _rows(plain, "activities")
    return Evidence(
        values={row[0]: Seen(*row) for row in rows},
        signals=signals,
        activities=activities,
        health=_rows(plain, "health"),
        notes=tuple(note["text"] for note in plain.get("notes", ())),
        cells=(*_cells(plain), *_of_activities(activities)),
    )


def _rows(plain: Mapping[str, Any], name: str) -> tuple[dict[str, Any], ...]:
    table = plain.get(name, {"cols": [], "rows": []})
    return tuple(dict(zip(table["cols"], row, strict=False)) for row in table["rows"])


def _cells(plain: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}.{row['ago']}.{column}"
        for name in TABLES
        for row in _rows(plain, name)
        for column, value in row.items()
        if column != "ago" and value is not None
    ]


def _of_activities(rows: tuple[dict[str, Any], ...]) -> list[str]:
    parts = ("duration", "distance", "load", "intensity", "decoupling")
    return [f"{row['id']}.{part}" for row in rows for part in parts if row.get(part) is not None]
