"""What the pack is made of, and its one canonical form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from analysis.evidence.shapes import (
    ActivityFact,
    Channel,
    Column,
    EventFact,
    MarkerFact,
    NoteFact,
    PastAdvice,
    PlannedFact,
    Profile,
    Remembered,
    SignalFact,
    Table,
    Value,
)

SHAPE = 4
"""Grows when the pack's shape changes, so that old and new packs never share a hash."""


@dataclass(frozen=True)
class Pack:
    """The evidence of the days [start, end). The same data give the same pack: no clock, no chance.

    `asked` names the values about which a question was answered or set aside lately. `notes`, `memory`, the
    cycle, and age and sex in `profile` are only in a pack that an AI reads, and only by leave of the athlete.
    """

    start: date
    end: date
    units: str
    values: tuple[Value, ...]
    signals: tuple[SignalFact, ...] = ()
    channels: tuple[Channel, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    tables: tuple[Table, ...] = ()
    planned: tuple[PlannedFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    health: tuple[MarkerFact, ...] = ()
    profile: Profile = field(default_factory=Profile)
    memory: tuple[Remembered, ...] = ()
    notes: tuple[NoteFact, ...] = ()
    previous: tuple[PastAdvice, ...] = ()
    asked: tuple[str, ...] = ()
    shape: int = field(default=SHAPE, init=False)

    @cached_property
    def by_id(self) -> Mapping[str, Value]:
        """Every value that may be cited, those of the tables included."""
        cells = {cell.id: cell for table in self.tables for cell in table.cells()}
        return cells | {value.id: value for value in self.values}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Pack:
        """A stored pack, the inverse of `to_json`; sections that older shapes lack are empty."""
        return cls(
            start=date.fromisoformat(plain["start"]),
            end=date.fromisoformat(plain["end"]),
            units=plain["units"],
            profile=_revived(Profile, plain.get("profile", {})),
            asked=tuple(plain.get("asked", ())),
            **{
                name: tuple(_revived(kind, each) for each in plain.get(name, ()))
                for name, kind in MANY.items()
            },
        )

    def get(self, ref: str) -> Value | None:
        return self.by_id.get(ref)

    def to_json(self) -> dict[str, Any]:
        """Plain values; dates as ISO 8601."""
        plain: dict[str, Any] = json.loads(self.canonical)
        return plain

    @cached_property
    def canonical(self) -> str:
        """The one JSON text of this pack: sorted keys, no spaces, no NaN."""
        return json.dumps(
            asdict(self),
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
            default=date.isoformat,
        )

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()


DAYS = frozenset({"start", "end", "date", "starts", "missing", "not_synced"})
MANY: Mapping[str, Any] = {
    "values": Value,
    "signals": SignalFact,
    "channels": Channel,
    "activities": ActivityFact,
    "tables": Table,
    "planned": PlannedFact,
    "events": EventFact,
    "health": MarkerFact,
    "memory": Remembered,
    "notes": NoteFact,
    "previous": PastAdvice,
}


def _revived[Fact](kind: type[Fact], plain: Mapping[str, Any]) -> Fact:
    return kind(**{name: _part(name, part) for name, part in plain.items()})


def _part(name: str, part: Any) -> Any:
    if isinstance(part, list):
        return tuple(_part(name, each) for each in part)
    if isinstance(part, dict):
        return _revived(Column, part)
    return date.fromisoformat(part) if name in DAYS and part else part
