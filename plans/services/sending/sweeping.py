"""Finding weeks whose message was lost, whose worker died, or whose wait is over; forgetting old ones."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from config.core import jobs
from config.core.celery import enqueue
from config.core.models import Job, JobState
from plans.models import WeekSending
from plans.selectors.sending import OPEN
from plans.services.sending.claim import KIND

AT_ONCE = 500
KEPT = timedelta(weeks=5)


def start_due() -> None:
    """Start what may be worked on now, and let what was given up say so."""
    due = list(jobs.due(KIND).values_list("subject", flat=True)[:AT_ONCE])
    given_up = Job.objects.filter(kind=KIND, state=JobState.QUARANTINED, subject__in=_open_uids())
    subjects = [*due, *given_up.values_list("subject", flat=True)]
    rows = WeekSending.objects.filter(uid__in=subjects, state__in=OPEN)
    for sending_id in rows.values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("plans.tasks.send_week", sending_id)
    _forget_old()


def _forget_old() -> None:
    """No page shows a week that is over."""
    over = WeekSending.objects.filter(week_start__lt=timezone.now().date() - KEPT).exclude(state__in=OPEN)
    if old := dict(over.values_list("pk", "uid")[:AT_ONCE]):
        WeekSending.objects.filter(pk__in=old).delete()
        Job.objects.filter(kind=KIND, subject__in=old.values()).delete()


def _open_uids() -> list[UUID]:
    return list(WeekSending.objects.filter(state__in=OPEN).values_list("uid", flat=True)[:AT_ONCE])
