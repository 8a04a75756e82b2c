"""What readiness rests on beside daily values and loads, read in one query, since Today has few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import CharField, DateField, F, FloatField, QuerySet, Value
from django.db.models.functions import Cast
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import Activity, Annotation, CheckIn, ReadinessOverride

type Column = NDArray[np.float64]

WORD, OVERRIDE, MARKER, ACTIVITY = "word", "override", "marker", "activity"
COLUMNS = ("kind", "day", "until", "n1", "n2", "n3", "n4", "label", "text")


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
    """Of the days [start, end): the mean answer of each morning (NaN without one), the mornings with a
    check-in, markers, efficiencies of activities by sport, and overrides by day."""

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


def readiness_facts(athlete: Athlete, start: date, end: date) -> Facts:
    """One query for everything."""
    rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in (WORD, OVERRIDE, MARKER, ACTIVITY)}
    for kind, *values in _query(athlete, start, end):
        rows[kind].append(tuple(values))
    answers = np.full((end - start).days, np.nan)
    for day, _, *given in rows[WORD]:
        if known := [answer for answer in given[:4] if answer is not None]:
            answers[(day - start).days] = float(np.mean(known))
    efficiencies: dict[str, list[tuple[date, float]]] = {}
    for day, _, efficiency, *_numbers, sport, _text in rows[ACTIVITY]:
        efficiencies.setdefault(sport, []).append((day, efficiency))
    return Facts(
        answers=answers,
        checked_in=frozenset(row[0] for row in rows[WORD]),
        markers=tuple(
            Marker(label, str(UUID(text)), first, until)
            for first, until, *_numbers, label, text in sorted(rows[MARKER], key=lambda row: row[0])
        ),
        efficiencies={sport: tuple(found) for sport, found in efficiencies.items()},
        overrides={
            day: Override(day, verdict, reason, computed)
            for day, _, computed, *_numbers, verdict, reason in rows[OVERRIDE]
        },
    )


def _query(athlete: Athlete, start: date, end: date) -> QuerySet[Any]:
    words = CheckIn.objects.for_athlete(athlete).between(start, end)
    overrides = ReadinessOverride.objects.for_athlete(athlete).between(start, end)
    markers = Annotation.objects.for_athlete(athlete).alive().touching(start, end)
    markers = markers.exclude(kind=Annotation.Kind.ANSWER)
    activities = Activity.objects.for_athlete(athlete).shown()
    activities = activities.filter(local_date__gte=start, local_date__lt=end, efficiency__isnull=False)
    return _rows(words, WORD, "date", numbers=("feel", "soreness", "sleep_quality", "stress")).union(
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
    for index in range(4):
        name = numbers[index] if index < len(numbers) else None
        columns[f"n{index + 1}"] = Cast(F(name) if name else Value(None), FloatField())
    columns["label"] = Cast(F(label) if label else Value(""), CharField())
    columns["text"] = Cast(F(text) if text else Value(""), CharField())
    renamed = {f"as_{name}": expression for name, expression in columns.items()}
    return rows.order_by().annotate(**renamed).values_list(*(f"as_{name}" for name in COLUMNS))
