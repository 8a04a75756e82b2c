"""Who is due for an explanation that nobody asks for: with consent, and only with new data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from analysis.models import AIPreferences, Analysis
from analysis.selectors.spend import midnight
from athletes.models import Athlete
from config.core.models import Job
from metrics.models import Activity, Day, LoadSeries

AT_ONCE = 500
SETTLED_AFTER = timedelta(minutes=2)
"""Files and days come in swarms: what is a moment old may be half of it."""

LATEST = timedelta(days=1)
"""Older arrivals are history by the time that anybody looks."""

BRIEF_FROM_HOUR = 5


def consenting() -> QuerySet[AIPreferences]:
    rows: QuerySet[AIPreferences] = AIPreferences.objects.filter(consented_at__isnull=False)
    return rows.select_related("athlete")


def weekly_due(now: datetime) -> list[AIPreferences]:
    """The reviews whose instant has come, those that wait longest first."""
    rows = consenting().filter(writes_weekly=True, next_weekly_at__lte=now)
    return list(rows.order_by("next_weekly_at", "pk")[:AT_ONCE])


def briefs_due(now: datetime, *, kind: str) -> list[UUID]:
    """Athletes with data since their last brief and none yet today; `kind` is that of the jobs of briefs."""
    rows = consenting().filter(writes_daily=True)
    rows = rows.filter(Exists(_days(now)) | Exists(_activities(now))).annotate(
        newest_day=Subquery(_days(now).order_by("-created_at").values("created_at")[:1]),
        newest_activity=Subquery(_activities(now).order_by("-created_at").values("created_at")[:1]),
    )
    found = list(rows.order_by("pk"))
    uids = [each.athlete.uid for each in found]
    last = dict(Job.objects.filter(kind=kind, subject__in=uids).values_list("subject", "updated_at"))
    due = (each.athlete.uid for each in found if _wants_brief(each, last.get(each.athlete.uid), now))
    return list(due)[:AT_ONCE]


def comments_due(now: datetime, *, kind: str) -> list[UUID]:
    """Activities of today and yesterday that arrived within a day and for which no job was made yet."""
    wanted = AIPreferences.objects.filter(
        athlete=OuterRef("athlete"), consented_at__isnull=False, writes_activities=True
    )
    rows = Activity.objects.shown().for_ai().filter(Exists(wanted), _arrived(now))
    rows = rows.filter(
        ~Exists(LoadSeries.objects.filter(athlete=OuterRef("athlete"), dirty_from__isnull=False))
    )
    rows = rows.exclude(Exists(Job.objects.filter(kind=kind, subject=OuterRef("uid"))))
    rows = rows.select_related("athlete").order_by("start_time", "pk")
    recent = (each for each in rows if each.local_date >= each.athlete.local_day(now) - LATEST)
    return [each.uid for each in recent][:AT_ONCE]


def has_news(athlete: Athlete, *, since: datetime) -> bool:
    """Whether anything that Claude may see has come in since then."""
    activities = Activity.objects.for_athlete(athlete).shown().for_ai().filter(created_at__gt=since)
    days = Day.objects.for_athlete(athlete).filter(ai_allowed=True, created_at__gt=since)
    return activities.exists() or days.exists()


def last_review(athlete: Athlete) -> datetime | None:
    """When the data were last read for a weekly review."""
    rows = Analysis.objects.for_athlete(athlete).filter(purpose=Analysis.Purpose.WEEKLY)
    return rows.order_by("-checked_at").values_list("checked_at", flat=True).first()


def _days(now: datetime) -> QuerySet[Day]:
    return Day.objects.filter(_arrived(now), athlete=OuterRef("athlete"), ai_allowed=True)


def _activities(now: datetime) -> QuerySet[Activity]:
    return Activity.objects.shown().for_ai().filter(_arrived(now), athlete=OuterRef("athlete"))


def _arrived(now: datetime) -> Q:
    return Q(created_at__gt=now - LATEST, created_at__lte=now - SETTLED_AFTER)


def _wants_brief(row: Any, last: datetime | None, now: datetime) -> bool:
    newest = max(each for each in (row.newest_day, row.newest_activity) if each is not None)
    local = now.astimezone(row.athlete.zone)
    if local.hour < BRIEF_FROM_HOUR:
        return False
    return last is None or (last < midnight(row.athlete, now) and newest > last)
