"""Six weeks day by day and a quarter week by week, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from analysis.evidence.inputs import HISTORY_DAYS, Inputs
from analysis.evidence.inputs import Column as Numbers
from analysis.evidence.links import Links
from analysis.evidence.shapes import Column, Table
from analysis.evidence.usual import scaled, unscaled
from analysis.evidence.windows import MEANS, Metric, page_of

DAYS, WEEKS, WEEK = 42, 13, 7
LEAST_DAYS = 3
BY_DAY = ("hrv", "resting_hr", "sleep", "stress", "respiration", "own_feel")
BY_WEEK = ("hrv", "resting_hr", "sleep")


def tables(inputs: Inputs) -> Iterator[Table]:
    """ "day" and "week", as far back as anything is known; columns without a value are left out."""
    yield from _table("day", 1, DAYS, [*_loads_by_day(inputs), *_means(inputs, BY_DAY, 1, DAYS)], inputs)
    weekly = [*_by_week(inputs), *_means(inputs, BY_WEEK, WEEK, WEEKS)]
    yield from _table("week", WEEK, WEEKS, weekly, inputs)


def _table(name: str, days: int, most: int, columns: list[Column], inputs: Inputs) -> Iterator[Table]:
    known = [column for column in columns if any(cell is not None for cell in column.cells)]
    if known:
        starts = tuple(inputs.end - timedelta(days=days * index) for index in range(1, most + 1))
        yield Table(name, days, starts, tuple(known))


def _loads_by_day(inputs: Inputs) -> Iterator[Column]:
    url = Links(inputs.athlete_uid).fitness()
    for name, values in (("load", inputs.load.load), ("form", inputs.load.form)):
        yield Column(name, name, "load", url, _cells(_since_first(inputs, values)[::-1][:DAYS]))


def _by_week(inputs: Inputs) -> Iterator[Column]:
    """Sums of whole weeks; fitness and form of the last morning of each."""
    links, load = Links(inputs.athlete_uid), inputs.load
    sums = _since_first(inputs, load.load)[-WEEKS * WEEK :].reshape(WEEKS, WEEK).sum(axis=1)
    yield Column("load", "load", "load", links.fitness(), _cells(sums[::-1]))
    fitness = np.concatenate([[np.nan], load.fitness[:-1]])
    for name, values in (("fitness", fitness), ("form", load.form)):
        mornings = _since_first(inputs, values)[::-1][: WEEKS * WEEK : WEEK]
        yield Column(name, name, "load", links.fitness(), _cells(mornings))


def _means(inputs: Inputs, names: tuple[str, ...], days: int, spans: int) -> Iterator[Column]:
    links = Links(inputs.athlete_uid)
    for name in names:
        metric = MEANS[name]
        column = inputs.daily.get(metric.metric)
        if column is not None:
            cells = _cells(_mean(column[-days * spans :].reshape(spans, days), metric)[::-1])
            yield Column(name, metric.metric, metric.unit, page_of(links, name), cells)


def _mean(rows: Numbers, metric: Metric) -> Numbers:
    """Of each row, NaN with fewer than three values in a week."""
    if rows.shape[1] == 1:
        return rows[:, 0]
    counts = (~np.isnan(rows)).sum(axis=1)
    sums = np.nansum(scaled(rows, metric.metric), axis=1)
    means = np.where(counts >= LEAST_DAYS, sums / np.maximum(counts, 1), np.nan)
    return np.array([unscaled(float(each), metric.metric) for each in means])


def _since_first(inputs: Inputs, values: Numbers) -> Numbers:
    """NaN before the first activity: load was not zero then, but unknown."""
    first_day = inputs.load.first_day
    unknown = HISTORY_DAYS + 1 if first_day is None else max(0, (first_day - inputs.first).days)
    return np.where(np.arange(HISTORY_DAYS + 1) < unknown, np.nan, values)


def _cells(values: Numbers) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in values)
