"""What one answer may cite: the pack, and every value that a tool has computed for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.evidence import Pack, Value
from athletes.models import Athlete


@dataclass
class Gathered:
    """The values of one turn. `for_ai` leaves out what must not reach an AI; the athlete is never a choice.

    `proposals` are what tools have proposed, `{kind, body}`: nothing happens before a click. `is_resting`:
    the athlete is ill or injured, or tells of what stops training, so that nothing but rest is advised.
    `said` is what they have written in this conversation.
    """

    athlete: Athlete
    today: date
    pack: Pack
    for_ai: bool = True
    is_resting: bool = False
    said: tuple[str, ...] = ()
    values: list[Value] = field(default_factory=list)
    proposals: list[dict[str, object]] = field(default_factory=list)
    calls: int = 0

    def whole(self) -> Pack:
        """The pack with the values of all tools so far."""
        return replace(self.pack, values=(*self.pack.values, *self.values))

    def next_call(self) -> str:
        """The prefix of the next tool's ids: T1, T2 …"""
        self.calls += 1
        return f"T{self.calls}"

    def add(self, values: Iterable[Value]) -> list[str]:
        """Keep the values; returns their ids."""
        fresh = list(values)
        self.values += fresh
        return [value.id for value in fresh]
