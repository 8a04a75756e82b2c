"""One week as a choice among sessions: what a solver, exact or greedy, gets and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.engine.catalogue import CatalogueEntry


@dataclass(frozen=True, slots=True)
class Choice:
    """Do this session on that day; `day` counts within the week."""

    day: int
    date: date
    entry: CatalogueEntry


@dataclass(frozen=True, slots=True)
class Linear:
    """`low` ≤ Σ weights of the chosen ≤ `high`, None for an open side; `rule` as in the checker, or 0."""

    name: str
    weights: tuple[int, ...]
    low: int | None = None
    high: int | None = None
    rule: int = 0


@dataclass(frozen=True, slots=True)
class Even:
    """Foster's monotony of the week's daily loads is 2 or less: 28·Σx² ≥ 5·(Σx)², with the population SD."""

    name: str = "evenness of the days"
    rule: int = 8


@dataclass(frozen=True, slots=True)
class Deviation:
    """Costs `cost` for every unit by which Σ weights of the chosen misses the target, either way."""

    weights: tuple[int, ...]
    target: int
    cost: int


type Wish = Linear | Even


@dataclass(frozen=True, slots=True)
class WeekModel:
    """`limits` always hold; `wishes` hold unless that is impossible, the first to be given up first.

    `most_days` is how many days may have a session, `costs` what each choice costs by itself.
    """

    choices: tuple[Choice, ...]
    days: int
    most_days: int
    limits: tuple[Linear, ...]
    wishes: tuple[Wish, ...]
    deviations: tuple[Deviation, ...]
    costs: tuple[int, ...]

    def loads(self) -> tuple[int, ...]:
        return tuple(choice.entry.load for choice in self.choices)


type Chosen = tuple[int, ...]
"""Positions in `choices`, ascending."""
