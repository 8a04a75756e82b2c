"""What an activity held and how that compares: curve, intervals, best efforts, similar sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from athletes.sources.records import Sport
from metrics.models import Activity, Best, Interval
from metrics.science.curves import GRID
from metrics.selectors.charts import plain
from metrics.selectors.curves import METRICS, Metric, PersonalBest, bests, curve_of, envelope

MODEL_DAYS = 90
YEAR_DAYS = 365
SIMILAR_SHARE = 0.2
SIMILAR_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class RankedBest:
    """A best effort of this activity beside the best of the year before; `is_best` when that was less."""

    best: Best
    of_year: PersonalBest | None

    @property
    def is_best(self) -> bool:
        return self.of_year is None or self.best.value > self.of_year.value


def ranked_bests(activity: Activity, *, with_heart: bool) -> list[RankedBest]:
    """This activity's best efforts, shortest first, each with the best of the 365 days before its day."""
    rows = Best.objects.filter(activity=activity).order_by("-metric", "distance_m", "duration_s")
    if not with_heart:
        rows = rows.exclude(metric=Best.Metric.HEART_RATE)
    earlier = {
        _key(best.metric, best.distance_m, best.duration_s): best
        for best in bests(
            activity.athlete,
            sport=activity.sport,
            start=activity.local_date - timedelta(days=YEAR_DAYS),
            end=activity.local_date,
        )
    }
    return [RankedBest(row, earlier.get(_key(row.metric, row.distance_m, row.duration_s))) for row in rows]


def found_intervals(activity: Activity, *, with_heart: bool) -> list[Interval]:
    """The stretches of effort and the rests between, in their order.

    Without heart only those that power or speed can have shown: the heart rate finds them for want of both.
    """
    rows = list(Interval.objects.filter(activity=activity))
    if with_heart or any(_effort_shows(activity, row) for row in rows):
        return rows
    return []


def _effort_shows(activity: Activity, row: Interval) -> bool:
    by_speed = activity.sport in (Sport.RUNNING, Sport.ROWING) and row.avg_speed_mps is not None
    return by_speed or (activity.sport != Sport.RUNNING and row.avg_power_w is not None)


def similar_activities(activity: Activity) -> QuerySet[Activity]:
    """Up to eight sessions of the year before like it: same sport, time and distance within a fifth."""
    near = Q(
        timer_s__gte=activity.timer_s * (1 - SIMILAR_SHARE),
        timer_s__lte=activity.timer_s * (1 + SIMILAR_SHARE),
    )
    if activity.distance_m:
        near &= Q(
            distance_m__gte=activity.distance_m * (1 - SIMILAR_SHARE),
            distance_m__lte=activity.distance_m * (1 + SIMILAR_SHARE),
        )
    day = activity.local_date
    return (
        Activity.objects.for_athlete(activity.athlete)
        .shown()
        .between(day - timedelta(days=YEAR_DAYS), day)
        .filter(near, sport=activity.sport, sub_sport=activity.sub_sport)
        .order_by("-start_time")[:SIMILAR_AT_MOST]
    )


def activity_curve_chart(activity: Activity, *, with_heart: bool) -> dict[str, Any]:
    """`{durations_s, series[{key, label, values}], models: [], sport, metric, units}`: this activity's curve
    beside the best of the 90 days before it. Columns are empty without a curve.
    """
    metric, held = _main_curve(activity, with_heart=with_heart)
    durations = [seconds for seconds in GRID if seconds in held]
    day = activity.local_date
    before = envelope(
        activity.athlete,
        sport=activity.sport,
        metric=metric,
        start=day - timedelta(days=MODEL_DAYS),
        end=day,
    )
    known = dict(zip(before.durations_s, before.values.tolist(), strict=True))
    columns = {
        "this": [held[seconds] for seconds in durations],
        "before": [known.get(seconds, np.nan) for seconds in durations],
    }
    labels = {"this": "This activity", "before": "Best of the 90 days before"}
    return {
        "durations_s": durations,
        "series": [
            {"key": key, "label": labels[key], "values": plain(np.array(values, dtype=np.float64), 3)}
            for key, values in columns.items()
        ],
        "models": [],
        "sport": activity.sport,
        "metric": metric,
        "units": activity.athlete.units,
    }


def _main_curve(activity: Activity, *, with_heart: bool) -> tuple[Metric, dict[int, float]]:
    """Power of a ride, else speed, else heart rate: the first that is known."""
    order = METRICS if activity.sport == Sport.CYCLING else ("speed_mps", "power_w", "heart_rate_bpm")
    for metric in order:
        if (metric != "heart_rate_bpm" or with_heart) and (held := curve_of(activity, metric)):
            return metric, held
    return order[0], {}


def _key(metric: str, distance_m: float | None, duration_s: float) -> tuple[str, float | None, float]:
    return metric, distance_m, 0.0 if distance_m else duration_s
