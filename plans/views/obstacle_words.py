"""Why there is no plan, or why a wish gave way, and what to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.core import dates, formatting
from plans.engine.answer.falling import FALLS
from plans.engine.answer.notes import TO_FINISH
from plans.engine.rules import RULES
from plans.models import Plan
from plans.selectors.reasons import UNSAID, UNSAID_NAME, outcome_of
from plans.views.check_words import SHOWS, Show

TIME, GOAL, DIARY, RACES = "time", "goal", "diary", "races"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way, what would help, and where that is changed: time, goal, diary or races."""

    name: str
    why: str
    proposal: str
    where: str


BLOCKING: Mapping[str, Obstacle] = {
    row.name: row
    for row in (
        Obstacle(
            RULES[0].name,
            "Fitness would have to rise faster than is safe.",
            "Start earlier, choose a later race, or lower the most fitness to gain a week.",
            GOAL,
        ),
        Obstacle(
            RULES[1].name,
            "The long run would have to grow faster than is safe.",
            "Choose a later race or a shorter distance, or give the days after a break more time.",
            GOAL,
        ),
        Obstacle(
            RULES[3].name,
            "The weeks would have to grow faster than is safe.",
            "Choose a later start or race, or lower the most minutes a week.",
            TIME,
        ),
        Obstacle(
            RULES[5].name,
            "Hard days and races would follow each other without an easy day between.",
            "Open more days of the week, or make a race a C race.",
            TIME,
        ),
        Obstacle(
            RULES[6].name,
            "A week would have no day of rest.",
            "Leave one weekday without minutes, or drop a race of a full week.",
            TIME,
        ),
        Obstacle(
            RULES[14].name,
            "Sessions would not fit the days and hours there are.",
            "Give one day more minutes, or raise the most minutes a week.",
            TIME,
        ),
        Obstacle(
            RULES[17].name,
            "Races lie so close that nothing fits between them.",
            "Move a race, or make one of them less important.",
            RACES,
        ),
        Obstacle(
            "availability",
            "No day of the plan has room for a session.",
            "Open at least one weekday, and give it 20 minutes or more.",
            TIME,
        ),
        Obstacle(
            "blackouts",
            "Days off close every day on which you could train.",
            "Remove or shorten the days off, or start after them.",
            TIME,
        ),
        Obstacle(
            "illness",
            "An illness or injury covers every day on which you could train.",
            "Say in the diary when it ended, or start later.",
            DIARY,
        ),
        Obstacle(UNSAID_NAME, UNSAID, "", GOAL),
        Obstacle(
            "races",
            "Races take every day on which you could train.",
            "Remove a race, or open more weekdays.",
            RACES,
        ),
    )
}
WHERE = {
    "NO_AVAILABLE_DAY": TIME,
    "CAPS_CONTRADICTORY": TIME,
    "RACES_TOO_CLOSE": RACES,
    "RACES_OVERLAP": RACES,
}
"""Where an error is put right; all others with the goal."""


def obstacles(plan: Plan, classes: frozenset[str]) -> list[Obstacle]:
    """What keeps the plan from being made, as far as who sees `classes` may know; none for one that was."""
    if plan.state == Plan.State.FAILED and not plan.blocking:
        return [Obstacle(plan.error_code, in_words(plan.error_message), "", WHERE.get(plan.error_code, GOAL))]
    return [
        BLOCKING.get(name) or Obstacle(name, name, "", TIME) for name in outcome_of(plan, classes).blocking
    ]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """One wish that gave way: what was aimed at ("3 sessions a week"), what the plan has of it, and why."""

    wished: str
    became: str
    why: str


def given_up(plan: Plan, classes: frozenset[str]) -> list[GivenUp]:
    """Without what is said at the top already: `readiness_words`."""
    return [_given_up(row) for row in outcome_of(plan, classes).relaxed if TO_FINISH not in row["why"]]


DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
NAMED = re.compile(r"at once: (.+?) gave way")
COUNTED: Mapping[str, str] = {
    "strength": "sessions of strength a week",
    "hard session in the taper": "hard session in a week of the taper",
    "sessions a week": "sessions a week",
    "sessions in the taper": "sessions in a week of the taper",
    "specific session": "session a week that is like the race",
    "easy minutes": "of the minutes easy",
    "share of the long run": "of the week in its longest run",
}
"""What the numbers of a wish count."""

MEASURED: Mapping[str, Show] = {
    "evenness of the days": lambda value: f"a monotony of {formatting.number(value, 1)}",
    "recovery week": lambda value: f"a load of {formatting.load(value)} in the lighter week",
    "volume of the taper": lambda value: f"{formatting.duration_words(60 * value)} in a week of the taper",
    "form on race day": lambda value: f"a form of {formatting.signed(value, 1)} on race day",
    "fitness on race day": lambda value: f"{formatting.percent(100 * value)} less fitness on race day",
}
"""Wishes of which both numbers are said with what they measure."""

LONGEST = "The longest run comes to"


def _given_up(row: Mapping[str, Any]) -> GivenUp:
    named = NAMED.search(row["why"])
    name = named[1] if named else ""
    aimed, became = (_shown(row[side], row, name) for side in ("from", "to"))
    counted = COUNTED.get(name, "") if aimed else ""
    return GivenUp(f"{aimed} {counted}".strip(), became, in_words(row["why"]))


def _shown(value: Any, row: Mapping[str, Any], name: str) -> str:
    if value is None or isinstance(value, str):
        return DAYS.get(value or "", "")
    return _measure(row, name)(float(value))


def _measure(row: Mapping[str, Any], name: str) -> Show:
    """How the numbers of something that gave way are said; `name` is that of a wish, "" for what is none."""
    if FALLS in row["why"]:
        return lambda value: f"a fitness of {formatting.number(value, 1)}"
    if row["why"].startswith(LONGEST):
        return lambda value: formatting.duration_words(60 * value)
    if name in MEASURED:
        return MEASURED[name]
    if name in COUNTED and row["rule"] not in SHARES:
        return lambda value: formatting.number(value, 0 if value.is_integer() else 1)
    return SHOWS.get(row["rule"] or 0, lambda value: formatting.number(value, 1))


SHARES = frozenset({3, 14})
"""Rules of which the numbers are parts of a whole."""


def in_words(why: str) -> str:
    """The engine names days as its specification does."""
    for short, name in DAYS.items():
        why = why.replace(f"room on {short}:", f"room on {name}:")
    return ISO_DAY.sub(lambda found: dates.full_day(date.fromisoformat(found[0])), why)
