"""From daily load to fitness, fatigue and form, and how evenly a week was loaded.

Arrays hold one value a day, consecutive days, shape (n,). A day without training is load 0.
Elsewhere fitness, fatigue and form are known as CTL, ATL and TSB.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import numpy as np

from metrics.science.segments import Column

FITNESS_DAYS = 42.0
FATIGUE_DAYS = 7.0
WARM_UP_DAYS = 42
"""From a start at 0 fitness is 63 % there after one time constant; until then it is marked as warming up."""

SEED_DAYS = 28
MONOTONY_DAYS = 7
MONOTONY_CAP = 10.0

type Form = Literal["exponential", "linear"]


@dataclass(frozen=True, slots=True, eq=False)
class LoadSeries:
    """Fitness and fatigue at the end, form and ramp rate on the day; shape (n,) each."""

    fitness: Column
    fatigue: Column
    form: Column
    ramp: Column


def smoothing(days: float, form: Form = "exponential") -> float:
    """α of x_t = x_{t−1} + α(L_t − x_{t−1}): 1 − e^(−1/τ) (ours), or 1/τ (TrainingPeaks)."""
    return 1 / days if form == "linear" else 1 - float(np.exp(-1 / days))


def decaying_mean(loads: Column, days: float, start: float = 0.0, form: Form = "exponential") -> Column:
    """End-of-day values of the exponentially weighted mean with time constant `days`.

    `start` is the end-of-day value before the first day, so a series can be continued from any day on.
    """
    if loads.size == 0:
        return np.empty(0)
    alpha = smoothing(days, form)
    # scipy's lfilter does ten years 0.5 ms sooner, but its import costs every process 2.6 s.
    means = accumulate(loads.tolist(), lambda mean, load: mean + alpha * (load - mean), initial=start)
    return np.fromiter(means, dtype=np.float64, count=loads.size + 1)[1:]


def load_series(
    loads: Column,
    *,
    start_fitness: float = 0.0,
    start_fatigue: float = 0.0,
    earlier_fitness: Column | None = None,
    fitness_days: float = FITNESS_DAYS,
    fatigue_days: float = FATIGUE_DAYS,
) -> LoadSeries:
    """Fitness, fatigue, form and ramp rate of each day.

    form(d) = fitness(d−1) − fatigue(d−1); ramp(d) = fitness(d) − fitness(d−7), NaN while that day is unknown.
    To continue a series give the end-of-day values before the first day, and in `earlier_fitness` the last
    days' fitness, oldest first (seven are enough; its last value is `start_fitness`).
    """
    fitness = decaying_mean(loads, fitness_days, start_fitness)
    fatigue = decaying_mean(loads, fatigue_days, start_fatigue)
    morning_fitness = np.concatenate([[start_fitness], fitness])[:-1]
    morning_fatigue = np.concatenate([[start_fatigue], fatigue])[:-1]
    form = (morning_fitness - morning_fatigue)[: loads.size]
    earlier = np.empty(0) if earlier_fitness is None else earlier_fitness
    ramp = ramp_rate(np.concatenate([earlier, fitness]))[earlier.size :]
    return LoadSeries(fitness, fatigue, form, ramp)


def ramp_rate(fitness: Column) -> Column:
    """Change of fitness in seven days, per week; NaN for the first seven days."""
    ramp = np.full(fitness.size, np.nan)
    ramp[7:] = fitness[7:] - fitness[:-7]
    return ramp


def seed(loads: Column) -> float:
    """Mean of the first 28 days (0 for none): where those who trained before may start."""
    return float(np.mean(loads[:SEED_DAYS])) if loads.size else 0.0


def steady_load(fitness: float, ramp_per_week: float, fitness_days: float = FITNESS_DAYS) -> float:
    """The daily load that, kept for a week, raises fitness by `ramp_per_week`."""
    return fitness + ramp_per_week / (1 - float(np.exp(-7 / fitness_days)))


def monotony(loads: Column) -> Column:
    """Foster's monotony of the seven days up to each day: mean over population SD, rest days included.

    At most 10, which also stands for seven equal days. NaN for the first six days and for a week of rest.
    """
    result = np.full(loads.size, np.nan)
    if loads.size < MONOTONY_DAYS:
        return result
    weeks = np.lib.stride_tricks.sliding_window_view(loads, MONOTONY_DAYS)
    mean, sd = weeks.mean(axis=1), weeks.std(axis=1)
    even = np.full(mean.size, MONOTONY_CAP)
    values = np.minimum(np.divide(mean, sd, out=even, where=sd > 0), MONOTONY_CAP)
    result[MONOTONY_DAYS - 1 :] = np.where(mean > 0, values, np.nan)
    return result


def weekly_load(loads: Column) -> Column:
    """Sum of the seven days up to each day; NaN for the first six."""
    result = np.full(loads.size, np.nan)
    if loads.size >= MONOTONY_DAYS:
        weeks = np.lib.stride_tricks.sliding_window_view(loads, MONOTONY_DAYS)
        result[MONOTONY_DAYS - 1 :] = weeks.sum(axis=1)
    return result


def strain(loads: Column) -> Column:
    """Foster's strain: the load of the seven days up to each day times their monotony; NaN where that is."""
    return weekly_load(loads) * monotony(loads)
