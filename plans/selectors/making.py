"""How the making of a plan goes."""

from __future__ import annotations

from django.utils import timezone

from config.core.models import Job, JobState
from plans.models import Plan

JOB = "make_plan"


def interrupted(plan: Plan) -> bool:
    """Whether a worker that made this plan was lost or failed, so that it is, or will be, made again."""
    job = Job.objects.filter(kind=JOB, subject=plan.uid).first()
    if job is None or not job.attempts or job.state == JobState.DONE:
        return False
    is_held = job.state == JobState.RUNNING and job.lease_until and job.lease_until > timezone.now()
    return job.attempts > 1 or not is_held
