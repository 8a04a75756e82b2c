"""What readiness rests on beside daily values and loads, read in one query, since Today has few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import CharField, DateField, F, FloatField, QuerySet, Value
from django.db.models.functions import Cast
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import Activity, Annotation, CheckIn, ReadinessOverride

type Column = NDArray[np.float64]

WORD, OVERRIDE, ILLNESS, ACTIVITY = "word", "override", "illness", "activity"
COLUMNS = ("kind", "day", "until", "n1", "n2", "n3", "n4", "label", "text")


@dataclass(frozen=True)
class Override:
    """What the athlete said instead of the computed readiness, and the score that was."""

    day: date
    verdict: str
    reason: str
    computed: float | None


@dataclass(frozen=True)
class Facts:
    """Of the days [start, end): the mean answer of each morning (NaN without one), illnesses as half-open
    intervals whose end may be open, efficiencies of activities by sport, and overrides by day."""

    answers: Column
    illnesses: tuple[tuple[date, date | None], ...]
    efficiencies: Mapping[str, tuple[tuple[date, float], ...]]
    overrides: Mapping[date, Override]

    def ill_since(self, day: date) -> date | None:
        """The first day of an illness that `day` belongs to."""
        spans = (start for start, end in self.illnesses if start <= day and (end is None or day < end))
        return min(spans, default=None)


def readiness_facts(athlete: Athlete, start: date, end: date) -> Facts:
    """One query for everything."""
    rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in (WORD, OVERRIDE, ILLNESS, ACTIVITY)}
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
        illnesses=tuple((first, until) for first, until, *_ in rows[ILLNESS]),
        efficiencies={sport: tuple(found) for sport, found in efficiencies.items()},
        overrides={
            day: Override(day, verdict, reason, computed)
            for day, _, computed, *_numbers, verdict, reason in rows[OVERRIDE]
        },
    )


def _query(athlete: Athlete, start: date, end: date) -> QuerySet[Any]:
    words = CheckIn.objects.for_athlete(athlete).between(start, end)
    overrides = ReadinessOverride.objects.for_athlete(athlete).between(start, end)
    illnesses = Annotation.objects.for_athlete(athlete).alive().touching(start, end)
    activities = Activity.objects.for_athlete(athlete).shown()
    activities = activities.filter(local_date__gte=start, local_date__lt=end, efficiency__isnull=False)
    return _rows(words, WORD, "date", numbers=("feel", "soreness", "sleep_quality", "stress")).union(
        _rows(overrides, OVERRIDE, "date", numbers=("computed",), label="verdict", text="reason"),
        _rows(illnesses.filter(kind=Annotation.Kind.ILLNESS), ILLNESS, "start", until="end"),
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
