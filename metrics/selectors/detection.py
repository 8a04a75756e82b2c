"""What detectors look at, read from the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Min

from athletes.models import Athlete
from metrics.models import Activity, Annotation, Day, LoadSeries
from metrics.science.segments import Mask
from metrics.science.signals import BestEffort, DailySeries, ThresholdStep, WeekMix
from metrics.selectors.allowed import allowed_load_series
from metrics.selectors.days import Column, daily_columns
from metrics.selectors.detection_history import best_efforts, threshold_steps
from metrics.selectors.distribution import distribution
from metrics.selectors.load import LoadWindow, load_series
from metrics.selectors.weeks import monday_of

LOOK_BACK = timedelta(days=182)
"""How many days before a changed day its detectors must see: baselines of 60 days, and events that began
before them."""

EXPLAINING = (
    Annotation.Kind.ILLNESS,
    Annotation.Kind.INJURY,
    Annotation.Kind.TRAVEL,
    Annotation.Kind.ALTITUDE,
)
"""Markers whose days are no part of what is usual."""


class ActivityRow(NamedTuple):
    """What a detector needs of one activity."""

    pk: int
    uid: UUID
    sport: str
    day: date
    distance_m: float | None
    device_name: str
    warnings: list[dict[str, Any]]


@dataclass(frozen=True)
class Known:
    """Everything of the days [first, today]; activities are oldest first, weeks are over."""

    today: date
    series: DailySeries
    activities: tuple[ActivityRow, ...] = ()
    efforts: tuple[BestEffort, ...] = ()
    steps: tuple[ThresholdStep, ...] = ()
    weeks: tuple[WeekMix, ...] = ()

    @property
    def to_yesterday(self) -> DailySeries:
        """The days without today, whose values have perhaps not arrived yet."""
        size = self.series.n - 1
        columns = {name: values[:size] for name, values in self.series.columns.items()}
        explained = None if self.series.explained is None else self.series.explained[:size]
        return DailySeries(self.series.first, columns, self.series.history_days, explained)


def known(athlete: Athlete, since: date | None, today: date, *, ai_only: bool = False) -> Known | None:
    """What decides on signals from `since` on (None: from the first day of all); None without any data.

    With `ai_only` without data that must not reach an AI.
    """
    first = _first_day(athlete)
    if first is None or first > today:
        return None
    if since is not None:
        first = max(first, min(since, today) - LOOK_BACK)
    end = today + timedelta(days=1)
    _, daily = daily_columns(athlete, first, end, ai_only=ai_only)
    load = (allowed_load_series if ai_only else load_series)(athlete, first, end)
    return Known(
        today=today,
        series=daily_series(load, daily, _explained(athlete, first, end)),
        activities=tuple(_activities(athlete, first, end, ai_only)),
        efforts=tuple(best_efforts(athlete, first, end, ai_only=ai_only)),
        # What a proposal rests on is not known here, so an AI does not hear of it.
        steps=() if ai_only else tuple(threshold_steps(athlete, first, end)),
        weeks=tuple(_weeks(athlete, monday_of(first), monday_of(today), ai_only)),
    )


def daily_series(load: LoadWindow, daily: dict[str, Column], explained: Mask | None = None) -> DailySeries:
    """The daily values beside load, fitness and fatigue; the load before the first activity is unknown."""
    size, first_day = load.load.size, load.first_day
    before = 0 if first_day is None else max(0, (load.start - first_day).days)
    unknown = size if first_day is None else max(0, (first_day - load.start).days)
    known_load = np.where(np.arange(size) < unknown, np.nan, load.load)
    columns = {**daily, "load": known_load, "fitness": load.fitness, "fatigue": load.fatigue}
    return DailySeries(load.start, columns, history_days=before, explained=explained)


def _explained(athlete: Athlete, first: date, end: date) -> Mask:
    """The days of illness, injury, travel and altitude, as the athlete has marked them."""
    days = np.zeros((end - first).days, dtype=bool)
    markers = Annotation.objects.for_athlete(athlete).alive().touching(first, end)
    for start, over in markers.filter(kind__in=EXPLAINING).values_list("start", "end"):
        days[max(0, (start - first).days) : None if over is None else (over - first).days] = True
    return days


def _weeks(athlete: Athlete, first: date, end: date, ai_only: bool) -> Iterator[WeekMix]:
    for week in distribution(athlete, first, end, ai_only=ai_only).weeks:
        yield WeekMix(week.start, *week.seconds)


def _first_day(athlete: Athlete) -> date | None:
    started = LoadSeries.objects.filter(athlete=athlete).values_list("start_date", flat=True).first()
    measured = Day.objects.for_athlete(athlete).aggregate(first=Min("date"))["first"]
    return min((day for day in (started, measured) if day is not None), default=None)


def _activities(athlete: Athlete, start: date, end: date, ai_only: bool) -> Iterator[ActivityRow]:
    rows = Activity.objects.for_athlete(athlete).shown().between(start, end)
    if ai_only:
        rows = rows.for_ai()
    fields = ("pk", "uid", "sport", "local_date", "distance_m", "device_name", "warnings")
    for values in rows.order_by("start_time", "pk").values_list(*fields):
        yield ActivityRow(*values)
