"""Why the long session is not on the day that was wished for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plans.engine.answer.entry import in_weeks, note
from plans.engine.macro import Week
from plans.engine.plan import Plan
from plans.engine.rules import Session
from plans.engine.spec import WEEKDAYS


def long_day(plan: Plan) -> Iterator[dict[str, Any]]:
    """The day has no room at all, or in some weeks less than the long session takes."""
    spec = plan.judged.spec
    elsewhere = {} if spec.long_day is None else dict(_elsewhere(plan, spec.long_day))
    if spec.long_day is None or not elsewhere:
        return
    wished = WEEKDAYS[spec.long_day]
    days = [each.day.weekday() for each in elsewhere.values()]
    became = WEEKDAYS[max(sorted(set(days)), key=days.count)]
    if not spec.room[spec.long_day].sessions:
        why = f"There is no room on {wished}: the long session is done on another day."
    else:
        why = f"There is too little room on {wished}: the long session is done on another day in "
        why += f"{in_weeks(elsewhere)}."
    yield note(wished, became, why)


def _elsewhere(plan: Plan, wished: int) -> Iterator[tuple[Week, Session]]:
    """Weeks and their long session, where it took more than the day has room for."""
    spec = plan.judged.spec
    for week in plan.judged.season.weeks:
        for each in plan.judged.of(week):
            if each.kind == "long" and each.minutes > spec.room[wished].minutes:
                yield week, each
