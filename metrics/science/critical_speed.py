"""Critical speed and D′: the two-parameter model of critical power with distance for work.

d = CS·t + D′ (Hughson et al. 1984): the metres that can be run beyond the critical speed are D′.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.science.critical_power import LONGEST_S, SHORTEST_S, Fitted, lacking
from metrics.science.regression import line_through

LEAST_M, MOST_M = 5.0, 600.0
"""Values of D′ beyond these are in no study (runners 50 to 400 m, swimmers 10 to 50). A convention."""


@dataclass(frozen=True, slots=True)
class FastestTime:
    """The shortest time over a distance, and the day of it when it is known."""

    distance_m: float
    duration_s: float
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CriticalSpeed:
    """CS in m/s and D′ in m with their standard errors (None for two efforts).

    `residuals_m` are measured less modelled distance of `efforts`, in their order.
    """

    cs_mps: float
    d_prime_m: float
    cs_se_mps: float | None
    d_prime_se_m: float | None
    residuals_m: tuple[float, ...]
    efforts: tuple[FastestTime, ...]

    @property
    def rmse_m(self) -> float:
        return float(np.sqrt(np.mean(np.square(self.residuals_m))))

    def time_s(self, distance_m: float) -> float:
        """How long the model says a distance takes; it holds for about 2 to 20 min, beyond it flatters."""
        return (distance_m - self.d_prime_m) / self.cs_mps

    def speed_mps(self, duration_s: float) -> float:
        """What the model says can be held for so long."""
        return self.cs_mps + self.d_prime_m / duration_s


def fit(efforts: Sequence[FastestTime]) -> CriticalSpeed:
    """CS and D′ by the regression of distance on time through all efforts.

    Raises ValueError without two different durations.
    """
    times = np.array([effort.duration_s for effort in efforts], dtype=np.float64)
    line = line_through(times, np.array([effort.distance_m for effort in efforts], dtype=np.float64))
    return CriticalSpeed(
        line.slope,
        line.intercept,
        line.slope_se,
        line.intercept_se,
        tuple(line.residuals.tolist()),
        tuple(efforts),
    )


def critical_speed(efforts: Sequence[FastestTime]) -> Fitted[CriticalSpeed]:
    """The model, if the efforts of 2 to 20 min carry it; others are left out.

    They must be three or more, the longest 2.5 times the shortest, all within 90 days, and D′ must come out
    between 5 and 600 m.
    """
    used = [effort for effort in efforts if SHORTEST_S <= effort.duration_s <= LONGEST_S]
    lacks = lacking([effort.duration_s for effort in used], [effort.day for effort in used])
    if lacks:
        return Fitted(None, lacks)
    model = fit(used)
    if model.cs_mps > 0 and LEAST_M <= model.d_prime_m <= MOST_M:
        return Fitted(model, None)
    return Fitted(None, "the efforts do not follow the model: at least one was not maximal")
