"""Daily series that tools compute with: measurements, load and its models, and sums of activities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count, Sum
from numpy.typing import NDArray

from analysis.chat.gathered import Gathered
from analysis.chat.tools.base import ToolError
from analysis.evidence.links import Links
from metrics.models import Activity
from metrics.models.activity import ActivityQuerySet
from metrics.selectors.allowed import allowed_load_series
from metrics.selectors.days import daily_columns
from metrics.selectors.load import load_series

type Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Metric:
    """`adds_up`: its sum over days means something. `column` is where it comes from."""

    name: str
    unit: str
    source: str
    adds_up: bool = False
    column: str = ""


MEASURED = (
    Metric("hrv_rmssd_ms", "ms", "day"),
    Metric("resting_hr_bpm", "bpm", "day"),
    Metric("sleep_s", "s", "day"),
    Metric("sleep_score", "", "day"),
    Metric("stress", "", "day"),
    Metric("body_battery_high", "", "day"),
    Metric("respiration_rpm", "rpm", "day"),
    Metric("steps", "count", "day", adds_up=True),
    Metric("weight_kg", "kg", "day"),
)
MODELLED = (
    Metric("load", "load", "load", adds_up=True),
    Metric("fitness", "load", "load"),
    Metric("fatigue", "load", "load"),
    Metric("form", "load", "load"),
)
SUMMED = tuple(
    Metric(f"{sport}_{name}" if sport else name, unit, "activity", adds_up=True, column=column)
    for sport in ("", "running", "cycling", "swimming")
    for name, unit, column in (
        ("distance", "m", "distance_m"),
        ("duration", "s", "timer_s"),
        ("activities", "count", "pk"),
    )
)
METRICS: Mapping[str, Metric] = {each.name: each for each in (*MEASURED, *MODELLED, *SUMMED)}
NAMES = tuple(METRICS)
PAGES = {"hrv_rmssd_ms": "hrv", "resting_hr_bpm": "resting_hr", "sleep_s": "sleep"}
"""Measurements that have a page of their own rows."""


def metric_of(name: object) -> Metric:
    if name not in METRICS:
        raise ToolError(f"There is no metric of that name. These are known: {', '.join(NAMES)}.")
    return METRICS[str(name)]


def column_of(gathered: Gathered, metric: Metric, start: date, end: date) -> Column:
    """One value a day of [start, end); NaN where nothing was measured, zero where nothing was trained."""
    if metric.source == "day":
        return daily_columns(gathered.athlete, start, end, ai_only=gathered.for_ai)[1][metric.name]
    if metric.source == "load":
        read = allowed_load_series if gathered.for_ai else load_series
        values: Column = getattr(read(gathered.athlete, start, end), metric.name)
        return values
    return _summed(gathered, metric, start, end)


def url_of(gathered: Gathered, metric: Metric, start: date, end: date) -> str:
    """The page that shows the rows."""
    links = Links(gathered.athlete.uid)
    if metric.source == "load" and metric.name != "load":
        return links.fitness()
    if metric.source == "day":
        return links.daily(PAGES[metric.name]) if metric.name in PAGES else links.health()
    return links.activities(start, end)


def shown_activities(gathered: Gathered) -> ActivityQuerySet:
    rows: ActivityQuerySet = Activity.objects.for_athlete(gathered.athlete).shown()
    return rows.for_ai() if gathered.for_ai else rows


def _summed(gathered: Gathered, metric: Metric, start: date, end: date) -> Column:
    rows = shown_activities(gathered).between(start, end)
    sport = metric.name.rpartition("_")[0]
    if sport:
        rows = rows.filter(sport=sport)
    total = Count("pk") if metric.column == "pk" else Sum(metric.column)
    column = np.zeros((end - start).days)
    for day, value in (
        rows.order_by().values("local_date").annotate(total=total).values_list("local_date", "total")
    ):
        column[(day - start).days] = value or 0.0
    return column
