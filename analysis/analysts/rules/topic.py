"""One thing to say, before it gets its place and its ids."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.analysts.base import (
    Category,
    Claim,
    Confidence,
    Direction,
    Op,
    Priority,
    Safety,
    Severity,
    Slot,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be done about it, today and on the days after, `days` in all."""

    category: Category
    priority: Priority
    days: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Topic:
    """A finding with what follows from it: at most one advice, question and safety note.

    `asks_about` is the value that the question came from, where there is no signal.
    """

    kind: str
    direction: Direction
    severity: Severity
    confidence: Confidence
    claims: tuple[Claim, ...]
    signal_uids: tuple[str, ...] = ()
    advice: Advice | None = None
    question: str = ""
    asks_about: str = ""
    safety: Safety | None = None


def say(template: str, **slots: str | tuple[str, Op]) -> Claim:
    """A claim; each slot is the ref of a value, or (ref, op)."""
    return Claim(template, tuple(_slot(name, cited) for name, cited in slots.items()))


def _slot(name: str, cited: str | tuple[str, Op]) -> Slot:
    return Slot(name, cited) if isinstance(cited, str) else Slot(name, *cited)
