"""Whether anything that Today shows has changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Max, QuerySet

from athletes.models import Athlete
from metrics.models import Activity, Day, LoadSeries

RECENT = timedelta(days=90)
"""Older days reach Today through the load series alone."""


def data_version(athlete: Athlete, *more: QuerySet[Any]) -> str:
    """Another text whenever recent days, recent activities, loads or rows of `more` have changed; one query.

    `more` are rows of this athlete with `updated_at`.
    """
    since = athlete.today() - RECENT
    days = Day.objects.for_athlete(athlete).filter(date__gte=since)
    activities = Activity.objects.for_athlete(athlete).filter(local_date__gte=since)
    loads = LoadSeries.objects.filter(athlete=athlete)
    parts = [
        rows.order_by().values("athlete").annotate(changed=Max("updated_at")).values_list("changed")
        for rows in (days, activities, loads, *more)
    ]
    return "-".join(sorted(str(changed.timestamp()) for (changed,) in parts[0].union(*parts[1:], all=True)))
