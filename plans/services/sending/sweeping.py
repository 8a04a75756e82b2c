"""Finding weeks whose message was lost, whose worker died, or whose wait is over."""

from __future__ import annotations

from uuid import UUID

from config.core import jobs
from config.core.celery import enqueue
from config.core.models import Job, JobState
from plans.models import WeekSending
from plans.selectors.sending import OPEN
from plans.services.sending.claim import KIND

AT_ONCE = 500


def start_due() -> None:
    """Start what may be worked on now, and let what was given up say so."""
    due = list(jobs.due(KIND).values_list("subject", flat=True)[:AT_ONCE])
    given_up = Job.objects.filter(kind=KIND, state=JobState.QUARANTINED, subject__in=_open_uids())
    subjects = [*due, *given_up.values_list("subject", flat=True)]
    rows = WeekSending.objects.filter(uid__in=subjects, state__in=OPEN)
    for sending_id in rows.values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("plans.tasks.send_week", sending_id)


def _open_uids() -> list[UUID]:
    return list(WeekSending.objects.filter(state__in=OPEN).values_list("uid", flat=True)[:AT_ONCE])
