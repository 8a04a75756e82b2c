"""Days on which nothing is planned."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete, User
from config.core import audit, cache
from config.core.celery import enqueue
from metrics.services.locking import lock
from plans.models import Blackout
from plans.services.locking import FARTHEST, check_fields, locked, refuse
from plans.services.rechecking import recheck_active

LONGEST = timedelta(days=365)


def add(
    *, athlete: Athlete, user: User | None, start: date, end: date, reason: str = "travel", note: str = ""
) -> Blackout:
    """Keep the days [start, end) free in every plan made from now on; the active one is judged anew.

    Raises DataValidationError: INTERVAL_INVALID, DAY_IN_PAST, DAY_TOO_FAR, BLACKOUTS_OVERLAP, or by field.
    """
    row = Blackout(athlete=athlete, start=start, end=end, reason=reason, note=note)
    with transaction.atomic():
        lock(athlete)
        check_fields(row)
        _check_days(row, athlete.today())
        row.save()
        _changed(athlete, user, "plans.blackout_added")
    return row


def change(*, blackout: Blackout, user: User | None, **changes: object) -> Blackout:
    """Move, lengthen, shorten or reword them: `start`, `end`, `reason`, `note`; `end` today ends them now.

    What has begun keeps its first day. Raises DataValidationError as adding does, DataNotFoundError.
    """
    with transaction.atomic():
        row = locked(blackout, blackout.athlete)
        today, begun = row.athlete.today(), row.start
        if row.end <= today:
            refuse("DAY_IN_PAST", "These days are over already.", field="end")
        for name, value in changes.items():
            setattr(row, name, value)
        check_fields(row)
        if row.start != begun and min(row.start, begun) < today:
            refuse("DAY_IN_PAST", "What lies in the past stays as it was.", field="start")
        _check_days(row, today - timedelta(days=1))
        row.save()
        _changed(row.athlete, user, "plans.blackout_changed")
    return row


def remove(*, blackout: Blackout, user: User | None) -> None:
    """Open its days again. Raises DataNotFoundError when that was done already."""
    with transaction.atomic():
        row = locked(blackout, blackout.athlete)
        row.deleted_at = timezone.now()
        row.save(update_fields=["deleted_at"])
        _changed(blackout.athlete, user, "plans.blackout_removed")


def _check_days(row: Blackout, today: date) -> None:
    if row.end <= row.start:
        refuse("INTERVAL_INVALID", "It must end after the day it starts.", field="end")
    if row.end <= today:
        refuse("DAY_IN_PAST", "These days are over already.", field="end")
    if row.start > today + FARTHEST or row.end - row.start > LONGEST:
        refuse("DAY_TOO_FAR", "Keep free at most a year, within the next two.", field="end")
    others = Blackout.objects.for_athlete(row.athlete).alive().exclude(pk=row.pk)
    if others.filter(start__lt=row.end, end__gt=row.start).exists():
        refuse("BLACKOUTS_OVERLAP", "Some of these days are kept free already.", field="start")


def _changed(athlete: Athlete, user: User | None, action: str) -> None:
    audit.record(user.uid if user else None, action, athlete.uid)
    recheck_active(athlete)
    enqueue("plans.tasks.adapt", athlete.pk)
    cache.forget(athlete.pk)
