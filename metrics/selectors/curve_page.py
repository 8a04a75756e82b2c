"""What the page of curves shows: which curves there are, envelopes side by side, the models through them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Case, Max, Min, Q, When

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core import cache
from metrics.models import Curves
from metrics.science.critical_power import CriticalPower, Fitted, critical_power
from metrics.science.critical_speed import CriticalSpeed
from metrics.selectors.charts import plain
from metrics.selectors.curves import METRICS, SHOWN, Envelope, Metric, envelope, power_model, speed_model

MODEL_FROM_S, MODEL_TO_S = 120, 3600
"""Where the hyperbola of two parameters is drawn; below it promises more power than muscles have."""

SPEED_SPORTS = (Sport.RUNNING, Sport.SWIMMING)


@dataclass(frozen=True, slots=True)
class Span:
    """Local days [start, end), and how the page calls them."""

    key: str
    label: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Available:
    """One sport's curves: the metrics it has, and the days of its first and last activity."""

    sport: str
    metrics: tuple[Metric, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a period; of a sport without power or without distances None."""

    power: Fitted[CriticalPower] | None = None
    power_by_work: Fitted[CriticalPower] | None = None
    morton: Fitted[CriticalPower] | None = None
    speed: Fitted[CriticalSpeed] | None = None


def available_curves(athlete: Athlete) -> list[Available]:
    """The sports with curves, the one that was done last first; kept until data change."""
    rows: list[list[Any]] = cache.remember(
        athlete.pk, "curve_sports", cache.STATISTICS_S, lambda: _available(athlete)
    )
    return [
        Available(sport, tuple(metrics), date.fromisoformat(first), date.fromisoformat(last))
        for sport, metrics, first, last in rows
    ]


def models(athlete: Athlete, sport: str, span: Span) -> Models:
    """Critical power of a sport with power, critical speed of runs and swims, in the span's last 90 days.

    Only efforts of the span itself count, so that a season's model is that season's.
    """
    if sport in SPEED_SPORTS:
        return Models(speed=speed_model(athlete, start=span.start, end=span.end, sport=sport).two)
    found = power_model(athlete, start=span.start, end=span.end, sport=sport)
    by_work = critical_power(found.efforts, "work_time")
    return Models(power=found.two, power_by_work=by_work, morton=found.three)


def curves_chart(athlete: Athlete, *, sport: str, metric: Metric, spans: tuple[Span, ...]) -> dict[str, Any]:
    """`{durations_s, series[{key, label, values, dates}], models[{key, values}], sport, metric, units}`.

    All columns have the length of the longest envelope, null beyond a shorter one; the model is that of the
    first span.
    """
    envelopes = [
        envelope(athlete, sport=sport, metric=metric, start=span.start, end=span.end) for span in spans
    ]
    longest = max(envelopes, key=lambda each: len(each.durations_s))
    durations = longest.durations_s
    fitted = models(athlete, sport, spans[0])
    return {
        "durations_s": list(durations),
        "series": [
            {"key": span.key, "label": span.label, **_columns(each, len(durations))}
            for span, each in zip(spans, envelopes, strict=True)
        ],
        "models": _model_columns(fitted, metric, np.array(durations, dtype=np.float64)),
        "sport": sport,
        "metric": metric,
        "units": athlete.units,
    }


def _available(athlete: Athlete) -> list[list[Any]]:
    rows = (
        Curves.objects.for_athlete(athlete)
        .filter(**SHOWN)
        .order_by()
        .values_list("sport")
        .annotate(
            first=Min("local_date"),
            last=Max("local_date"),
            **{f"has_{metric}": Max(_is_known(metric)) for metric in METRICS},
        )
    )
    found = [
        [sport, [metric for metric, has in zip(METRICS, flags, strict=True) if has], first, last]
        for sport, first, last, *flags in rows
    ]
    return sorted((row for row in found if row[1]), key=lambda row: row[3], reverse=True)


def _is_known(metric: Metric) -> Case:
    return Case(When(~Q(**{metric: b""}), then=1), default=0)


def _columns(each: Envelope, length: int) -> dict[str, list[Any]]:
    lacking = length - len(each.durations_s)
    return {
        "values": plain(each.values, 3) + [None] * lacking,
        "dates": [day.isoformat() for day in each.dates] + [None] * lacking,
    }


def _model_columns(fitted: Models, metric: Metric, durations: np.ndarray) -> list[dict[str, Any]]:
    inside = (durations >= MODEL_FROM_S) & (durations <= MODEL_TO_S)
    columns: list[dict[str, Any]] = []
    if metric == "power_w" and fitted.morton and (morton := fitted.morton.model):
        values = np.where(durations <= MODEL_TO_S, morton.power_w(durations), np.nan)  # type: ignore[arg-type]
        columns.append({"key": "morton", "values": plain(np.asarray(values, dtype=np.float64), 1)})
    elif metric == "power_w" and fitted.power and (two := fitted.power.model):
        values = np.where(inside, two.power_w(durations), np.nan)  # type: ignore[arg-type]
        columns.append({"key": "two", "values": plain(np.asarray(values, dtype=np.float64), 1)})
    if metric == "speed_mps" and fitted.speed and (speed := fitted.speed.model):
        values = np.where(inside, speed.speed_mps(durations), np.nan)  # type: ignore[arg-type]
        columns.append({"key": "speed", "values": plain(np.asarray(values, dtype=np.float64), 3)})
    return columns
