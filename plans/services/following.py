"""Plans follow what happens, even when a message was lost or a worker died."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from config.core import cache, jobs
from config.core.celery import enqueue
from config.core.models import Job, JobState
from plans.models import Plan
from plans.selectors.following import ended, unlooked, unmatched
from plans.services.adapting import JOB
from plans.services.adopted import put_out_of_force
from plans.services.locking import locked

AT_ONCE = 500
GIVEN_UP = (JobState.FAILED, JobState.QUARANTINED)


def sweep() -> None:
    """Start matching and adapting where something is newer than what was made of it, and end what is over."""
    now = timezone.now()
    for plan in ended(now)[:AT_ONCE]:
        _end(plan)
    for athlete_id in unmatched(now)[:AT_ONCE]:
        enqueue("plans.tasks.follow", athlete_id)
    given_up = Job.objects.filter(kind=JOB, state__in=GIVEN_UP)
    left_alone = set(given_up.values_list("subject", flat=True))
    waiting = [plan for plan in unlooked(now) if plan.uid not in left_alone]
    retried = Plan.objects.active().filter(uid__in=jobs.due(JOB).values("subject")[:AT_ONCE])
    athletes = dict.fromkeys(plan.athlete_id for plan in (*waiting[:AT_ONCE], *retried))
    for athlete_id in athletes:
        enqueue("plans.tasks.adapt", athlete_id)


def _end(plan: Plan) -> None:
    with transaction.atomic():
        row = locked(plan, plan.athlete)
        if row.state == Plan.State.ACTIVE:
            put_out_of_force(row, Plan.State.ENDED)
            cache.forget(row.athlete_id)
