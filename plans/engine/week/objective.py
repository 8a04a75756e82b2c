"""What makes one week better than another that keeps the same rules (science 3.2, soft part)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from plans.engine.week.limits import endurance_minutes, weights
from plans.engine.week.model import Choice, Deviation
from plans.engine.week.options import Published, quality_kinds
from plans.engine.week.situation import Situation
from plans.engine.week.targets import Targets

LOAD_COST, LONG_COST, MINUTES_COST = 10, 3, 4
SESSION_COST, QUALITY_COST = 40, 600
INTENSITY_COST, INTENSITY_SHARE = 4, 0.16
OFF_LONG_DAY_COST, HARD_END_COST, ROTATION_COST = 150, 30, 10
UNEVEN_COST_PER_5_MIN = 1
PLAIN_COST: Mapping[str, int] = {"recovery": 6, "steady": 6, "strides": 3, "technique": 3, "openers": 2}
STRENGTH_COST: Mapping[int, int] = {30: 0, 20: 4, 40: 4}
OTHER_LENGTH_COST, CHANGE_COST = 120, 300
"""Of a session that was told otherwise: the same with other minutes, and another one or another day."""

NEAR, NEAR_IN_PART = 0.15, 0.30
"""What was told stays the aim of a week while it is so near to it; of one that has begun less is known."""


def deviations_of(targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Deviation]:
    """Load first, then the long session, how many sessions, how many hard ones, how much is hard."""
    yield Deviation(weights(choices, lambda choice: choice.entry.load), targets.load, LOAD_COST)
    long = weights(choices, lambda choice: choice.entry.minutes if choice.entry.is_long else 0)
    yield Deviation(long, targets.long_min, LONG_COST)
    runs = weights(choices, lambda choice: choice.entry.kind != "strength")
    yield Deviation(runs, targets.sessions, SESSION_COST)
    if targets.quality:
        hard = weights(choices, lambda choice: choice.entry.is_hard)
        yield Deviation(hard, targets.quality, QUALITY_COST)
        yield Deviation(weights(choices, _intensity), 0, INTENSITY_COST)
    if targets.taper is not None and targets.minutes is not None:
        window = targets.taper.window
        minutes = weights(choices, lambda choice: endurance_minutes(choice.entry) * (choice.date >= window))
        yield Deviation(minutes, targets.minutes, MINUTES_COST)


def _intensity(choice: Choice) -> int:
    each = choice.entry
    if each.kind == "strength":
        return 0
    return round(each.z2_min + each.z3_min - INTENSITY_SHARE * each.minutes)


def costs_of(
    now: Situation, targets: Targets, choices: tuple[Choice, ...], published: Published
) -> tuple[int, ...]:
    """Of each choice by itself: day, kind, distance from the usual length and from what was told."""
    order = _rotated(now)
    easy = targets.expected_min / max(targets.sessions, 1) * 0.9

    def cost(choice: Choice) -> int:
        return _by_kind(choice, order, easy) + _by_day(now, choice) + _by_change(choice, published)

    return tuple(map(cost, choices))


def _rotated(now: Situation) -> Mapping[str, int]:
    """The phase's first kind is wanted every week, the others take turns."""
    first, *others = quality_kinds(now)
    turn = now.week.number % len(others) if others else 0
    return {kind: at for at, kind in enumerate((first, *others[turn:], *others[:turn]))}


def _by_kind(choice: Choice, order: Mapping[str, int], easy: float) -> int:
    each = choice.entry
    if each.kind == "strength":
        return STRENGTH_COST.get(each.minutes, 0)
    if each.is_quality:
        return ROTATION_COST * order[each.kind]
    if each.is_long:
        return 0
    return PLAIN_COST.get(each.kind, 0) + round(abs(each.minutes - easy) / 5) * UNEVEN_COST_PER_5_MIN


def _by_day(now: Situation, choice: Choice) -> int:
    """The long day is kept, and the next week's first day stays free for something hard."""
    if choice.entry.is_hard and choice.date == now.week.days[-1]:
        return HARD_END_COST
    wanted = now.spec.long_day
    if not choice.entry.is_long or wanted is None or choice.date.weekday() == wanted:
        return 0
    return OFF_LONG_DAY_COST


def _by_change(choice: Choice, published: Published) -> int:
    """What was told already is kept where nothing speaks against it."""
    if not published:
        return 0
    known, each = published.get(choice.date, frozenset()), choice.entry
    if (each.kind, each.minutes) in known:
        return 0
    return OTHER_LENGTH_COST if any(kind == each.kind for kind, _ in known) else CHANGE_COST


def told_of(days: Iterable[date], published: Published) -> Published:
    """Of what was told, that of these days."""
    return {day: published[day] for day in days if day in published}


def steady(targets: Targets, choices: tuple[Choice, ...], told: Published, *, is_full: bool) -> Targets:
    """The aims of a week of which something was told: what that comes to, while it is near enough."""
    kept = [
        each.entry for each in choices if (each.entry.kind, each.entry.minutes) in told.get(each.date, ())
    ]
    load, long = sum(each.load for each in kept), sum(each.minutes for each in kept if each.is_long)
    near = NEAR if is_full else NEAR_IN_PART
    if abs(load - targets.load) > near * targets.load:
        return targets
    long_min = long if abs(long - targets.long_min) <= near * targets.long_min else targets.long_min
    sessions = sum(each.kind != "strength" for each in kept)
    return replace(targets, load=load, long_min=long_min, sessions=sessions)
