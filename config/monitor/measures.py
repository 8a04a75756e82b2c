"""What is measured. More is worse in all of it; None where there is too little to judge by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from athletes.models import Connection, Way
from config.core import audit_heads, beats, served
from config.core.models import ExternalCall, Job, JobState
from metrics.models import SyncRun
from notifications.models import Delivery

BACKUP = "backup"
FEWEST, FEWEST_REQUESTS = 5, 20
"""Below so many cases a share says nothing."""
NEVER_H = 1_000_000.0
HOUR, DAY, SOON = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
UNCHECKED = timedelta(days=3)


@dataclass(frozen=True)
class Measure:
    """It is bad above `limit`, which an operator may change; `title` is followed by value and `unit`."""

    name: str
    title: str
    unit: str
    limit: float
    read: Callable[[], float | None]


def queue_delay_s() -> float | None:
    """Seconds since a worker last answered the schedule, or since the oldest job that waits was due."""
    now, age = timezone.now(), beats.age(beats.WORKER)
    due = Job.objects.filter(state=JobState.QUEUED, next_attempt_at__lte=now).order_by("next_attempt_at")
    oldest = due.values_list("next_attempt_at", flat=True).first()
    waits = [each.total_seconds() for each in (age, now - oldest if oldest else None) if each is not None]
    return max(waits, default=None)


def syncs_failing_pct() -> float | None:
    ended = SyncRun.objects.filter(finished_at__gte=timezone.now() - DAY)
    return _share(ended.filter(state=SyncRun.State.FAILED).count(), ended.count())


def calls_failing_pct() -> float | None:
    """Of the requests to services outside within the last hour."""
    calls = ExternalCall.objects.filter(started_at__gte=timezone.now() - HOUR)
    return _share(calls.filter(~Q(error_code="") | Q(status__gte=500)).count(), calls.count())


def errors_pct() -> float | None:
    """Of the requests of the last quarter of an hour, those that ended in an error of ours."""
    found = served.recent()
    return _share(found.errors, found.requests, fewest=FEWEST_REQUESTS)


def disk_used_pct() -> float | None:
    return float(psutil.disk_usage(str(settings.FORMLINE_DATA)).percent)


def backup_age_h() -> float | None:
    """Hours since the newest sign of a backup; NEVER_H where BACKUP_MARKER names a file that is not there."""
    signs = [age] if (age := beats.age(BACKUP)) is not None else []
    if settings.BACKUP_MARKER and (marker := Path(settings.BACKUP_MARKER)).exists():
        signs.append(timezone.now() - datetime.fromtimestamp(marker.stat().st_mtime, tz=UTC))
    if signs:
        return min(signs) / HOUR
    return NEVER_H if settings.BACKUP_MARKER else None


def keys_expiring_pct() -> float | None:
    """Of the keys of Garmin's Personal API, those that end within a week or have ended."""
    keys = Connection.objects.filter(way=Way.KEY, key_expires_on__isnull=False)
    until = (timezone.now() + SOON).date()
    return _share(keys.filter(key_expires_on__lte=until).count(), keys.count())


def deliveries_failing_pct() -> float | None:
    recent = Delivery.objects.filter(updated_at__gte=timezone.now() - HOUR)
    failed = recent.filter(state=Delivery.State.FAILED).count()
    return _share(failed, failed + recent.filter(state=Delivery.State.SENT).count())


def jobs_quarantined() -> float | None:
    """Within a day: what was given up before and still lies there must not hide what is new."""
    since = timezone.now() - DAY
    return float(Job.objects.filter(state=JobState.QUARANTINED, updated_at__gte=since).count())


def record_faults() -> float | None:
    """What the last look into the audit record found, or the days since when that is more than it may be."""
    age = beats.age(audit_heads.FOUND)
    if age is None:
        return None
    found = float(beats.said(audit_heads.FOUND) or 0)
    return max(found, age / DAY if age > UNCHECKED else 0)


def _share(part: int, whole: int, *, fewest: int = FEWEST) -> float | None:
    return 100 * part / whole if whole >= fewest else None


MEASURES = {
    each.name: each
    for each in (
        Measure("queue_delay", "Work waits", "s", 300, queue_delay_s),
        Measure("syncs_failing", "Syncs that failed in a day", "%", 30, syncs_failing_pct),
        Measure("calls_failing", "Requests to services outside that failed", "%", 30, calls_failing_pct),
        Measure("errors", "Requests that ended in an error of ours", "%", 5, errors_pct),
        Measure("disk", "Disk in use", "%", 90, disk_used_pct),
        Measure("backup_age", "Age of the newest backup", "h", 48, backup_age_h),
        Measure("keys_expiring", "Garmin keys that end within a week", "%", 25, keys_expiring_pct),
        Measure("deliveries_failing", "Messages that failed in an hour", "%", 30, deliveries_failing_pct),
        Measure("jobs_quarantined", "Jobs that were given up within a day", "", 0, jobs_quarantined),
        Measure("record_faults", "Faults of the audit record, or days without a look", "", 0, record_faults),
    )
}
