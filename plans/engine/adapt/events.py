"""What people changed, as names and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

from plans.engine.adapt.model import Event, Situation

NAME_DIGITS = 16
MOST_SAID = 3


def of_kind(now: Situation, kind: Literal["race", "availability", "threshold"]) -> list[Event]:
    return sorted((event for event in now.events if event.kind == kind), key=lambda event: event.key)


def name_of(kind: str, events: Sequence[Event]) -> str:
    """The same for the same events in whatever order."""
    keys = "\n".join(sorted(event.key for event in events))
    return f"{kind}:{sha256(keys.encode()).hexdigest()[:NAME_DIGITS]}"


def sentence(events: Sequence[Event], then: str) -> str:
    """ "The race on 3 May was added: …" """
    said = ", ".join(event.said for event in events[:MOST_SAID]) + (" and more" if events[MOST_SAID:] else "")
    return f"{said[:1].upper()}{said[1:]}: {then}"
