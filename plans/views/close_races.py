"""Two A races within a fortnight: said where the race is, with what can be done about it right there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from athletes.models import Athlete
from config.core import dates
from metrics.models import Race
from metrics.selectors.races import races
from metrics.services.races import update_race
from plans.selectors.goals import close_goals

GOAL = "goal"
"""Stands for the race that is trained for, which may not be entered yet."""


@dataclass(frozen=True, slots=True)
class Close:
    """`ways` are (value of the button, what it says)."""

    words: str
    ways: list[tuple[str, str]]


def close_races(athlete: Athlete, goal: Race, start: date, *, may_turn: bool) -> Close | None:
    """None when there is nothing to settle. `may_turn` offers to train for the other race instead."""
    pair = close_goals(athlete, goal, start)
    if pair is None:
        return None
    names = " and ".join(f"{race.name} on {dates.full_day(race.date)}" for race in pair)
    others = [race for race in pair if race is not goal]
    ways = [(str(race.uid), f"Make {race.name} a B race") for race in others]
    if may_turn and len(others) == 1 and others[0].distance_m is not None:
        ways.append((GOAL, f"Train for {others[0].name}, with {goal.name} as a B race"))
    words = f"{names} lie within a fortnight: nobody can be at their best for both, so a plan aims at one."
    return Close(words, ways)


def make_b(athlete: Athlete, uid: str) -> None:
    """Make a coming race of the athlete's a B race; nothing happens when there is none of this uid."""
    known = races(athlete, athlete.today()).upcoming
    race = next((row for row in known if str(row.uid) == uid), None)
    if race is not None and race.priority != Race.Priority.B:
        update_race(race=race, priority=Race.Priority.B)
