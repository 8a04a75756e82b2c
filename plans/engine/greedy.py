"""The week without a solver: from an empty week always the one change that helps most, until none does.

Limits are never broken on the way; a wish that is missed costs more than anything else, the later ones more
than the earlier. Deterministic: the first of equally good changes is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from plans.engine.week import Chosen, Even, Linear, WeekModel, Wish

type Matrix = np.ndarray[Any, np.dtype[np.float64]]

WISH_COST = 5_000.0
MOST_CHANGES = 200
FORBIDDEN = np.inf


def choose(model: WeekModel) -> Chosen:
    """Positions of the chosen sessions; an empty week when nothing fits."""
    if not model.choices:
        return ()
    search = _Search.of(model)
    chosen = np.zeros(len(model.choices), dtype=bool)
    sums = np.zeros(search.rows.shape[0])
    cost = float(search.cost(sums[None])[0])
    for _ in range(MOST_CHANGES):
        changes = search.changes(chosen)
        costs = search.cost(sums + changes.deltas)
        best = int(np.argmin(costs))
        if not costs[best] < cost - 1e-9:
            break
        chosen[changes.flips[best]] ^= True
        sums, cost = sums + changes.deltas[best], float(costs[best])
    return tuple(int(at) for at in np.flatnonzero(chosen))


def cost_of(model: WeekModel, chosen: Chosen) -> float:
    """What this week costs by the measure of `choose`: infinite when it breaks a limit."""
    search = _Search.of(model)
    return float(search.cost(search.rows[:, list(chosen)].sum(axis=1)[None])[0])


def missed(model: WeekModel, chosen: Chosen) -> tuple[Wish, ...]:
    """The wishes that this week does not keep."""
    search = _Search.of(model)
    sums = search.rows[:, list(chosen)].sum(axis=1)[None]
    kept = search.excesses(sums)[0, : len(model.wishes)] <= 0
    return tuple(wish for wish, holds in zip(model.wishes, kept, strict=True) if not holds)


@dataclass(frozen=True)
class _Changes:
    """One session more, one less, or one in place of another: what that adds to each sum, and who flips."""

    deltas: Matrix
    flips: list[list[int]]


@dataclass(frozen=True)
class _Search:
    """`rows` are weights of sums: bounds (wishes, then limits), deviations, costs, daily loads and counts."""

    model: WeekModel
    rows: Matrix
    low: Matrix
    high: Matrix
    scale: Matrix

    @classmethod
    def of(cls, model: WeekModel) -> _Search:
        bounds = [each for each in (*model.wishes, *model.limits)]
        size = len(model.choices)
        weights = [each.weights if isinstance(each, Linear) else (0,) * size for each in bounds]
        on_day = [[choice.day == day for choice in model.choices] for day in range(model.days)]
        loads = np.array(on_day, float).reshape(model.days, size) * np.array(model.loads(), float)
        rows = [*weights, *(each.weights for each in model.deviations), model.costs]
        table = np.vstack([np.array(rows, float).reshape(len(rows), size), loads, on_day])
        low = [-np.inf if isinstance(each, Even) or each.low is None else each.low for each in bounds]
        high = [np.inf if isinstance(each, Even) or each.high is None else each.high for each in bounds]
        scale = [100 / max(1, *map(abs, each), 1) for each in weights]
        return cls(model, table, np.array(low, float), np.array(high, float), np.array(scale))

    def changes(self, chosen: np.ndarray[Any, np.dtype[np.bool_]]) -> _Changes:
        inside, outside = np.flatnonzero(chosen), np.flatnonzero(~chosen)
        added, removed = self.rows.T[outside], -self.rows.T[inside]
        swapped = (removed[:, None, :] + added[None, :, :]).reshape(-1, self.rows.shape[0])
        flips = [[int(at)] for at in (*outside, *inside)]
        flips += [[int(one), int(other)] for one in inside for other in outside]
        return _Changes(np.vstack([added, removed, swapped]), flips)

    def cost(self, sums: Matrix) -> Matrix:
        """Of each week, shape (weeks,); infinite where a limit is broken."""
        wishes, first = len(self.model.wishes), self.low.size
        last = first + len(self.model.deviations)
        targets = np.array([each.target for each in self.model.deviations], float)
        prices = np.array([each.cost for each in self.model.deviations], float)
        excess = self.excesses(sums)
        ranks = WISH_COST * (1 + np.arange(1, wishes + 1) / max(wishes, 1))
        cost = sums[:, last] + np.abs(sums[:, first:last] - targets) @ prices
        cost += (excess[:, :wishes] > 0) @ ranks + excess[:, :wishes].sum(axis=1)
        used = (sums[:, -self.model.days :] > 0).sum(axis=1)
        cost[(excess[:, wishes:] > 0).any(axis=1) | (used > self.model.most_days)] = FORBIDDEN
        return cost

    def excesses(self, sums: Matrix) -> Matrix:
        """By how much each week misses each wish and limit, on a scale of about a hundred."""
        values = sums[:, : self.low.size]
        found = np.maximum(np.maximum(self.low - values, values - self.high), 0.0) * self.scale
        daily = sums[:, -2 * self.model.days : -self.model.days]
        uneven = np.maximum(5 * daily.sum(axis=1) ** 2 - 28 * (daily**2).sum(axis=1), 0) ** 0.5
        for at, wish in enumerate(self.model.wishes):
            if isinstance(wish, Even):
                found[:, at] = uneven
        return found
