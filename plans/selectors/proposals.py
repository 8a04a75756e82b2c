"""Changes of the plan that are proposed."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from athletes.models import Athlete
from config.core import cache
from plans.models import Cause, PlannedSession, PlanProposal


def waiting_proposal(athlete: Athlete) -> dict[str, str] | None:
    """`{uid, cause}` of the one that waits for an answer, the cause in words; cached."""
    found: dict[str, str] | None = cache.remember(
        athlete.pk, "waiting_proposal", cache.SUMMARY_S, lambda: _waiting(athlete)
    )
    return found


def ahead_and_waiting(
    athlete: Athlete, today: date, most: int
) -> tuple[list[PlannedSession], dict[str, str] | None]:
    """The next `most` sessions from `today` on, and `waiting_proposal`: one query."""
    rows = PlannedSession.objects.for_athlete(athlete).shown().filter(day__gte=today)
    rows = rows.annotate(waiting_uid=_of_row("uid"), waiting_cause=_of_row("cause"))
    ahead = list(rows.order_by("day", "slot")[:most])
    if not ahead:
        return [], waiting_proposal(athlete)
    uid, cause = ahead[0].waiting_uid, ahead[0].waiting_cause
    return ahead, None if uid is None else _said(uid, cause)


def anything_ahead(today: date) -> Q:
    """Of rows with an `athlete`: whether a session from `today` on or a proposal is theirs.

    For pages that read such a row anyway and need not ask for what is not there.
    """
    sessions = PlannedSession.objects.shown().filter(athlete=OuterRef("athlete"), day__gte=today)
    waiting = PlanProposal.objects.filter(athlete=OuterRef("athlete")).waiting()
    return Q(Exists(sessions)) | Q(Exists(waiting))


def _waiting(athlete: Athlete) -> dict[str, str] | None:
    row = PlanProposal.objects.for_athlete(athlete).waiting().first()
    return _said(row.uid, row.cause) if row else None


def _said(uid: object, cause: str) -> dict[str, str]:
    return {"uid": str(uid), "cause": str(Cause(cause).label)}


def _of_row(name: str) -> Subquery:
    rows: QuerySet[PlanProposal] = PlanProposal.objects.filter(athlete=OuterRef("athlete")).waiting()
    return Subquery(rows.values(name)[:1])
