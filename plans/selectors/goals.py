"""Races that a plan cannot aim at together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from athletes.models import Athlete
from metrics.models import Race
from plans.engine.spec.conflicts import FORTNIGHT_DAYS

FORTNIGHT = timedelta(days=FORTNIGHT_DAYS)


def close_goals(athlete: Athlete, goal: Race, start: date) -> tuple[Race, Race] | None:
    """The first two A races within a fortnight that a plan from `start` on for `goal` would have, the earlier
    first. The goal is one whatever its priority, and need not be stored. One query."""
    rows = Race.objects.for_athlete(athlete).alive().filter(sport=goal.sport, priority=Race.Priority.A)
    near = rows.filter(date__gt=start, date__lte=goal.date + FORTNIGHT).exclude(pk=goal.pk)
    every = sorted([*near, goal], key=lambda race: race.date)
    pairs = ((one, two) for one, two in pairwise(every) if one.date < two.date <= one.date + FORTNIGHT)
    return next(pairs, None)


def other_race_of_the_day(athlete: Athlete, race: Race) -> Race | None:
    """Another one of its sport on its day, of which a plan can hold one. One of the same name, or as long, is
    the same, entered again."""
    rows = Race.objects.for_athlete(athlete).alive().filter(sport=race.sport, date=race.date)
    others = rows.exclude(pk=race.pk)
    if race.pk is None:
        others = others.exclude(name__iexact=race.name)
        if race.distance_m is not None:
            others = others.exclude(distance_m__range=(race.distance_m - 1, race.distance_m + 1))
    found: Race | None = others.first()
    return found
