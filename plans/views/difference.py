"""What a change means for sessions, in words: as it is and as it would be, or as it was and as it became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from athletes.models import Athlete
from config.core import dates, formatting
from config.core.formatting import Units
from metrics.selectors.thresholds import ThresholdBook
from plans.views.profile import Bar, profile
from plans.views.session_words import State, icon_of, skip_words

type Snapshot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One session as a snapshot tells it."""

    title: str
    icon: str
    day: str
    sums: str
    bars: list[Bar]


class Sides:
    """Draws snapshots of one athlete's sessions, with the thresholds of their days."""

    def __init__(self, athlete: Athlete) -> None:
        self._book, self._today = ThresholdBook(athlete), athlete.today()
        self._units = cast(Units, athlete.units)

    def of(self, row: Snapshot | None, base: Snapshot | None = None) -> Side | None:
        """None for nothing. What `row` leaves unsaid is as in `base`."""
        if row is None:
            return None
        other_steps = {"distance_m": None} if "steps" in row else {}
        full = {**(base or {}), **other_steps, **row}
        day = date.fromisoformat(full["day"])
        sport = full["sport"]
        return Side(
            title=full["title"],
            icon=icon_of(sport),
            day=dates.day(day, self._today),
            sums=self._sums(full),
            bars=profile(full.get("steps") or [], sport, self._book.on(sport, day)),
        )

    def _sums(self, row: Snapshot) -> str:
        parts = [str(formatting.duration_words(60 * row["minutes"]))]
        if row.get("distance_m"):
            parts.append(str(formatting.distance(row["distance_m"], self._units)))
        if row.get("load"):
            parts.append(f"load {row['load']}")
        return " · ".join(parts)


SAID = {
    "planned": "to do",
    "done": "done",
    "partly": "partly done",
    "skipped": "skipped",
    "missed": "not done",
}


def difference(before: Snapshot | None, after: Snapshot | None, today: date) -> str:
    """ "Long run: Sun 6 Dec → Sat 5 Dec, 120 min → 90 min", "Long run, Sun 6 Dec: 60 min → 50 min"."""
    if before is None and after is None:
        return ""
    if before is None or after is None:
        row = cast(Snapshot, before or after)
        when = dates.day(_day_of(row), today)
        return f"{row['title']}, {when}: {'new' if before is None else 'gone'}"
    parts = [*_changed(before, after, today)]
    has_day = before["day"] != after["day"]
    name = after["title"] if has_day else f"{after['title']}, {dates.day(_day_of(after), today)}"
    return f"{name}: {', '.join(parts)}" if parts else str(name)


def _day_of(row: Snapshot) -> date:
    return date.fromisoformat(row["day"])


def _state(row: Snapshot) -> str:
    """ "skipped: no time. Late train" as far as that is told, else the state alone."""
    if row["state"] != State.SKIPPED:
        return SAID[row["state"]]
    words = skip_words(row.get("skip_reason", ""), row.get("skip_note", ""))
    return f"{words[0].lower()}{words[1:]}"


def _changed(before: Snapshot, after: Snapshot, today: date) -> list[str]:
    parts = []
    if before["title"] != after["title"]:
        parts.append(f"was {before['title']}")
    if before["day"] != after["day"]:
        days = (dates.day(_day_of(row), today) for row in (before, after))
        parts.append(" → ".join(days))
    for name, words in (("minutes", "{} min"), ("load", "load {}")):
        if before[name] != after[name]:
            parts.append(f"{words.format(before[name])} → {words.format(after[name])}")
    if before["steps"] != after["steps"] and not parts:
        parts.append("other steps")
    if before["note"] != after["note"]:
        parts.append("another note")
    if before["state"] != after["state"]:
        parts.append(f"{SAID[before['state']]} → {_state(after)}")
    if before["locked"] != after["locked"]:
        parts.append("locked" if after["locked"] else "unlocked")
    return parts
