"""What readiness rests on beside loads, read in one query, since Today has few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import CharField, DateField, F, FloatField, QuerySet, Value
from django.db.models.functions import Cast
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import DAILY_VALUES, Activity, Annotation, CheckIn, Day, ReadinessOverride
from metrics.selectors.own_word import ANSWERS

type Column = NDArray[np.float64]

DAY, WORD, OVERRIDE, MARKER, ACTIVITY = "day", "word", "override", "marker", "activity"
NUMBERS = len(DAILY_VALUES)


@dataclass(frozen=True)
class Override:
    """What the athlete said instead of the computed readiness, and the score that was."""

    day: date
    verdict: str
    reason: str
    computed: float | None


@dataclass(frozen=True)
class Marker:
    """An annotation of the days [start, end), None while it lasts."""

    kind: str
    uid: str
    start: date
    end: date | None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Facts:
    """Of the days [start, end): a column per daily value and the mean answer of each morning (NaN without
    one), the mornings with a check-in, markers, efficiencies of activities by sport, and overrides by day."""

    daily: Mapping[str, Column]
    answers: Column
    checked_in: frozenset[date]
    markers: tuple[Marker, ...]
    efficiencies: Mapping[str, tuple[tuple[date, float], ...]]
    overrides: Mapping[date, Override]

    def ill_since(self, day: date) -> date | None:
        """The first day of an illness that `day` belongs to."""
        ill = (marker for marker in self.markers if marker.kind == Annotation.Kind.ILLNESS)
        return min((marker.start for marker in ill if marker.holds(day)), default=None)

    def said(self, day: date) -> dict[str, Any]:
        """For Today: whether that morning is `answered`, and the `markers` that hold (plain values)."""
        return {
            "answered": day in self.checked_in,
            "markers": [vars(marker) for marker in self.markers if marker.holds(day)],
        }


class _Row(NamedTuple):
    """A row of any of the tables."""

    day: date
    until: date | None
    numbers: tuple[float | None, ...]
    label: str
    text: str


def readiness_facts(athlete: Athlete, start: date, end: date) -> Facts:
    """One query for everything."""
    rows: dict[str, list[_Row]] = {kind: [] for kind in (DAY, WORD, OVERRIDE, MARKER, ACTIVITY)}
    for kind, day, until, *numbers, label, text in _query(athlete, start, end):
        rows[kind].append(_Row(day, until, tuple(numbers), label, text))
    daily = np.full((NUMBERS, (end - start).days), np.nan)
    for row in rows[DAY]:
        daily[:, (row.day - start).days] = row.numbers
    return Facts(
        daily=dict(zip(DAILY_VALUES, daily, strict=True)),
        answers=_answers(rows[WORD], start, end),
        checked_in=frozenset(row.day for row in rows[WORD]),
        markers=tuple(
            Marker(row.label, str(UUID(row.text)), row.day, row.until)
            for row in sorted(rows[MARKER], key=lambda row: row.day)
        ),
        efficiencies=_efficiencies(rows[ACTIVITY]),
        overrides={row.day: Override(row.day, row.label, row.text, row.numbers[0]) for row in rows[OVERRIDE]},
    )


def _answers(rows: list[_Row], start: date, end: date) -> Column:
    answers = np.full((end - start).days, np.nan)
    for row in rows:
        if known := [answer for answer in row.numbers if answer is not None]:
            answers[(row.day - start).days] = float(np.mean(known))
    return answers


def _efficiencies(rows: list[_Row]) -> dict[str, tuple[tuple[date, float], ...]]:
    found: dict[str, list[tuple[date, float]]] = {}
    for row in rows:
        if (value := row.numbers[0]) is not None:
            found.setdefault(row.label, []).append((row.day, value))
    return {sport: tuple(values) for sport, values in found.items()}


def _query(athlete: Athlete, start: date, end: date) -> QuerySet[Any]:
    days = Day.objects.for_athlete(athlete).between(start, end)
    words = CheckIn.objects.for_athlete(athlete).between(start, end)
    overrides = ReadinessOverride.objects.for_athlete(athlete).between(start, end)
    markers = Annotation.objects.for_athlete(athlete).alive().touching(start, end)
    markers = markers.exclude(kind=Annotation.Kind.ANSWER)
    activities = Activity.objects.for_athlete(athlete).shown()
    activities = activities.filter(local_date__gte=start, local_date__lt=end, efficiency__isnull=False)
    return _rows(days, DAY, "date", numbers=DAILY_VALUES).union(
        _rows(words, WORD, "date", numbers=ANSWERS),
        _rows(overrides, OVERRIDE, "date", numbers=("computed",), label="verdict", text="reason"),
        _rows(markers, MARKER, "start", until="end", label="kind", text="uid"),
        _rows(activities, ACTIVITY, "local_date", numbers=("efficiency",), label="sport"),
        all=True,
    )


def _rows(
    rows: QuerySet[Any],
    kind: str,
    day: str,
    *,
    until: str = "",
    numbers: tuple[str, ...] = (),
    label: str = "",
    text: str = "",
) -> QuerySet[Any]:
    """The rows in the shape that all of them share: the parts of a union must agree in number and type."""
    columns: dict[str, Any] = {"kind": Value(kind, CharField()), "day": F(day)}
    columns["until"] = F(until) if until else Cast(Value(None), DateField())
    for index in range(NUMBERS):
        number = F(numbers[index]) if index < len(numbers) else Value(None)
        columns[f"number_{index}"] = Cast(number, FloatField())
    columns["label"] = Cast(F(label) if label else Value(""), CharField())
    columns["text"] = Cast(F(text) if text else Value(""), CharField())
    renamed = {f"as_{name}": expression for name, expression in columns.items()}
    return rows.order_by().annotate(**renamed).values_list(*renamed)
