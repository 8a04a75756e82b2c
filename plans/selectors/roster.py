"""How many athletes keep to their plans, and whose plan waits for an answer: one question for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Count, F, Q

from athletes.models import Athlete, User
from athletes.selectors import by_today, since_opened
from plans.models import PlannedSession, PlanProposal, SessionComment

ADHERENCE_DAYS = 28
State = PlannedSession.State
KEPT = (State.DONE, State.PARTLY)


def adherences(athletes: Sequence[Athlete]) -> dict[int, float]:
    """The share of four weeks' sessions that was done, in full or in part, 0 to 1; nothing without any."""
    weeks = Q(pk__in=[])
    for today, of_day in by_today(athletes).items():
        weeks |= Q(athlete__in=of_day, day__gte=today - timedelta(days=ADHERENCE_DAYS), day__lt=today)
    due = PlannedSession.objects.filter(
        weeks, deleted_at=None, state__in=(*KEPT, State.MISSED, State.SKIPPED)
    )
    rows = due.order_by().values("athlete_id").annotate(due=Count("pk"), done=Count("pk", Q(state__in=KEPT)))
    return {row["athlete_id"]: row["done"] / row["due"] for row in rows}


def unread_comments(user: User, athletes: Sequence[Athlete]) -> dict[int, int]:
    """What athletes wrote under sessions since this coach last opened a page of theirs: how many of each."""
    rows = SessionComment.objects.alive().filter(
        since_opened(user, "session__athlete"),
        session__athlete__in=athletes,
        session__deleted_at=None,
        author=F("session__athlete__user"),
    )
    return dict(rows.order_by().values_list("session__athlete_id").annotate(Count("pk")))


def proposals_waiting(athletes: Iterable[Athlete]) -> list[PlanProposal]:
    """Changes of plans that wait for an answer, the oldest first, with their athletes."""
    rows = PlanProposal.objects.filter(athlete__in=athletes, state=PlanProposal.State.WAITING)
    return list(rows.select_related("athlete__user").defer("checks").order_by("created_at"))
