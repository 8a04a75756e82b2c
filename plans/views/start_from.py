"""A new session that starts from one of the library or of the planner's catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from athletes.models import Athlete
from athletes.sources.records import Sport
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.catalogue import CatalogueEntry, catalogue
from plans.engine.syntax import print_workout
from plans.models import WorkoutTemplate
from plans.titles import title_of

SPORTS = (Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING)
USUAL_MIN = 45
LONGEST_MIN = 600
OWN = "own:"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the select offers as (key, label); `key`, `minutes` and `purpose` are of what was chosen."""

    date: date
    own: list[tuple[str, str]]
    kinds: list[tuple[str, list[tuple[str, str]]]]
    key: str = ""
    minutes: int | None = None
    purpose: str = ""


def start_from(
    athlete: Athlete, day: date, query: Any, library: Sequence[WorkoutTemplate]
) -> tuple[Choices, dict[str, Any]]:
    """The choices, and the initial values of the form: of what `?from=&minutes=` names, else only the day."""
    key, minutes = query.get("from", ""), _minutes(query.get("minutes", ""))
    book = ThresholdBook(athlete)
    every = {sport: catalogue(sport, book.on(sport, day), "intermediate") for sport in SPORTS}
    initial: dict[str, Any] = {"day": day, "sport": Sport.RUNNING}
    own = {f"{OWN}{each.uid}": each for each in library}
    entry = _entry(every, key, minutes)
    if template := own.get(key):
        initial |= {name: getattr(template, name) for name in ("sport", "kind", "text", "note")}
        initial["title"] = template.name
    elif entry:
        initial |= _of_entry(entry)
    choices = Choices(
        date=day,
        own=[(name, f"{each.name}, {each.minutes} min") for name, each in own.items()],
        kinds=[
            (sport.capitalize(), _kinds(every[sport if sport in every else Sport.RUNNING], sport))
            for sport in (*SPORTS, Sport.STRENGTH)
        ],
        key=key,
        minutes=minutes,
        purpose=entry.purpose if entry else "",
    )
    return choices, initial


def _minutes(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) <= LONGEST_MIN else None


def _kinds(entries: Sequence[CatalogueEntry], sport: Sport) -> list[tuple[str, str]]:
    """Each kind of a sport once, without the race itself. Strength stands in every catalogue."""
    kinds = dict.fromkeys(each.kind for each in entries if each.sport is sport and each.kind != "race")
    return [(f"{sport}:{kind}", title_of(kind, sport)) for kind in kinds]


def _entry(
    every: dict[Sport, tuple[CatalogueEntry, ...]], key: str, minutes: int | None
) -> CatalogueEntry | None:
    """That of the kind whose length is nearest to what is wished."""
    sport, _, kind = key.partition(":")
    fitting = [
        each for entries in every.values() for each in entries if (each.sport, each.kind) == (sport, kind)
    ]
    return min(fitting, key=lambda each: abs(each.minutes - (minutes or USUAL_MIN)), default=None)


def _of_entry(entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "title": title_of(entry.kind, entry.sport),
        "sport": entry.sport,
        "kind": entry.kind,
        "text": print_workout(entry.steps, entry.sport),
    }
