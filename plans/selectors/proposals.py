"""Changes of the plan that are proposed."""

from __future__ import annotations

from athletes.models import Athlete
from config.core import cache
from plans.models import PlanProposal


def waiting_proposal(athlete: Athlete) -> dict[str, str] | None:
    """`{uid, cause}` of the one that waits for an answer, the cause in words; cached."""
    found: dict[str, str] | None = cache.remember(
        athlete.pk, "waiting_proposal", cache.SUMMARY_S, lambda: _waiting(athlete)
    )
    return found


def _waiting(athlete: Athlete) -> dict[str, str] | None:
    row = PlanProposal.objects.for_athlete(athlete).waiting().first()
    return {"uid": str(row.uid), "cause": str(row.get_cause_display())} if row else None


def ahead_and_waiting(
    athlete: Athlete, today: date, most: int
) -> tuple[list[PlannedSession], PlanProposal | None]:
    """The next `most` sessions from `today` on, and the proposal that waits, of which only `uid` and `cause`
    are read: one query, two when nothing is ahead.
    """
    rows = PlannedSession.objects.for_athlete(athlete).shown().filter(day__gte=today)
    rows = rows.annotate(waiting_uid=_waiting("uid"), waiting_cause=_waiting("cause"))
    ahead = list(rows.order_by("day", "slot")[:most])
    if not ahead:
        return [], waiting_proposal(athlete)
    uid = ahead[0].waiting_uid
    return ahead, None if uid is None else PlanProposal(uid=uid, cause=ahead[0].waiting_cause)


def _waiting(name: str) -> Subquery:
    waiting: QuerySet[PlanProposal] = PlanProposal.objects.filter(athlete=OuterRef("athlete")).waiting()
    return Subquery(waiting.values(name)[:1])
