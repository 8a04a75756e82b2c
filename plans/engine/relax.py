"""Giving up as little as possible, in the listed order, and saying what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

from plans.engine import greedy, solver
from plans.engine.week import Chosen, WeekModel, Wish

type Engine = Literal["exact", "greedy"]
KEPT_WEEKS = 128
"""A plan is looked at, adopted and adapted: the same weeks are asked for again. Some megabytes at most."""

type Attempt = Callable[[Sequence[Wish]], solver.Solved]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was chosen and which wishes had to go."""

    chosen: Chosen
    given_up: tuple[Wish, ...] = ()


@lru_cache(KEPT_WEEKS)
def settle(
    model: WeekModel, *, engine: Engine = "exact", budgets: tuple[float, ...] = solver.BUDGETS
) -> Settled:
    """The best week there is; the greedy one on request, and when the exact one has no answer in time."""
    chosen = greedy.choose(model)
    if engine == "exact" and model.choices:
        attempt = partial(solver.solve, model, hint=chosen, budgets=budgets)
        settled = _give_up(model, attempt)
        if settled is not None:
            return settled
    return Settled(chosen, greedy.missed(model, chosen))


def _give_up(model: WeekModel, attempt: Attempt) -> Settled | None:
    """Drop wishes from the front until a week is possible, then take back those that did not matter.

    What is possible with more wishes is so with fewer: the fewest to drop are found by halving. None when an
    answer takes too long, or when not even the limits can be kept.
    """
    low, high, found = 0, len(model.wishes), None
    dropped = 0
    while low <= high:
        solved = attempt(model.wishes[dropped:])
        if solved.status == "found":
            high, found = dropped - 1, (dropped, solved.chosen)
        elif solved.status == "impossible":
            low = dropped + 1
        else:
            return None
        dropped = (low + high) // 2
    return None if found is None else _take_back(model, *found, attempt)


def _take_back(model: WeekModel, dropped: int, chosen: Chosen, attempt: Attempt) -> Settled:
    """The last one dropped stays out: it was what made the difference."""
    wishes = model.wishes
    kept, given_up = list(wishes[dropped:]), list(wishes[:dropped])
    for wish in reversed(wishes[: max(dropped - 1, 0)]):
        if wish in greedy.missed(model, chosen):
            solved = attempt([wish, *kept])
            if solved.status != "found":
                continue
            chosen = solved.chosen
        kept = [wish, *kept]
        given_up.remove(wish)
    return Settled(chosen, tuple(given_up))
