"""What is right, computed from what was written of an athlete, without any of the code under test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from analysis.evaluation.people import Truth

FITNESS_DAYS, FATIGUE_DAYS = 42, 7
DAY = timedelta(days=1)

type Series = dict[date, float]


def series(truth: Truth, metric: str) -> Series:
    """The metric by day: measured days only, or every day since the first for what is done or modelled."""
    if metric in truth.days:
        return truth.days[metric]
    if metric in ("fitness", "fatigue", "form"):
        return _modelled(truth, metric)
    sport, _, part = metric.rpartition("_")
    days = dict.fromkeys(_all_days(truth), 0.0)
    for outing in truth.outings:
        if not sport or outing.sport == sport:
            days[outing.day] += {
                "load": outing.load,
                "distance": outing.distance_m,
                "duration": outing.timer_s,
                "activities": 1.0,
            }[part]
    return days


def between(values: Series, start: date, end: date) -> list[tuple[date, float]]:
    return sorted((day, value) for day, value in values.items() if start <= day < end)


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def extreme(rows: Sequence[tuple[date, float]], *, is_high: bool) -> tuple[date, float]:
    """The first day with the highest or lowest value."""
    best = rows[0]
    for row in rows[1:]:
        if row[1] > best[1] if is_high else row[1] < best[1]:
            best = row
    return best


def rank_correlation(a: Sequence[float], b: Sequence[float]) -> float:
    """Spearman's: Pearson's of the ranks, ties sharing their mean."""
    x, y = _ranks(a), _ranks(b)
    mx, my = mean(x), mean(y)
    top = math.fsum((p - mx) * (q - my) for p, q in zip(x, y, strict=True))
    sides = (math.fsum((p - mx) ** 2 for p in x), math.fsum((q - my) ** 2 for q in y))
    return top / math.sqrt(sides[0] * sides[1])


def paired(a: Series, b: Series, start: date, end: date, lag: int) -> tuple[list[float], list[float]]:
    """Values of days on which both are known, the second `lag` days later."""
    first, second = [], []
    for day, value in between(a, start, end - lag * DAY):
        if day + lag * DAY in b:
            first.append(value)
            second.append(b[day + lag * DAY])
    return first, second


def after_days(truth: Truth, days: int, load: float) -> dict[str, float]:
    """Fitness, fatigue and form on the morning after `days` days of the same load, today's included."""
    fitness, fatigue = (_modelled(truth, name)[truth.today] for name in ("fitness", "fatigue"))
    found = {"fitness": fitness, "fatigue": fatigue, "form": 0.0}
    for _ in range(days):
        found["fitness"] += (load - found["fitness"]) * _gain(FITNESS_DAYS)
        found["fatigue"] += (load - found["fatigue"]) * _gain(FATIGUE_DAYS)
    found["form"] = found["fitness"] - found["fatigue"]
    return found


def ahead(truth: Truth, day: date) -> dict[str, float]:
    """Fitness and fatigue at the end of a coming day, its form in the morning, if everything planned is done.

    To one decimal, as a forecast is told.
    """
    loads = {each.day: float(each.load) for each in truth.planned}
    fitness, fatigue = (_modelled(truth, name)[truth.today] for name in ("fitness", "fatigue"))
    form = 0.0
    for index in range(1, (day - truth.today).days + 1):
        load, form = loads.get(truth.today + index * DAY, 0.0), fitness - fatigue
        fitness += (load - fitness) * _gain(FITNESS_DAYS)
        fatigue += (load - fatigue) * _gain(FATIGUE_DAYS)
    return {"fitness": round(fitness, 1), "fatigue": round(fatigue, 1), "form": round(form, 1)}


def _all_days(truth: Truth) -> list[date]:
    return [truth.first + index * DAY for index in range((truth.today - truth.first).days + 1)]


def _gain(days: int) -> float:
    return 1.0 - math.exp(-1.0 / days)


def _modelled(truth: Truth, name: str) -> Series:
    """Day by day from the first activity; form is that of the morning."""
    loads, found = series(truth, "load"), {}
    fitness = fatigue = 0.0
    begun = min(outing.day for outing in truth.outings)
    for day in _all_days(truth):
        form = fitness - fatigue
        if day >= begun:
            fitness += (loads[day] - fitness) * _gain(FITNESS_DAYS)
            fatigue += (loads[day] - fatigue) * _gain(FATIGUE_DAYS)
        found[day] = {"fitness": fitness, "fatigue": fatigue, "form": form}[name]
    return found


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    first = {value: index for index, value in reversed(list(enumerate(ordered)))}
    count = {value: ordered.count(value) for value in first}
    return [first[value] + (count[value] - 1) / 2 for value in values]
