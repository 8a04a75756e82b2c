"""Activities as lists and pages show them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Activity

LIST_FIELDS = (
    "uid",
    "athlete",
    "sport",
    "sub_sport",
    "name",
    "start_time",
    "utc_offset_s",
    "local_date",
    "elapsed_s",
    "timer_s",
    "distance_m",
    "ascent_m",
    "avg_hr_bpm",
    "weighted_power_w",
    "avg_power_w",
    "avg_speed_mps",
    "load",
    "load_method",
    "revision",
)


def activity_list(athlete: Athlete) -> QuerySet[Activity]:
    """What lists show, newest first, without the columns that only the activity's own page needs."""
    shown: QuerySet[Activity] = Activity.objects.for_athlete(athlete).shown()
    return shown.only(*LIST_FIELDS).order_by("-start_time", "-pk")


def activity_or_404(athlete: Athlete, uid: UUID) -> Activity:
    """One living activity of this athlete, a leg or a merged one included."""
    activity = (
        Activity.objects.for_athlete(athlete)
        .alive()
        .select_related("merged_into", "parent")
        .filter(uid=uid)
        .first()
    )
    if activity is None:
        raise DataNotFoundError("There is no such activity, or you may not see it.")
    activity.athlete = athlete
    return activity


def week_of(day: date) -> tuple[date, date]:
    """Monday to Monday around a day, half-open."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def week_totals(athlete: Athlete, today: date) -> dict[str, Any]:
    """Load, duration and count of this week so far and of the week before."""
    start, end = week_of(today)
    before = start - timedelta(days=7)
    this, last = Q(local_date__gte=start), Q(local_date__lt=start)
    totals: dict[str, Any] = (
        Activity.objects.for_athlete(athlete)
        .shown()
        .between(before, end)
        .aggregate(
            week_load=Sum("load", filter=this),
            duration_s=Sum("timer_s", filter=this),
            week_distance_m=Sum("distance_m", filter=this),
            count=Count("pk", filter=this),
            load_before=Sum("load", filter=last),
            duration_before_s=Sum("timer_s", filter=last),
        )
    )
    return {"load": totals.pop("week_load"), "distance_m": totals.pop("week_distance_m"), **totals}
