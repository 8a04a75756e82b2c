"""Where the athlete stands this morning, and how it was a week and four weeks ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from analysis.evidence.inputs import HISTORY_DAYS, Column, Inputs
from analysis.evidence.links import Links
from analysis.evidence.shapes import Value

WEEK, FOUR_WEEKS = 7, 28
MOST_WINDOWS, LEAST_DAYS = 4, 14


def state_values(inputs: Inputs) -> Iterator[Value]:
    """Fitness and fatigue at the end of yesterday, this morning's form, the ramp, and how long that is known.

    Nothing without an activity; no fitness before its first evening.
    """
    first_day = inputs.load.first_day
    if first_day is None or first_day > inputs.today:
        return
    yield from _history(inputs, first_day)
    if first_day < inputs.today:
        yield from _standing(inputs, first_day)


def window_values(inputs: Inputs) -> Iterator[Value]:
    """What was done in the window: load beside the mean of the windows before, activities and their time."""
    links, rows = Links(inputs.athlete_uid), [row for row in inputs.activities if row.day >= inputs.start]
    url = links.activities(inputs.start, inputs.end)
    span = (inputs.start, inputs.end, url)
    yield Value("window.days", "days", float(inputs.days), "d", *span)
    if inputs.load.first_day is None:
        return
    baseline, n = _usual_load(inputs)
    total = float(inputs.load.load[-inputs.days :].sum())
    yield Value("window.load", "load", total, "load", *span, baseline=baseline, n=n)
    yield Value("window.activities", "activities", float(len(rows)), "count", *span, n=len(rows))
    yield Value("window.duration", "duration", sum(row.timer_s for row in rows), "s", *span, n=len(rows))


def _history(inputs: Inputs, first_day: date) -> Iterator[Value]:
    links, end = Links(inputs.athlete_uid), inputs.end
    url = links.activities(first_day, end)
    days = float((inputs.today - first_day).days)
    yield Value("history", "days_of_history", days, "d", first_day, end, url)
    last = _last_training(inputs)
    if last is not None:
        since = float((inputs.today - last).days)
        yield Value("pause", "days_since_training", since, "d", last, end, links.activities(last, end))


def _last_training(inputs: Inputs) -> date | None:
    """The day of the newest activity; None when it is longer ago than the columns reach."""
    loaded = np.flatnonzero(inputs.load.load > 0)
    days = [row.day for row in inputs.activities[:1]]
    if loaded.size:
        days.append(inputs.first + timedelta(days=int(loaded[-1])))
    return max(days, default=None)


def _standing(inputs: Inputs, first_day: date) -> Iterator[Value]:
    load, today, url = inputs.load, inputs.today, Links(inputs.athlete_uid).fitness()
    evening = today - timedelta(days=1)
    series: tuple[tuple[str, Column, date, int], ...] = (
        ("fitness", load.fitness[:-1], evening, FOUR_WEEKS),
        ("fatigue", load.fatigue[:-1], evening, WEEK),
        ("form", load.form, today, WEEK),
    )
    for metric, column, day, compared in series:
        known = (day - first_day).days
        baseline = _at(column, compared) if known >= compared else None
        yield Value(metric, metric, _at(column, 0), "load", *_day(day), url, baseline=baseline)
        for name, ago in (("week_ago", WEEK), ("4_weeks_ago", FOUR_WEEKS)):
            if known >= ago:
                then = _day(day - timedelta(days=ago))
                yield Value(f"{metric}.{name}", metric, _at(column, ago), "load", *then, url)
    ramp = float(load.ramp[-2])
    if np.isfinite(ramp):
        yield Value("ramp", "ramp", ramp, "load/week", evening - timedelta(days=WEEK), today, url)


def _usual_load(inputs: Inputs) -> tuple[float | None, int | None]:
    """The mean load of up to four windows before this one; None with under two weeks of them."""
    first_day = inputs.load.first_day or inputs.end
    before = min((inputs.start - first_day).days, HISTORY_DAYS + 1 - inputs.days)
    count = min(MOST_WINDOWS, max(0, before) // inputs.days)
    if count * inputs.days < LEAST_DAYS:
        return None, None
    loads = inputs.load.load[-inputs.days * (count + 1) : -inputs.days]
    return float(loads.sum()) / count, count


def _at(column: Column, days_ago: int) -> float:
    return float(column[-1 - days_ago])


def _day(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)
