"""Mean-max curves over an athlete's years: envelopes, best efforts and the models that rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import numpy as np
from django.db.models import Case, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from numpy.typing import NDArray

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core import cache
from metrics.models import Activity, Best, Curves
from metrics.science.critical_power import (
    WITHIN_DAYS,
    CriticalPower,
    Fitted,
    MaximalEffort,
    critical_power,
    morton,
    without_held,
)
from metrics.science.critical_speed import CriticalSpeed, FastestTime, critical_speed
from metrics.science.curves import GRID, by_duration

type Metric = Literal["power_w", "speed_mps", "heart_rate_bpm"]
METRICS: tuple[Metric, ...] = ("power_w", "speed_mps", "heart_rate_bpm")

MODEL_DURATIONS_S = (5, 15, 30, 60, 120, 180, 300, 480, 600, 720, 1200)
"""Where the envelope is asked for efforts: few enough that neighbours are not the same effort again."""

SHOWN = {
    "activity__deleted_at": None,
    "activity__merged_into": None,
    "activity__parent__deleted_at": None,
    "activity__parent__merged_into": None,
}
"""What counts of rows that hang on an activity: living and not merged into another, nor a leg of such."""


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """The best of many activities at each duration, never rising with duration; all of one length k.

    `durations_s` are the first k of the grid, `values` are in the metric's unit, `activity_pks` and `dates`
    tell which activity each value is from (a leg for a multisport one) and its local day.
    """

    durations_s: tuple[int, ...]
    values: NDArray[np.float64]
    activity_pks: tuple[int, ...]
    dates: tuple[date, ...]

    def at(self, duration_s: int) -> float | None:
        """The value at a duration of the grid; None beyond the longest activity."""
        known = duration_s in self.durations_s
        return float(self.values[self.durations_s.index(duration_s)]) if known else None


@dataclass(frozen=True, slots=True)
class PowerModel:
    """What the best powers of up to 90 days say, with two and with three parameters, each or its reason."""

    two: Fitted[CriticalPower]
    three: Fitted[CriticalPower]
    efforts: tuple[MaximalEffort, ...]


@dataclass(frozen=True, slots=True)
class SpeedModel:
    """What the best times over distances of up to 90 days say, or the reason why they say nothing."""

    two: Fitted[CriticalSpeed]
    efforts: tuple[FastestTime, ...]


@dataclass(frozen=True, slots=True)
class PersonalBest:
    """The best effort of a period, and where it was done; `distance_m` is set where that was fixed."""

    metric: str
    duration_s: float
    distance_m: float | None
    value: float
    start_s: float
    activity_pk: int
    local_date: date
    activity_uid: UUID


def envelope(athlete: Athlete, *, sport: str, metric: Metric, start: date, end: date) -> Envelope:
    """The envelope of one sport's curves over the local days in [start, end); kept until data changes.

    Empty when no activity has the channel. Merged and deleted activities do not count.
    """
    values, pks, days = cache.remember(
        athlete.pk,
        "curve_envelope",
        cache.STATISTICS_S,
        lambda: _envelope(athlete, sport, metric, start, end),
        *(sport, metric, start, end),
    )
    dates = tuple(date.fromisoformat(day) for day in days)
    return Envelope(GRID[: len(values)], np.array(values, dtype=np.float64), tuple(pks), dates)


def curve_of(activity: Activity, metric: Metric) -> dict[int, float]:
    """Duration in s → best mean of one activity; empty when it has no such channel."""
    data = Curves.objects.filter(activity=activity).values_list(metric, flat=True).first()
    return by_duration(np.frombuffer(bytes(data or b""), dtype="<f4").astype(np.float64))


def bests(
    athlete: Athlete,
    *,
    sport: str,
    metric: Metric | None = None,
    start: date | None = None,
    end: date | None = None,
) -> list[PersonalBest]:
    """The best effort over each time and distance of the local days in [start, end), shortest first."""
    rows: list[list[Any]] = cache.remember(
        athlete.pk,
        "personal_bests",
        cache.STATISTICS_S,
        lambda: list(_best_rows(athlete, sport, metric, start, end)),
        *(sport, metric, start, end),
    )
    found = [
        PersonalBest(name, seconds, metres, value, start_s, pk, date.fromisoformat(day), UUID(uid))
        for name, seconds, metres, value, start_s, pk, day, uid in rows
    ]
    return sorted(found, key=lambda best: (best.metric, best.distance_m or 0, best.duration_s))


def power_model(athlete: Athlete, *, start: date, end: date, sport: str = Sport.CYCLING) -> PowerModel:
    """Critical power from the envelope of the last 90 of the local days in [start, end)."""
    start = max(start, end - timedelta(days=WITHIN_DAYS))
    held = envelope(athlete, sport=sport, metric="power_w", start=start, end=end)
    best = dict(zip(held.durations_s, zip(held.values.tolist(), held.dates, strict=True), strict=True))
    efforts = without_held([MaximalEffort(float(s), *best[s]) for s in MODEL_DURATIONS_S if s in best])
    return PowerModel(critical_power(efforts), morton(efforts), efforts)


def speed_model(athlete: Athlete, *, start: date, end: date, sport: str = Sport.RUNNING) -> SpeedModel:
    """Critical speed from the best times over distances of the last 90 of the local days in [start, end)."""
    start = max(start, end - timedelta(days=WITHIN_DAYS))
    found = bests(athlete, sport=sport, metric="speed_mps", start=start, end=end)
    efforts = tuple(
        FastestTime(best.distance_m, best.duration_s, best.local_date) for best in found if best.distance_m
    )
    return SpeedModel(critical_speed(efforts), efforts)


def _envelope(athlete: Athlete, sport: str, metric: Metric, start: date, end: date) -> list[Any]:
    rows = list(
        Curves.objects.for_athlete(athlete)
        .between(start, end)
        .filter(sport=sport, **SHOWN)
        .exclude(**{metric: b""})
        .order_by()
        .values_list("activity_id", "local_date", metric)
    )
    if not rows:
        return [[], [], []]
    table = _table([bytes(data) for _, _, data in rows])
    highest = np.argmax(table, axis=0)
    values = table[highest, np.arange(table.shape[1])]
    # A longer duration held is held for every shorter one too, whatever a hole in a channel hid.
    source = _best_from_the_right(values)
    chosen = [rows[row] for row in highest[source].tolist()]
    return [values[source].tolist(), [pk for pk, _, _ in chosen], [day for _, day, _ in chosen]]


def _table(curves: list[bytes]) -> NDArray[np.float32]:
    """The curves as rows of one length, −∞ where one is shorter or unknown."""
    longest = max(map(len, curves))
    padding = np.full(longest // 4, -np.inf, dtype="<f4").tobytes()
    whole = b"".join(curve + padding[len(curve) :] for curve in curves)
    table = np.frombuffer(whole, dtype="<f4").reshape(len(curves), -1)
    return np.where(np.isnan(table), np.float32(-np.inf), table)


def _best_from_the_right(values: NDArray[np.float32]) -> NDArray[np.int64]:
    """For each index the index at or after it whose value is highest; the first of equals."""
    best = np.arange(values.size)
    for index in range(values.size - 2, -1, -1):
        if values[best[index + 1]] > values[index]:
            best[index] = best[index + 1]
    return best


def _best_rows(
    athlete: Athlete, sport: str, metric: Metric | None, start: date | None, end: date | None
) -> QuerySet[Best, Any]:
    limits = {"metric": metric, "local_date__gte": start, "local_date__lt": end}
    fixed_time = Case(When(distance_m=None, then=F("duration_s")), default=Value(0.0))
    return (
        Best.objects.filter(athlete=athlete, sport=sport, **SHOWN)
        .filter(**{name: value for name, value in limits.items() if value is not None})
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=[F("metric"), F("distance_m"), fixed_time],
                order_by=[F("value").desc(), F("local_date").asc(), F("pk").asc()],
            )
        )
        .filter(rank=1)
        .values_list(
            "metric",
            "duration_s",
            "distance_m",
            "value",
            "start_s",
            "activity_id",
            "local_date",
            "activity__uid",
        )
    )
