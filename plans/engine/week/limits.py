"""What a week may never break: the rules that are hard, and what a day can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, exp, floor

from metrics.science.load import FITNESS_DAYS
from plans.engine.catalogue import CatalogueEntry
from plans.engine.rules.expected import is_eve
from plans.engine.rules.growth import RAMP_MAX
from plans.engine.rules.mix import pattern
from plans.engine.rules.races import DAY_BEFORE_MIN
from plans.engine.week.model import Choice, Linear
from plans.engine.week.situation import Situation
from plans.engine.week.targets import Targets

SCALE = 10_000
RAMP_MARGIN = 0.02
"""For the rounding of loads to whole numbers on this scale."""

type Weigh = Callable[[Choice], int]


def weights(choices: tuple[Choice, ...], weigh: Weigh) -> tuple[int, ...]:
    return tuple(map(weigh, choices))


def is_key(each: CatalogueEntry) -> bool:
    return each.is_hard or each.is_long


def endurance_minutes(each: CatalogueEntry) -> int:
    return 0 if each.kind == "strength" else each.minutes


def limits_of(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> tuple[Linear, ...]:
    """Limits as sums over choices. Rest days are `WeekModel.most_days`."""
    most_hard = max(targets.quality, _wanted_by_taper(now, targets))
    minutes = weights(choices, lambda choice: choice.entry.minutes)
    total = Linear("weekly minutes", minutes, high=targets.most_minutes, rule=4)
    return (
        total,
        *_days(now, choices),
        *_hard_neighbours(now, choices),
        *_ramps(now, choices),
        *_not_again(now, choices),
        Linear("one long session", weights(choices, lambda choice: choice.entry.is_long), high=1),
        Linear("hard sessions", weights(choices, lambda choice: choice.entry.is_hard), high=most_hard),
    )


def _wanted_by_taper(now: Situation, targets: Targets) -> int:
    """Two weeks before a race that end in one calendar week may each need their hard session in it."""
    return 2 if targets.taper is not None and targets.quality and now.week.kind == "taper" else 0


def _days(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Linear]:
    for at, day in enumerate(now.week.days):
        room = now.spec.room_on(day)
        if not room.sessions:
            continue
        most = min(room.minutes, DAY_BEFORE_MIN if is_eve(now.spec, day) else room.minutes)

        def of_day(weigh: Callable[[CatalogueEntry], int], at: int = at) -> tuple[int, ...]:
            return weights(choices, lambda choice: weigh(choice.entry) if choice.day == at else 0)

        yield Linear("sessions of a day", of_day(lambda _: 1), high=room.sessions, rule=15)
        if room.sessions > 1:
            yield Linear("minutes of a day", of_day(lambda each: each.minutes), high=most, rule=15)
            yield Linear("one key session a day", of_day(lambda each: int(is_key(each))), high=1)
            yield Linear("one strength session a day", of_day(lambda each: each.kind == "strength"), high=1)
            yield Linear("two easy sessions a day", of_day(lambda each: each.kind != "strength"), high=2)


def _hard_neighbours(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Linear]:
    for first in range(len(now.week.days) - 1):
        days = (first, first + 1)
        hard = weights(choices, lambda choice, days=days: choice.entry.is_hard and choice.day in days)  # type: ignore[misc]
        if any(hard):
            yield Linear("48 hours between hard sessions", hard, high=1, rule=6)


def _ramps(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Linear]:
    """Fitness at the end of each day against that of a week before, which is linear in the loads."""
    decay = exp(-1 / FITNESS_DAYS)
    for at, day in enumerate(now.week.days):
        past = (day - now.plan.season.start).days - 7
        week_days = now.plan.days[past + 1 : past + 8]
        if past < -1 or any(map(now.spec.race_on, week_days)):
            continue
        earlier = now.plan.fitness_on(now.plan.days[past]) if past >= 0 else now.spec.athlete.fitness
        raced = [day for day in now.week.days[: at + 1] if now.spec.race_on(day)]
        budget = earlier + RAMP_MAX - RAMP_MARGIN - now.fitness * decay ** (at + 1)
        parts = [(1 - decay) * decay ** (at - each) * SCALE for each in range(at + 1)]
        if raced:
            continue

        def weigh(choice: Choice, at: int = at, parts: list[float] = parts) -> int:
            return ceil(parts[choice.day] * choice.entry.load) if choice.day <= at else 0

        yield Linear("ramp", weights(choices, weigh), high=floor(budget * SCALE), rule=1)


def _not_again(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Linear]:
    """Rule 16, always: not the very sessions of the week before on the same weekdays."""
    if not now.before:
        return
    previous = pattern(now.plan, now.before[-1])
    same = weights(choices, lambda choice: 1 if _of(choice) in previous else -1)
    if previous and sum(each > 0 for each in same) == len(previous):
        yield Linear("a week unlike the one before", same, high=len(previous) - 1, rule=16)


def _of(choice: Choice) -> tuple[int, str, int]:
    return choice.date.weekday(), choice.entry.kind, choice.entry.minutes
