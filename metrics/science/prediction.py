"""Race times from performances over other distances: several models, each with its uncertainty.

Spreads are standard deviations of the logarithm of the time, that is shares of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.science import vdot as daniels
from metrics.science.critical_power import LONGEST_S, SHORTEST_S
from metrics.science.critical_speed import CriticalSpeed
from metrics.science.performances import Performance

RIEGEL = 1.06
"""Riegel (1981), American Scientist 69:285."""

LOWEST_EXPONENT, HIGHEST_EXPONENT = 1.01, 1.20
LEAST_RATIO = 1.5
"""Distances closer together than this say nothing about an exponent."""

EXPONENT_SPREAD = 0.03
"""Between runners, per unit of the logarithm of the distances' ratio. Ours: with an effort's own spread it
gives 7 % from 5 km to the marathon, what Smyth and Muniz-Pumares (2020) erred by from training bests."""

AT_150_MIN, AT_360_MIN = (9_000.0, 0.930), (21_600.0, 0.789)
CRITICAL_SPEED_SPREAD = 0.0767
"""Smyth and Muniz-Pumares (2020): marathons of 25,000 runners were run at 93.0 % of critical speed by those
who took 150 minutes, at 78.9 % by those who took 360; predictions erred by 7.67 %."""

LONGEST_RACE_S = 36_000.0
SHORT_SPREAD = 0.02
"""Of the straight line between distance and time within the minutes it was fitted on."""

EIGHT_OF_TEN = 1.2815515655446004
"""Standard deviations to either side that hold 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A time for a race by one method; `source` is the one performance it rests on, None for several."""

    method: str
    time_s: float
    spread: float
    source: Performance | None = None
    slow_spread: float = 0.0

    @property
    def low_s(self) -> float:
        """One race in ten is faster than this."""
        return self.time_s * math.exp(-EIGHT_OF_TEN * self.spread)

    @property
    def high_s(self) -> float:
        """One race in ten is slower than this; `slow_spread` widens this side alone."""
        return self.time_s * math.exp(EIGHT_OF_TEN * math.hypot(self.spread, self.slow_spread))


@dataclass(frozen=True, slots=True)
class Exponent:
    """One runner's law from `count` efforts: log(time) = `level` + `value` · (log(distance) − `center`)."""

    value: float
    standard_error: float
    count: int
    center: float
    level: float
    spread: float


def riegel(time_s: float, from_m: float, to_m: float, exponent: float = RIEGEL) -> float:
    """Seconds: T2 = T1 · (D2/D1)^exponent (Riegel 1981)."""
    return time_s * (to_m / from_m) ** exponent


def cameron(time_s: float, from_m: float, to_m: float) -> float:
    """Seconds: T·(D2/D1)·f(D1)/f(D2), f(D) = 13.49681 − .000030363·D + 835.7114/D^.7905 (Cameron 1998)."""
    return time_s * to_m / from_m * _cameron(from_m) / _cameron(to_m)


def _cameron(distance_m: float) -> float:
    return 13.49681 - 0.000030363 * distance_m + 835.7114 / distance_m**0.7905


def fit_exponent(performances: Sequence[Performance]) -> Exponent | None:
    """The runner's own exponent of Riegel's law by least squares on logarithms, each weighted by its spread.

    None when the distances lie within a factor of 1.5. The exponent is held between 1.01 and 1.20. Its
    standard error follows from the performances' spreads, or from the residuals where those are larger.
    """
    if len({each.distance_m for each in performances}) < 2:
        return None
    x = np.log([each.distance_m for each in performances])
    y = np.log([each.time_s for each in performances])
    if np.ptp(x) < math.log(LEAST_RATIO):
        return None
    weights = np.array([each.spread for each in performances]) ** -2.0
    center, level = float(np.average(x, weights=weights)), float(np.average(y, weights=weights))
    information = float(np.sum(weights * (x - center) ** 2))
    slope = float(np.sum(weights * (x - center) * (y - level))) / information
    value = min(max(slope, LOWEST_EXPONENT), HIGHEST_EXPONENT)
    residuals = y - level - value * (x - center)
    excess = float(np.sum(weights * residuals**2)) / max(len(performances) - 2, 1)
    inflated = math.sqrt(max(1.0, excess))
    return Exponent(
        value=value,
        standard_error=inflated / math.sqrt(information),
        count=len(performances),
        center=center,
        level=level,
        spread=inflated / math.sqrt(float(np.sum(weights))),
    )


