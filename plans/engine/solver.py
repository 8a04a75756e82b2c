"""The exact solver: CP-SAT, one worker, a fixed seed and deterministic time, so the same week everywhere.

The only module that imports OR-Tools; without it `solve` answers `UNAVAILABLE` and the greedy one steps in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from plans.engine.week import Chosen, Even, Linear, WeekModel, Wish

SEED = 1
BUDGETS = (0.06, 0.12, 0.24)
"""Deterministic seconds: steps, the same on every machine; each when the one before found nothing."""

GAP = 10
"""One load point more than the best is as good. So, and without presolve, weeks take a third of the time."""

type Status = Literal["found", "impossible", "out_of_time", "unavailable"]


@dataclass(frozen=True, slots=True)
class Solved:
    status: Status
    chosen: Chosen = ()


def solve(
    model: WeekModel, wishes: Sequence[Wish], *, hint: Chosen = (), budgets: Sequence[float] = BUDGETS
) -> Solved:
    """A cheap week within the limits and these wishes, or why there is none; `hint` is looked at first."""
    try:
        # Costs 0.5 s, so it waits for the first plan; and it may be missing.
        from ortools.sat.python import cp_model  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415
    except ImportError:
        return Solved("unavailable")
    program = _Program(cp_model, model)
    for wish in (*model.limits, *wishes):
        program.keep(wish)
    program.minimise()
    program.hint(hint)
    solved = Solved("out_of_time")
    for seconds in budgets:
        solved = program.solved(seconds)
        if solved.status != "out_of_time":
            break
    return solved


class _Program:
    """The week in the solver's words."""

    def __init__(self, cp: Any, week: WeekModel) -> None:
        self.cp = cp
        self.week = week
        self.model = cp.CpModel()
        self.chosen = [self.model.new_bool_var("") for _ in week.choices]
        self._rest()

    def keep(self, wish: Wish) -> None:
        if isinstance(wish, Linear):
            self._bound(self._sum(wish.weights), wish)
        elif isinstance(wish, Even):
            self._even()

    def minimise(self) -> None:
        terms = [self._sum(self.week.costs)]
        for each in self.week.deviations:
            most = sum(map(abs, each.weights)) + abs(each.target)
            missed = self.model.new_int_var(0, most, "")
            self.model.add_abs_equality(missed, self._sum(each.weights) - each.target)
            terms.append(each.cost * missed)
        self.model.minimize(sum(terms))

    def hint(self, chosen: Chosen) -> None:
        for at in chosen:
            self.model.add_hint(self.chosen[at], True)

    def solved(self, seconds: float) -> Solved:
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = seconds
        solver.parameters.absolute_gap_limit = GAP
        solver.parameters.cp_model_presolve = False
        status = solver.solve(self.model)
        if status in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            chosen = (at for at, each in enumerate(self.chosen) if solver.boolean_value(each))
            return Solved("found", tuple(chosen))
        return Solved("impossible" if status == self.cp.INFEASIBLE else "out_of_time")

    def _bound(self, value: Any, wish: Linear) -> None:
        if wish.low is not None:
            self.model.add(value >= wish.low)
        if wish.high is not None:
            self.model.add(value <= wish.high)

    def _sum(self, weights: Iterable[int]) -> Any:
        pairs = [(each, weight) for each, weight in zip(self.chosen, weights, strict=True) if weight]
        return self.cp.LinearExpr.weighted_sum([each for each, _ in pairs], [weight for _, weight in pairs])

    def _of_day(self, day: int) -> list[Any]:
        return [
            each for each, choice in zip(self.chosen, self.week.choices, strict=True) if choice.day == day
        ]

    def _rest(self) -> None:
        """No more days with a session than the week may have."""
        used = [self.model.new_bool_var("") for _ in range(self.week.days)]
        for day, is_used in enumerate(used):
            for each in self._of_day(day):
                self.model.add_implication(each, is_used)
        self.model.add(sum(used) <= self.week.most_days)

    def _even(self) -> None:
        """28·Σx² ≥ 5·(Σx)² over the seven daily loads."""
        loads = self.week.loads()
        most = sum(loads)
        days, squares = [], []
        for day in range(self.week.days):
            of_day = [
                load if choice.day == day else 0
                for load, choice in zip(loads, self.week.choices, strict=True)
            ]
            days.append(self._equal_to(self._sum(of_day), most))
            squares.append(self._square(days[-1], most))
        total = self._equal_to(sum(days), most)
        self.model.add(28 * sum(squares) >= 5 * self._square(total, most))

    def _equal_to(self, value: Any, most: int) -> Any:
        variable = self.model.new_int_var(0, most, "")
        self.model.add(variable == value)
        return variable

    def _square(self, variable: Any, most: int) -> Any:
        square = self.model.new_int_var(0, most * most, "")
        self.model.add_multiplication_equality(square, [variable, variable])
        return square
