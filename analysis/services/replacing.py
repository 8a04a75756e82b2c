"""The library's session of the same purpose, where a proposed workout cannot stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.errors import DataValidationError
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.catalogue import CatalogueEntry, Experience, SessionKind, catalogue
from plans.models import TrainingPreferences
from plans.services.workouts import workout_fields

TRIED_OF_A_KIND = 4
EASIER: tuple[SessionKind, ...] = ("easy", "recovery")
NAMED: dict[SessionKind, tuple[str, ...]] = {
    "strides": ("stride",),
    "openers": ("opener",),
    "technique": ("technique", "drill"),
    "marathon_pace": ("marathon",),
    "race_pace": ("race pace", "race-pace"),
    "hills": ("hill", "climb"),
    "sprint": ("sprint", "all-out", "all out"),
    "tempo": ("tempo", "sweet spot"),
    "threshold": ("threshold", "cruise"),
    "vo2max": ("vo₂", "vo2", "interval", "oxygen"),
    "long": ("long",),
    "steady": ("steady",),
    "recovery": ("recovery", "regeneration", "shake"),
    "easy": ("easy",),
}
"""What a session is for, by words of its title and else of its purpose, the more telling first."""


def kind_meant(title: str, purpose: str) -> SessionKind:
    """The kind of session that these words speak of; an easy one where they name none."""
    for words in (title.lower(), purpose.lower()):
        for kind, telling in NAMED.items():
            if any(each in words for each in telling):
                return kind
    return "easy"


def replacement(
    athlete: Athlete,
    day: date,
    sport: str,
    kind: SessionKind,
    *,
    around_min: float,
    fits: Callable[[Mapping[str, Any]], bool],
) -> tuple[CatalogueEntry, dict[str, Any]] | None:
    """The session of the library that fits, with its columns: of that kind, else easy, else nothing.

    Of a kind the one nearest to `around_min` minutes that `fits` lets through, the shorter ones tried after.
    """
    thresholds = ThresholdBook(athlete).on(sport, day)
    every = catalogue(Sport(sport), thresholds, _experience(athlete))
    for each in _in_order([row for row in every if row.sport == sport], kind, around_min):
        try:
            fields = workout_fields(each.steps, sport, each.kind, thresholds)
        except DataValidationError:
            continue
        if fits(fields):
            return each, fields
    return None


def _in_order(every: list[CatalogueEntry], kind: SessionKind, around_min: float) -> Iterator[CatalogueEntry]:
    for wanted in dict.fromkeys((kind, *EASIER)):
        rows = sorted((each for each in every if each.kind == wanted), key=lambda each: -each.minutes)
        below = [each for each in rows if each.minutes <= around_min]
        yield from below[:TRIED_OF_A_KIND]
        yield from below[TRIED_OF_A_KIND:][-1:]


def _experience(athlete: Athlete) -> Experience:
    preferences = TrainingPreferences.objects.for_athlete(athlete).first()
    return "intermediate" if preferences is None else preferences.experience