def critical_speed_time(distance_m: float, critical: CriticalSpeed) -> float:
    """Seconds at the share of critical speed that can be held so long; infinite beyond ten hours.

    Below two minutes the answer means nothing: whoever has D′ metres to spend runs those in no time.

    Up to 20 minutes the model's own, 1 + D′/(CS·t); from 150 minutes the straight line through the two
    published shares; between them straight in the logarithm of the time, which is ours.
    """
    if distance_m > _reached_m(LONGEST_RACE_S, critical):
        return math.inf
    early, late = 0.0, LONGEST_RACE_S
    while late - early > 1e-6:
        middle = (early + late) / 2
        early, late = (middle, late) if _reached_m(middle, critical) < distance_m else (early, middle)
    return late


def _reached_m(time_s: float, critical: CriticalSpeed) -> float:
    """How far one comes in a time; it grows with the time up to ten hours."""
    if time_s <= LONGEST_S:
        return critical.cs_mps * time_s + critical.d_prime_m
    if time_s < AT_150_MIN[0]:
        first, last = critical.speed_mps(LONGEST_S) / critical.cs_mps, AT_150_MIN[1]
        along = math.log(time_s / LONGEST_S) / math.log(AT_150_MIN[0] / LONGEST_S)
        return critical.cs_mps * time_s * (first + along * (last - first))
    slope = (AT_360_MIN[1] - AT_150_MIN[1]) / (AT_360_MIN[0] - AT_150_MIN[0])
    return critical.cs_mps * time_s * (AT_150_MIN[1] + slope * (time_s - AT_150_MIN[0]))


def estimates(
    distance_m: float, performances: Sequence[Performance], critical: CriticalSpeed | None = None
) -> tuple[Estimate, ...]:
    """Every method that applies: vdot, riegel, riegel_personal, critical_speed, and cameron as a cross-check.

    Methods of one source take the performance that says most about this distance. Empty without performances.
    """
    if not performances:
        return ()
    source = min(performances, key=lambda each: _transferred_spread(each, distance_m))
    spread = _transferred_spread(source, distance_m)
    given = source.time_s, source.distance_m, distance_m
    found = [
        Estimate("vdot", daniels.time_for(source.vdot, distance_m), spread, source),
        Estimate("riegel", riegel(*given), spread, source),
        Estimate("cameron", cameron(*given), spread, source),
    ]
    if exponent := fit_exponent(performances):
        found.insert(2, _personal(exponent, distance_m))
    if critical is not None and (by_speed := _by_critical_speed(critical, distance_m)):
        found.append(by_speed)
    return tuple(found)


def combine(found: Iterable[Estimate]) -> Estimate | None:
    """One estimate of all methods but the cross-check, weighted by their certainty.

    Its variance is the weighted mean of the methods' variances plus that between them: they share their
    performances, so that agreement does not make them surer (law of total variance).
    """
    used = [each for each in found if each.method != "cameron"]
    if not used:
        return None
    weights = np.array([each.spread for each in used]) ** -2.0
    weights /= weights.sum()
    logs = np.log([each.time_s for each in used])
    center = float(weights @ logs)
    within = float(weights @ np.array([each.spread**2 for each in used]))
    between = float(weights @ (logs - center) ** 2)
    return Estimate("combined", math.exp(center), math.sqrt(within + between))


def slowed(estimate: Estimate, slowing: float, shift: float) -> Estimate:
    """The estimate for somebody whose volume falls short: `shift` of `slowing` moves it, and as much again
    is added to the spread on its slow side."""
    return Estimate(
        estimate.method,
        estimate.time_s * math.exp(shift * slowing),
        estimate.spread,
        estimate.source,
        shift * slowing,
    )


def _transferred_spread(source: Performance, distance_m: float) -> float:
    return math.hypot(source.spread, EXPONENT_SPREAD * math.log(distance_m / source.distance_m))


def _personal(exponent: Exponent, distance_m: float) -> Estimate:
    away = math.log(distance_m) - exponent.center
    time_s = math.exp(exponent.level + exponent.value * away)
    return Estimate("riegel_personal", time_s, math.hypot(exponent.spread, exponent.standard_error * away))


def _by_critical_speed(critical: CriticalSpeed, distance_m: float) -> Estimate | None:
    time_s = critical_speed_time(distance_m, critical)
    if not SHORTEST_S <= time_s < math.inf:
        return None
    relative = (critical.cs_se_mps or 0.0) / critical.cs_mps
    beyond = min(max(time_s / 3600 - 0.5, 0.0) / 2, 1.0)
    model = SHORT_SPREAD + (CRITICAL_SPEED_SPREAD - SHORT_SPREAD) * beyond
    return Estimate("critical_speed", time_s, math.hypot(relative, model))
