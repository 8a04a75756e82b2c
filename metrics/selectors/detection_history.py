"""What detectors compare with over a whole history: best efforts, and thresholds that data speak for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Case, Count, F, Max, QuerySet, When

from athletes.models import Athlete, Threshold
from metrics.models import Activity, Best, ThresholdProposal
from metrics.science.signals import BestEffort, ThresholdStep
from metrics.science.signals.history import LEAST_EARLIER
from metrics.selectors.curves import SHOWN

UNITS = {
    Threshold.Kind.FTP: "W",
    Threshold.Kind.LTHR: "bpm",
    Threshold.Kind.PACE: "s/km",
    Threshold.Kind.CSS: "s/100m",
}
BEST_UNITS: dict[str, str] = {Best.Metric.POWER: "W", Best.Metric.SPEED: "m/s"}
"""A high heart rate is no best."""

COMPARED = ("sport", "metric", "duration_s", "distance_m")
FAULTY = ("sensor_spike", "sensor_stuck", "gps_jump")
FAULTS_OF = {"latitude_deg": Best.Metric.SPEED, "longitude_deg": Best.Metric.SPEED}


def best_efforts(athlete: Athlete, first: date, end: date, *, ai_only: bool = False) -> Iterator[BestEffort]:
    """The efforts of [first, end), and before them what they have to beat: the best of all earlier ones.

    Of efforts over a distance the time is not fixed, so only the distance names them.
    """
    rows = _rows(athlete, ai_only=ai_only)
    doubtful = _doubtful(athlete, end)
    yield from _earlier(rows.filter(local_date__lt=first), first, doubtful)
    recent = rows.filter(local_date__gte=first, local_date__lt=end)
    fields = ("activity_id", "local_date", "value", *COMPARED)
    for pk, day, value, *compared in recent.order_by("local_date", "activity_id", "pk").values_list(*fields):
        metric = compared[1]
        yield BestEffort(pk, day, _name(*compared), BEST_UNITS[metric], value, pk in doubtful[metric])


def threshold_steps(athlete: Athlete, first: date, end: date) -> Iterator[ThresholdStep]:
    """The proposals that wait or were accepted, on the day of [first, end) on which they were made."""
    wanted = (ThresholdProposal.State.WAITING, ThresholdProposal.State.ACCEPTED)
    rows = ThresholdProposal.objects.for_athlete(athlete).filter(state__in=wanted).order_by("pk")
    for at, sport, kind, old, new in rows.values_list("created_at", "sport", "kind", "current", "value"):
        if first <= (day := athlete.local_day(at)) < end:
            yield ThresholdStep(day, f"{sport}_{kind}", UNITS[kind], old, new)


def _rows(athlete: Athlete, *, ai_only: bool) -> QuerySet[Best]:
    rows = Best.objects.filter(athlete=athlete, metric__in=BEST_UNITS, **SHOWN)
    return rows.filter(activity__in=Activity.objects.for_athlete(athlete).for_ai()) if ai_only else rows


def _doubtful(athlete: Athlete, end: date) -> dict[str, set[int]]:
    """Per metric the activities in which its channel had a fault."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Activity.objects.for_athlete(athlete).alive().filter(local_date__lt=end).exclude(warnings=[])
    for pk, warnings in rows.values_list("pk", "warnings"):
        for warning in warnings:
            if warning["code"] in FAULTY:
                channel = warning.get("channel") or ""
                found[FAULTS_OF.get(channel, channel)].add(pk)
    return found


def _earlier(rows: QuerySet[Best], first: date, doubtful: dict[str, set[int]]) -> Iterator[BestEffort]:
    """As many efforts as the detector needs to know of, all as good as the best of them."""
    for metric, pks in doubtful.items():
        rows = rows.exclude(metric=metric, activity_id__in=pks)
    of_time = Case(When(distance_m=None, then=F("duration_s")), default=None)
    summed = rows.order_by().values("sport", "metric", "distance_m", fixed_s=of_time)
    for row in summed.annotate(best=Max("value"), count=Count("pk")):
        name = _name(row["sport"], row["metric"], row["fixed_s"], row["distance_m"])
        for index in range(min(row["count"], LEAST_EARLIER)):
            day, unit = first - timedelta(days=1), BEST_UNITS[row["metric"]]
            yield BestEffort(("earlier", name, index), day, name, unit, row["best"])


def _name(sport: str, metric: str, duration_s: float, distance_m: float | None) -> str:
    channel = metric.rsplit("_", 1)[0]
    return f"{sport}_{channel}_{distance_m:.0f}m" if distance_m else f"{sport}_{channel}_{duration_s:.0f}s"
