"""Critical power: what maximal efforts say about the power that can be held, and the work above it.

Two parameters (Monod & Scherrer 1965; Hill 1993): P = CP + W′/t. Three (Morton 1996), with a highest power:
P = CP + W′/(t − k), k = W′/(CP − Pmax) < 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from metrics.science.regression import line_through
from metrics.science.segments import Column

type Method = Literal["inverse_time", "work_time"]

SHORTEST_S, LONGEST_S = 120, 1200
"""Efforts of 2 to 20 min: shorter ones are limited by more than W′, longer ones by fuel and heat."""

FEWEST, SPREAD = 3, 2.5
FEWEST_OF_MORTON, SPRINT_S = 5, 30
WITHIN_DAYS = 90
LEAST_WORK_J, MOST_WORK_J = 3_000.0, 60_000.0
"""Values of W′ beyond these are in no study: then at least one effort was not maximal. A convention."""

HARDER = 1.005
SEARCH_STEPS = 200
MOST_K_S = 600.0


@dataclass(frozen=True, slots=True)
class MaximalEffort:
    """The highest mean power in W over a time, and the day of it when it is known."""

    duration_s: float
    power_w: float
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CriticalPower:
    """CP in W and W′ in J with their standard errors (None for two efforts).

    `residuals_w` are measured less modelled power of `efforts`, in their order, and `rmse_w` their root mean
    square. `pmax_w` and `k_s` are set for three parameters only.
    """

    cp_w: float
    w_prime_j: float
    cp_se_w: float | None
    w_prime_se_j: float | None
    residuals_w: tuple[float, ...]
    efforts: tuple[MaximalEffort, ...]
    pmax_w: float | None = None
    pmax_se_w: float | None = None
    k_s: float = 0.0

    @property
    def rmse_w(self) -> float:
        return float(np.sqrt(np.mean(np.square(self.residuals_w))))

    def power_w(self, duration_s: float) -> float:
        """What the model says can be held for so long."""
        return self.cp_w + self.w_prime_j / (duration_s - self.k_s)


@dataclass(frozen=True, slots=True)
class Fitted[Model]:
    """A model, or the reason in plain words why the data cannot carry one: exactly one of the two."""

    model: Model | None
    reason: str | None


def fit_two(efforts: Sequence[MaximalEffort], method: Method = "inverse_time") -> CriticalPower:
    """CP and W′ through all efforts, by the regression named; at least two of different duration.

    `inverse_time`, the default: power on 1/t, which is least squares on power. The duration of a mean-max
    point is exact and its power is what was measured, so that is where the error is. `work_time`: work on
    time, which weighs long efforts more and fits tests ridden at a set power until failure.
    Raises ValueError without two different durations.
    """
    times, powers = _columns(efforts)
    if method == "inverse_time":
        line = line_through(1 / times, powers)
        cp, work, cp_se, work_se = line.intercept, line.slope, line.intercept_se, line.slope_se
    else:
        line = line_through(times, powers * times)
        cp, work, cp_se, work_se = line.slope, line.intercept, line.slope_se, line.intercept_se
    residuals = powers - cp - work / times
    return CriticalPower(cp, work, cp_se, work_se, tuple(residuals.tolist()), tuple(efforts))


def fit_morton(efforts: Sequence[MaximalEffort]) -> CriticalPower:
    """CP, W′ and Pmax by least squares on power; for a fixed k the model is a straight line in 1/(t − k).

    So k alone is searched, first on a grid and then by golden section. Standard errors are those of the
    linearised three-parameter model. Raises ValueError with fewer than three different durations.
    """
    times, powers = _columns(efforts)
    if np.unique(times).size < 3:
        raise ValueError("three parameters need three different durations")

    def squares(k: float) -> float:
        return float(np.sum(line_through(1 / (times - k), powers).residuals ** 2))

    grid = -np.geomspace(0.01, MOST_K_S, SEARCH_STEPS)
    best = int(np.argmin([squares(k) for k in grid]))
    around = grid[max(best - 1, 0)], grid[min(best + 1, SEARCH_STEPS - 1)]
    k = _golden(squares, min(around), max(around))
    line = line_through(1 / (times - k), powers)
    cp, work = line.intercept, line.slope
    errors = _morton_errors(times, line.residuals, work, k)
    return CriticalPower(
        cp,
        work,
        errors[0],
        errors[1],
        tuple(line.residuals.tolist()),
        tuple(efforts),
        pmax_w=cp - work / k,
        pmax_se_w=errors[2],
        k_s=k,
    )


def critical_power(
    efforts: Sequence[MaximalEffort], method: Method = "inverse_time"
) -> Fitted[CriticalPower]:
    """The two-parameter model, if the efforts of 2 to 20 min carry it; others are left out.

    They must be three or more, the longest 2.5 times the shortest, all within 90 days, and W′ must come out
    between 3 and 60 kJ.
    """
    used = [effort for effort in efforts if SHORTEST_S <= effort.duration_s <= LONGEST_S]
    lacks = lacking([effort.duration_s for effort in used], [effort.day for effort in used])
    return Fitted(None, lacks) if lacks else _plausible(fit_two(used, method))


def morton(efforts: Sequence[MaximalEffort]) -> Fitted[CriticalPower]:
    """The three-parameter model, if efforts of up to 20 min carry it.

    As `critical_power`, with five or more efforts, one of them of 30 s or less.
    """
    used = [effort for effort in efforts if effort.duration_s <= LONGEST_S]
    durations = [effort.duration_s for effort in used]
    days = [effort.day for effort in used]
    middle = [seconds for seconds in durations if seconds >= SHORTEST_S]
    lacks = lacking(middle, days)
    if lacks is None and (len(used) < FEWEST_OF_MORTON or min(durations) > SPRINT_S):
        lacks = f"needs {FEWEST_OF_MORTON} efforts with a sprint of {SPRINT_S} s or less"
    return Fitted(None, lacks) if lacks else _plausible(fit_morton(used))


def without_held(efforts: Sequence[MaximalEffort]) -> tuple[MaximalEffort, ...]:
    """The efforts, shortest first, without those that are only the beginning of a longer one.

    Five minutes at 300 W make no maximal three minutes: a shorter effort counts if it is over 0.5 % harder.
    """
    ordered = sorted(efforts, key=lambda effort: effort.duration_s)
    longer = [*(effort.power_w for effort in ordered[1:]), 0.0]
    return tuple(
        effort for effort, power_w in zip(ordered, longer, strict=False) if effort.power_w > HARDER * power_w
    )


def lacking(durations_s: Sequence[float], days: Sequence[date | None]) -> str | None:
    """What a hyperbola lacks with efforts of these durations and days; None when they carry it."""
    if len(set(durations_s)) < FEWEST:
        return f"needs {FEWEST} efforts of 2 to 20 min"
    if max(durations_s) < SPREAD * min(durations_s):
        return "the efforts are too alike in duration"
    known = [day for day in days if day is not None]
    if known and (max(known) - min(known)).days > WITHIN_DAYS:
        return f"the efforts lie more than {WITHIN_DAYS} days apart"
    return None


def _plausible(model: CriticalPower) -> Fitted[CriticalPower]:
    believable = model.cp_w > 0 and LEAST_WORK_J <= model.w_prime_j <= MOST_WORK_J
    if believable and (model.pmax_w is None or model.pmax_w < 2.0 * max(e.power_w for e in model.efforts)):
        return Fitted(model, None)
    return Fitted(None, "the efforts do not follow the model: at least one was not maximal")


def _columns(efforts: Sequence[MaximalEffort]) -> tuple[Column, Column]:
    times = np.array([effort.duration_s for effort in efforts], dtype=np.float64)
    return times, np.array([effort.power_w for effort in efforts], dtype=np.float64)


def _golden(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley between `low` and `high` is lowest, to a relative 1e-9."""
    ratio = (np.sqrt(5) - 1) / 2
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-9 * max(abs(low), abs(high)):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = function(right)
    return float((low + high) / 2)


def _morton_errors(times: Column, residuals: Column, work: float, k: float) -> tuple[float | None, ...]:
    """Standard errors of CP, W′ and Pmax; None for as many parameters as points."""
    if times.size <= 3:
        return (None, None, None)
    inverse = 1 / (times - k)
    slopes = np.column_stack([np.ones(times.size), inverse, work * inverse**2])
    covariance = np.linalg.pinv(slopes.T @ slopes) * np.sum(residuals**2) / (times.size - 3)
    of_pmax = np.array([1.0, -1 / k, work / k**2])
    variances = (covariance[0, 0], covariance[1, 1], of_pmax @ covariance @ of_pmax)
    return tuple(float(np.sqrt(max(variance, 0.0))) for variance in variances)
