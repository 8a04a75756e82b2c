"""One entry of `relaxed`, and how weeks are named in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plans.engine.macro import Week

type Value = float | str | None


def note(wished: Value, became: Value, why: str) -> dict[str, Any]:
    """What the whole plan settled for: no rule asks for it."""
    return {"rule": None, "from": wished, "to": became, "why": why}


def in_weeks(weeks: Iterable[Week]) -> str:
    """ "week 3", "weeks 1, 2, 7"."""
    numbers = list(dict.fromkeys(str(week.number) for week in weeks))
    return f"week{'s' * (len(numbers) > 1)} {', '.join(numbers)}"
