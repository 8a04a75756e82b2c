"""Why fitness falls in weeks that are there to build it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from plans.engine.answer.entry import in_weeks, note
from plans.engine.macro import Week
from plans.engine.plan import Plan
from plans.engine.week.situation import LOAD_RATE, Situation
from plans.engine.week.targets import has_days_off, most_minutes, room_minutes

LEAST_FALL = 0.5
"""Less is within a week's rounding."""

FALLS = "fitness falls in"
HELD = "less than your fitness stands for"
REASONS = {
    "off": "After days off load is built up again step by step",
    "races": "A race takes the place of training",
    "room": f"The days and hours there are hold {HELD}: more of either would keep it",
    "growth": f"A week has at most 15 % more minutes than the best of the three before it, which is {HELD}",
    "sessions": f"The sessions of these weeks hold {HELD}: more of them would keep it",
}


def falling(plan: Plan) -> Iterator[dict[str, Any]]:
    """One entry for each reason: fitness before the first week of it and after the last one."""
    found = sorted(
        ((_reason(plan, week), week) for week in plan.judged.season.weeks if _falls(plan, week)),
        key=lambda each: list(REASONS).index(each[0]),
    )
    for reason, members in groupby(found, key=lambda each: each[0]):
        weeks = [week for _, week in members]
        before, after = _fitness(plan, weeks[0])[0], _fitness(plan, weeks[-1])[1]
        yield note(round(before, 1), round(after, 1), f"{REASONS[reason]}: {FALLS} {in_weeks(weeks)}.")


def _falls(plan: Plan, week: Week) -> bool:
    before, after = _fitness(plan, week)
    is_built = week.kind == "build" and week.is_full
    return is_built and bool(plan.judged.sessions) and after < before - LEAST_FALL


def _fitness(plan: Plan, week: Week) -> tuple[float, float]:
    day = timedelta(days=1)
    return plan.judged.fitness_on(week.start - day), plan.judged.fitness_on(week.end - day)


def _reason(plan: Plan, week: Week) -> str:
    now = Situation(plan.judged, week)
    holds = 7 * now.fitness / LOAD_RATE[now.spec.sport]
    asked: dict[str, Callable[[], bool]] = {
        "off": lambda: has_days_off(now),
        "races": lambda: any(map(now.spec.race_on, (now.eve, *week.days))),
        "room": lambda: room_minutes(now) < holds,
        "growth": lambda: most_minutes(now) < holds,
    }
    return next((reason for reason, is_it in asked.items() if is_it()), "sessions")
