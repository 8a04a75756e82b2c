"""How many athletes keep to their plans, and whose plan waits for an answer: one question for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from athletes.models import Athlete
from plans.models import PlannedSession, PlanProposal

ADHERENCE_DAYS = 28
State = PlannedSession.State
KEPT = (State.DONE, State.PARTLY)


def adherences(athletes: Sequence[Athlete]) -> dict[int, float]:
    """The share of four weeks' sessions that was done, in full or in part, 0 to 1; nothing without any."""
    today = timezone.now().date()
    due = PlannedSession.objects.filter(
        athlete__in=athletes,
        deleted_at=None,
        day__gte=today - timedelta(days=ADHERENCE_DAYS),
        day__lt=today,
        state__in=(*KEPT, State.MISSED, State.SKIPPED),
    )
    rows = due.order_by().values("athlete_id").annotate(due=Count("pk"), done=Count("pk", Q(state__in=KEPT)))
    return {row["athlete_id"]: row["done"] / row["due"] for row in rows}


def proposals_waiting(athletes: Iterable[Athlete]) -> list[PlanProposal]:
    """Changes of plans that wait for an answer, the oldest first, with their athletes."""
    rows = PlanProposal.objects.filter(athlete__in=athletes, state=PlanProposal.State.WAITING)
    return list(rows.select_related("athlete").defer("checks").order_by("created_at"))
