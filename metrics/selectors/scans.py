"""Whose signals have to be looked for: after a change, and when a local day has begun."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from athletes.models import Athlete
from athletes.zones import local_days
from metrics.models import Day, LoadSeries, SignalScan


def unscanned(now: datetime, patience: timedelta) -> list[int]:
    """Athletes whose changes wait for longer than `patience`, who have begun a new day since the last scan,
    or who have data and were never scanned.
    """
    due = Q(stale_since__lt=now - patience)
    for today, names in local_days(now).items():
        due |= Q(scanned_on__lt=today, athlete__time_zone__in=names)
    waiting = SignalScan.objects.filter(due).order_by("athlete_id").values_list("athlete_id", flat=True)
    return [*waiting, *_never_scanned()]


def _never_scanned() -> list[int]:
    of_athlete = Q(athlete=OuterRef("pk"))
    has_data = Exists(LoadSeries.objects.filter(of_athlete)) | Exists(Day.objects.filter(of_athlete))
    rows = Athlete.objects.filter(has_data, ~Exists(SignalScan.objects.filter(of_athlete)))
    return list(rows.order_by("pk").values_list("pk", flat=True))
