"""The catalogue of one athlete."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue import tables
from plans.engine.catalogue.entry import CatalogueEntry, Experience, SessionKind, entry
from plans.engine.catalogue.levels import measure_of
from plans.engine.catalogue.races import LONGEST_MIN, race_entry
from plans.engine.catalogue.recipes import Recipes, strength
from plans.engine.steps import Workout

STEP_MIN = 5
LONGEST_SET_MIN = 180


@lru_cache(maxsize=64)
def catalogue(sport: Sport, thresholds: Thresholds, experience: Experience) -> tuple[CatalogueEntry, ...]:
    """Every session of running, cycling or swimming, and strength, in an order that never changes.

    By kind, then by minutes. Raises ValueError for a sport without plans.
    """
    if sport not in tables.PLAIN:
        raise ValueError(f"there are no plans for {sport}")
    recipes = Recipes(sport, measure_of(sport, thresholds), experience)
    found = [entry(kind, sport, steps, thresholds) for kind, steps in _workouts(recipes)]
    lifting = [
        entry("strength", Sport.STRENGTH, strength(each), thresholds) for each in _fives(tables.STRENGTH)
    ]
    races = [race_entry(sport, thresholds, each * 60) for each in _fives((STEP_MIN, LONGEST_MIN))]
    return (*found, *lifting, *races)


def _workouts(recipes: Recipes) -> Iterator[tuple[SessionKind, Workout]]:
    for kind, minutes in tables.PLAIN[recipes.sport].items():
        yield from ((kind, recipes.plain(kind, each)) for each in _fives(minutes))
    if recipes.sport is Sport.RUNNING:
        yield from (("strides", recipes.strides(each)) for each in _fives(tables.STRIDES))
    if recipes.sport is Sport.SWIMMING:
        yield from (("technique", recipes.technique(each)) for each in _fives(tables.TECHNIQUE))
    yield from (("openers", recipes.openers(each)) for each in _fives(tables.OPENERS))
    for kind, work in tables.WORK[recipes.sport].items():
        for each in _fives((work.shortest_min, LONGEST_SET_MIN)):
            if steps := recipes.intervals(work, each):
                yield kind, steps


def _fives(minutes: tuple[int, int]) -> range:
    return range(minutes[0], minutes[1] + 1, STEP_MIN)
