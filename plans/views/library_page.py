"""The library as its page shows it: one's own workouts, and the planner's kinds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import cast, get_args

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core import formatting
from metrics.science.thresholds import Thresholds
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.catalogue import CatalogueEntry, catalogue
from plans.engine.catalogue.entry import Experience
from plans.engine.steps import to_json
from plans.forms.plan import PLANNED
from plans.models import WorkoutTemplate
from plans.selectors.library import templates_of
from plans.selectors.preferences import preferences_of
from plans.titles import title_of
from plans.views.profile import Bar, profile
from plans.views.session_words import icon_of


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of the catalogue by one of its sessions, that of middle length. `key` and `minutes` name it."""

    key: str
    name: str
    purpose: str
    lengths: str
    minutes: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    template: WorkoutTemplate
    icon: str
    length: str
    bars: list[Bar]


def sport_of(asked: str) -> Sport:
    """The sport that is asked for, else running."""
    found = [sport for sport in PLANNED if sport == asked]
    return found[0] if found else PLANNED[0]


def kinds(athlete: Athlete, sport: Sport) -> list[KindRow]:
    """Each kind of the sport's catalogue once, without the race itself."""
    known = ThresholdBook(athlete).on(sport, athlete.today())
    level = _level(athlete)
    rows = [each for each in catalogue(sport, known, level) if each.kind != "race"]
    grouped = groupby(rows, key=lambda each: (each.kind, each.sport))
    return [_kind(list(entries), known) for _, entries in grouped]


def templates(athlete: Athlete) -> list[TemplateRow]:
    book, today = ThresholdBook(athlete), athlete.today()
    return [
        TemplateRow(
            template=each,
            icon=icon_of(each.sport),
            length=formatting.duration_words(60 * each.minutes),
            bars=profile(each.steps, each.sport, book.on(each.sport, today)),
        )
        for each in templates_of(athlete)
    ]


def _kind(entries: list[CatalogueEntry], known: Thresholds) -> KindRow:
    middle = entries[len(entries) // 2]
    return KindRow(
        key=f"{middle.sport}:{middle.kind}",
        name=title_of(middle.kind, middle.sport),
        purpose=middle.purpose,
        lengths=_lengths(entries[0].minutes, entries[-1].minutes),
        minutes=middle.minutes,
        bars=profile(to_json(middle.steps), middle.sport, known),
    )


def _lengths(shortest: int, longest: int) -> str:
    low, high = (formatting.duration_words(60 * each) for each in (shortest, longest))
    return str(low) if shortest == longest else f"{low} to {high}"


def _level(athlete: Athlete) -> Experience:
    said = preferences_of(athlete).preferences.experience
    return cast(Experience, said if said in get_args(Experience.__value__) else "intermediate")
