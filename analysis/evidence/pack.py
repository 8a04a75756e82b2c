"""What the pack is made of, and its one canonical form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from metrics.science.signals.model import Confidence, Severity

SHAPE = 3
"""Grows when the pack's shape changes, so that old and new packs never share a hash."""


@dataclass(frozen=True, slots=True)
class Value:
    """One number that a text may cite: `value` is unrounded, of the days [start, end).

    `baseline` is what it is compared with, in the same unit; `z` how many of the athlete's own standard
    deviations lie between; `n` how many days or activities are behind it. `url` shows the rows.
    """

    id: str
    metric: str
    value: float
    unit: str
    start: date
    end: date
    url: str
    baseline: float | None = None
    z: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class SignalFact:
    """A detector's finding on [start, end), still going on when `end` is None; `refs` name its values.

    `acknowledged`: the athlete, or somebody for them, has said that they know.
    """

    id: str
    uid: str
    kind: str
    start: date
    end: date | None
    severity: Severity
    confidence: Confidence
    refs: tuple[str, ...]
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A daily measurement over the days [start, end): which of them have no value.

    `not_synced` are those of the missing that a connection has not brought yet: they may still get one.
    """

    channel: str
    start: date
    end: date
    missing: tuple[date, ...]
    not_synced: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """One activity without name, title or place; `refs` name its values."""

    id: str
    sport: str
    date: date
    load_method: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """The evidence of the days [start, end). The same data give the same pack: no clock, no chance."""

    start: date
    end: date
    units: str
    values: tuple[Value, ...]
    signals: tuple[SignalFact, ...] = ()
    channels: tuple[Channel, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    shape: int = field(default=SHAPE, init=False)

    @cached_property
    def by_id(self) -> Mapping[str, Value]:
        return {value.id: value for value in self.values}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Pack:
        """A stored pack of this shape; the inverse of `to_json`."""
        return cls(
            start=date.fromisoformat(plain["start"]),
            end=date.fromisoformat(plain["end"]),
            units=plain["units"],
            values=tuple(_revived(Value, each) for each in plain["values"]),
            signals=tuple(_revived(SignalFact, each) for each in plain["signals"]),
            channels=tuple(_revived(Channel, each) for each in plain["channels"]),
            activities=tuple(_revived(ActivityFact, each) for each in plain["activities"]),
        )

    def get(self, ref: str) -> Value | None:
        return self.by_id.get(ref)

    def of_signal(self, signal: SignalFact, metric: str) -> Value | None:
        """The value of one metric among a signal's evidence."""
        found = (self.by_id[ref] for ref in signal.refs)
        return next((value for value in found if value.metric == metric), None)

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


DAYS = frozenset({"start", "end", "date"})


def _revived[Fact](kind: type[Fact], plain: Mapping[str, Any]) -> Fact:
    return kind(**{name: _part(name, part) for name, part in plain.items()})


def _part(name: str, part: Any) -> Any:
    if isinstance(part, list):
        return tuple(_part("date" if name in ("missing", "not_synced") else name, each) for each in part)
    return date.fromisoformat(part) if name in DAYS and part else part
