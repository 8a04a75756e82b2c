"""What of this app is in the change feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from athletes.feed import PLAN, ChangeType
from plans.models import Blackout, Plan, PlannedSession, PlanProposal, TrainingPreferences, WorkoutTemplate

OPEN = frozenset({"plan"})
SHOWN = (Plan.State.ACTIVE, Plan.State.ENDED)


def _is_gone(session: Mapping[str, Any]) -> bool:
    """As `PlannedSessionQuerySet.shown` has it."""
    if session["deleted_at"] is not None or session["plan__deleted_at"] is not None:
        return True
    return session["plan__state"] not in (None, *SHOWN)


def _adopted(rows: QuerySet[Any], _: frozenset[str]) -> QuerySet[Any]:
    """Sessions of a draft are nobody's before it is adopted."""
    return rows.filter(Q(plan=None) | Q(plan__adopted_at__isnull=False))


TYPES = (
    ChangeType("plan", Plan, OPEN, PLAN, "plan"),
    ChangeType(
        "planned_session",
        PlannedSession,
        OPEN,
        PLAN,
        "session",
        columns=("plan__state", "plan__deleted_at"),
        is_gone=_is_gone,
        visible=_adopted,
    ),
    ChangeType("plan_proposal", PlanProposal, OPEN, PLAN, "plan-proposal"),
    ChangeType("training_preferences", TrainingPreferences, OPEN, PLAN, "training-preferences", by_uid=False),
    ChangeType("day_off", Blackout, OPEN, PLAN, "day-off"),
    ChangeType("workout", WorkoutTemplate, OPEN, PLAN, "workout"),
)
