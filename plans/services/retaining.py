"""Removing for good what somebody took out of plan, calendar and library."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from config.core.pruning import prune
from plans.models import (
    Blackout,
    Plan,
    PlanChange,
    PlannedSession,
    SentWorkout,
    SessionComment,
    WorkoutTemplate,
)


def prune_deleted(before: datetime, dry_run: bool = False) -> int:
    """Erase what was deleted before then; how many rows.

    What is still at Garmin stays until it was taken away there, and a plan that the history of changes names
    stays with it. An undo makes a session that is gone anew.
    """
    at_garmin = SentWorkout.objects.filter(session=OuterRef("pk"))
    of_plan = SentWorkout.objects.filter(session__plan=OuterRef("pk"))
    told = PlanChange.objects.filter(plan=OuterRef("pk"))
    rows = [
        SessionComment.objects.filter(deleted_at__lt=before),
        PlannedSession.objects.filter(~Exists(at_garmin), deleted_at__lt=before),
        Plan.objects.filter(~Exists(of_plan), ~Exists(told), deleted_at__lt=before),
        WorkoutTemplate.objects.filter(deleted_at__lt=before),
        Blackout.objects.filter(deleted_at__lt=before),
    ]
    return sum(prune(each, dry_run) for each in rows)
