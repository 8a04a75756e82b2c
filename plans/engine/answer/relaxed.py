"""Wishes that were given up, in the numbers in which the rules speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import numpy as np

from metrics.science.load import monotony
from plans.engine.answer.entry import Value, in_weeks
from plans.engine.plan import GivenUp, Plan
from plans.engine.rules.growth import SHARE_MAX
from plans.engine.rules.judged import Judged, Session, endurance, total_load, total_minutes
from plans.engine.rules.spacing import MONOTONY_MAX
from plans.engine.rules.taper import FORM_RANGE, LOSS_MAX, fitness_lost
from plans.engine.spec import WEEKDAYS
from plans.engine.week import Linear
from plans.engine.week.wishes import EASY_SHARE_PCT, LONG, LONG_DAY, MOST_EASY_PCT, NOT_EASY

OF_A_RACE = frozenset({"fitness on race day", "sessions in the taper", "volume of the taper"})

type Told = tuple[Value, Value]
"""What was wished and what came of it."""


def relaxed(plan: Plan) -> list[dict[str, Any]]:
    """One entry for each wish that had to go, in whichever weeks, and for each rule that is missed beside."""
    lost = (each for each in plan.given_up if not _is_kept_after_all(plan, each))
    by_name = sorted(lost, key=lambda each: (each.wish.rule, each.wish.name))
    told = [_entry(plan, list(weeks)) for _, weeks in groupby(by_name, key=lambda each: each.wish.name)]
    return [*told, *_missed(plan, {each["rule"] for each in told})]


def _missed(plan: Plan, told: set[int | None]) -> Iterator[dict[str, Any]]:
    """Rules that the plan as a whole does not keep, though no single week gave anything up for it."""
    for each in plan.verdicts:
        finding = each.finding
        if not finding.applies or finding.passed or finding.value is None or each.rule.number in told:
            continue
        value, bounds = finding.value, finding.threshold
        low, high = bounds if isinstance(bounds, tuple) else (bounds, bounds)
        why = f"The wish leaves no room for all of it: rule {each.rule.number}, {each.rule.name.lower()}, "
        why += "is not kept. More days, more time or a later goal leave more."
        wished = low if value < low else high
        yield {"rule": each.rule.number, "from": wished, "to": _rounded(value), "why": why}


def _is_kept_after_all(plan: Plan, given_up: GivenUp) -> bool:
    """What is wished for a race in several weeks: what one could not do another may have done."""
    verdicts = (each.finding for each in plan.verdicts if each.rule.number == given_up.wish.rule)
    return given_up.wish.name in OF_A_RACE and all(each.applies and each.passed for each in verdicts)


def _entry(plan: Plan, given_up: list[GivenUp]) -> dict[str, Any]:
    wished, became = _told(plan.judged, given_up[0])
    weeks = in_weeks(each.week for each in given_up)
    why = f"No week keeps everything at once: {given_up[0].wish.name} gave way in {weeks}."
    return {"rule": given_up[0].wish.rule or None, "from": wished, "to": became, "why": why}


def _told(plan: Judged, given_up: GivenUp) -> Told:
    wish, sessions = given_up.wish, plan.of(given_up.week)
    if wish.name in MEASURES:
        return MEASURES[wish.name](plan, given_up, sessions)
    return (
        (wish.low if wish.low is not None else wish.high, None) if isinstance(wish, Linear) else (None, None)
    )


def _count(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    """Sessions of the kind that was wished."""
    kinds = {
        LONG: lambda each: each.kind == "long",
        "strength": lambda each: each.is_strength,
        "hard session in the taper": lambda each: each.hard,
        "sessions a week": lambda each: not each.is_strength,
        "sessions in the taper": lambda each: not each.is_strength,
        "specific session": lambda _: False,
    }
    found = sum(map(kinds[given_up.wish.name], sessions))
    wish = given_up.wish
    low = wish.low if isinstance(wish, Linear) else None
    return (float(low) if low is not None and found < low else _high(given_up)), float(found)


def _high(given_up: GivenUp) -> float | None:
    wish = given_up.wish
    return float(wish.high) if isinstance(wish, Linear) and wish.high is not None else None


def _long_day(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    """The weekday that was wished, and the one that the long session is on."""
    days = [WEEKDAYS[each.day.weekday()] for each in sessions if each.kind == "long"]
    wished = plan.spec.long_day
    return None if wished is None else WEEKDAYS[wished], next(iter(days), None)


def _easy(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    runs = endurance(sessions)
    wished = MOST_EASY_PCT if given_up.wish.name == NOT_EASY else EASY_SHARE_PCT
    return wished / 100, _rounded(sum(each.z1_min for each in runs) / max(total_minutes(runs), 1))


def _share(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    runs = endurance(sessions)
    longest = max((each.minutes for each in runs), default=0)
    return SHARE_MAX, _rounded(longest / max(total_minutes(runs), 1))


def _evenness(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    loads = [total_load(plan.by_day.get(day, ())) for day in given_up.week.days]
    return MONOTONY_MAX, _rounded(float(monotony(np.array(loads, float))[-1])) if any(loads) else None


def _bounds(value: Callable[[list[Session]], float]) -> Callable[[Judged, GivenUp, list[Session]], Told]:
    def told(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
        wish, became = given_up.wish, float(value(sessions))
        low = wish.low if isinstance(wish, Linear) else None
        return (float(low) if low is not None and became < low else _high(given_up)), became

    return told


def _form(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    race = next(race for race in plan.goals if race.date >= given_up.week.start)
    value, (low, high) = plan.form_on(race.date), FORM_RANGE
    return (low if value < low else high, _rounded(value))


def _fitness(plan: Judged, given_up: GivenUp, sessions: list[Session]) -> Told:  # noqa: ARG001
    value = fitness_lost(plan).value
    return LOSS_MAX, None if value is None else _rounded(value)


MEASURES: dict[str, Callable[[Judged, GivenUp, list[Session]], Told]] = {
    LONG_DAY: _long_day,
    LONG: _count,
    "strength": _count,
    "hard session in the taper": _count,
    "sessions a week": _count,
    "sessions in the taper": _count,
    "specific session": _count,
    "easy minutes": _easy,
    NOT_EASY: _easy,
    "share of the long run": _share,
    "evenness of the days": _evenness,
    "recovery week": _bounds(total_load),
    "volume of the taper": _bounds(lambda sessions: total_minutes(endurance(sessions))),
    "form on race day": _form,
    "fitness on race day": _fitness,
}


def _rounded(value: float) -> float:
    return round(value, 3)
