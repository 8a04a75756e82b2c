"""Giving up as little as possible, in the listed order, and saying what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from plans.engine import greedy, solver
from plans.engine.week import Chosen, WeekModel, Wish

type Engine = Literal["exact", "greedy"]
type Attempt = Callable[[Sequence[Wish]], solver.Solved]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was chosen and which wishes had to go."""

    chosen: Chosen
    given_up: tuple[Wish, ...] = ()


def settle(
    model: WeekModel, *, engine: Engine = "exact", budgets: Sequence[float] = solver.BUDGETS
) -> Settled:
    """The best week there is; the greedy one on request, and when the exact one has no answer in time."""
    chosen = greedy.choose(model)
    if engine == "exact" and model.choices:
        attempt = partial(solver.solve, model, hint=chosen, budgets=budgets)
        settled = _give_up(model.wishes, attempt)
        if settled is not None:
            return settled
    return Settled(chosen, greedy.missed(model, chosen))


def _give_up(wishes: Sequence[Wish], attempt: Attempt) -> Settled | None:
    """Drop wishes from the front until a week is possible, then take back those that did not matter."""
    for dropped in range(len(wishes) + 1):
        solved = attempt(wishes[dropped:])
        if solved.status == "found":
            return _take_back(wishes, dropped, solved.chosen, attempt)
        if solved.status != "impossible":
            return None
    return None


def _take_back(wishes: Sequence[Wish], dropped: int, chosen: Chosen, attempt: Attempt) -> Settled:
    """The last one dropped stays out: it was what made the difference."""
    kept, given_up = list(wishes[dropped:]), list(wishes[:dropped])
    for wish in reversed(wishes[: max(dropped - 1, 0)]):
        solved = attempt([wish, *kept])
        if solved.status == "found":
            kept, chosen = [wish, *kept], solved.chosen
            given_up.remove(wish)
    return Settled(chosen, tuple(given_up))
