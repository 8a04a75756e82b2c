"""Activities as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from athletes.models import Athlete
from config.core import cache
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


@dataclass(frozen=True)
class MonthTotals:
    """What a month adds up to; None is unknown."""

    count: int
    duration_s: float | None
    distance_m: float | None
    load: float | None


def activity_list(athlete: Athlete) -> QuerySet[Activity]:
    """What lists show, newest first, without the columns that only the activity's own page needs."""
    shown: QuerySet[Activity] = Activity.objects.for_athlete(athlete).shown()
    return shown.only(*LIST_FIELDS).order_by("-start_time", "-pk")


def activity_or_404(athlete: Athlete, uid: UUID) -> Activity:
    """One living activity of this athlete, a merged one included, and a leg of one that lives."""
    activity = (
        Activity.objects.for_athlete(athlete)
        .alive()
        .select_related("merged_into", "parent")
        .filter(uid=uid, parent__deleted_at=None)
        .first()
    )
    if activity is None:
        raise DataNotFoundError("There is no such activity, or you may not see it.")
    activity.athlete = athlete
    return activity


def whole_or_404(athlete: Athlete, uid: UUID) -> Activity:
    """One living activity that stands for itself: no leg of another and not merged. Only such are changed."""
    activity = activity_or_404(athlete, uid)
    if activity.parent is not None or activity.merged_into is not None:
        raise DataNotFoundError("This is a part of an activity. Open the whole of it to change it.")
    return activity


def deleted_or_404(athlete: Athlete, uid: UUID) -> Activity:
    """One activity that was deleted and can still be restored; what was merged into it comes back with it."""
    gone = Activity.objects.for_athlete(athlete).filter(deleted_at__isnull=False, merged_into=None)
    activity: Activity | None = gone.filter(uid=uid).first()
    if activity is None:
        raise DataNotFoundError("There is no such deleted activity.")
    activity.athlete = athlete
    return activity


def sport_counts(athlete: Athlete) -> list[tuple[str, int]]:
    """How many activities of each sport the athlete has, the most frequent first; kept until data changes."""
    counts = cache.remember(athlete.pk, "sport_counts", cache.STATISTICS_S, lambda: _count_sports(athlete))
    return [(sport, count) for sport, count in counts]


def _count_sports(athlete: Athlete) -> list[tuple[str, int]]:
    shown = Activity.objects.for_athlete(athlete).shown().order_by()
    return list(shown.values_list("sport").annotate(count=Count("pk")).order_by("-count", "sport"))


def month_totals(activities: QuerySet[Activity], rows: Sequence[Activity]) -> dict[date, MonthTotals]:
    """Totals of `activities` for each month that `rows` touch, by the month's first day."""
    if not rows:
        return {}
    days = [row.local_date for row in rows]
    first, last = min(days).replace(day=1), max(days).replace(day=1)
    end = (last + timedelta(days=32)).replace(day=1)
    sums = (
        activities.filter(local_date__gte=first, local_date__lt=end)
        .order_by()
        .annotate(month=TruncMonth("local_date"))
        .values("month")
        .annotate(
            count=Count("pk"),
            duration_s=Sum("timer_s"),
            total_m=Sum("distance_m"),
            total_load=Sum("load"),
        )
        .values_list("month", "count", "duration_s", "total_m", "total_load")
    )
    return {month: MonthTotals(*values) for month, *values in sums}
