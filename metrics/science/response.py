"""Banister's impulse response: performance as a base plus fitness minus fatigue of all loads so far.

With free time constants the fit degenerates (on Clarke and Skiba's rider to 27.8 and 27.1 days), so they are
given, and only the base and the two gains are fitted. For reporting: its optimum contradicts how tapers work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.science.segments import Column

FITNESS_DAYS, FATIGUE_DAYS = 45.0, 15.0
FEWEST_TESTS = 8
"""Fewer maximal tests than this cannot carry three parameters."""


@dataclass(frozen=True, slots=True)
class Response:
    """p(t) = base + fitness_gain · Σ w e^(−Δ/fitness_days) − fatigue_gain · Σ w e^(−Δ/fatigue_days).

    The load of the day itself counts (Δ = 0), the convention with which published fits are reproduced.
    """

    base: float
    fitness_gain: float
    fatigue_gain: float
    fitness_days: float = FITNESS_DAYS
    fatigue_days: float = FATIGUE_DAYS

    def performance(self, loads: Column) -> Column:
        """The modelled performance of each day, shape (n,), in the unit of the tests."""
        fitness, fatigue = accumulated(loads, self.fitness_days), accumulated(loads, self.fatigue_days)
        return self.base + self.fitness_gain * fitness - self.fatigue_gain * fatigue

    @property
    def days_until_helpful(self) -> float | None:
        """Days before a race after which a load does more harm than good; None when it never does."""
        return self._crossing(self.fatigue_gain / self.fitness_gain)

    @property
    def days_of_most_help(self) -> float | None:
        """Days before a race at which a load helps most; None when there is no such day."""
        slopes = self.fatigue_gain * self.fitness_days / (self.fitness_gain * self.fatigue_days)
        return self._crossing(slopes)

    def _crossing(self, ratio: float) -> float | None:
        if ratio <= 1:
            return None
        slow, fast = self.fitness_days, self.fatigue_days
        return float(slow * fast / (slow - fast) * np.log(ratio))


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted response and how well it meets the tests: sum of squared errors, and share explained."""

    response: Response
    squared_error: float
    r_squared: float


def accumulated(loads: Column, days: float) -> Column:
    """Σ w e^(−Δ/days) over all loads up to and with each day."""
    keep = float(np.exp(-1 / days))
    total, sums = 0.0, np.empty(loads.size)
    for index, load in enumerate(loads.tolist()):
        total = total * keep + load
        sums[index] = total
    return sums


def errors(response: Response, loads: Column, days: Sequence[int], performances: Sequence[float]) -> Fit:
    """How a response meets tests on the given day indices."""
    measured = np.asarray(performances, dtype=np.float64)
    residual = measured - response.performance(loads)[list(days)]
    squared = float(residual @ residual)
    spread = float(np.sum((measured - measured.mean()) ** 2))
    return Fit(response, squared, 1 - squared / spread if spread > 0 else 0.0)


def fit(
    loads: Column,
    days: Sequence[int],
    performances: Sequence[float],
    *,
    fitness_days: float = FITNESS_DAYS,
    fatigue_days: float = FATIGUE_DAYS,
) -> Fit | None:
    """Base and gains by least squares for given time constants; None with fewer than eight tests."""
    if len(days) < FEWEST_TESTS:
        return None
    chosen = list(days)
    terms = np.column_stack(
        [
            np.ones(len(chosen)),
            accumulated(loads, fitness_days)[chosen],
            -accumulated(loads, fatigue_days)[chosen],
        ]
    )
    base, fitness_gain, fatigue_gain = np.linalg.lstsq(terms, np.asarray(performances), rcond=None)[
        0
    ].tolist()
    response = Response(base, fitness_gain, fatigue_gain, fitness_days, fatigue_days)
    return errors(response, loads, days, performances)
