"""Changes of the plan that are proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from athletes.models import Athlete
from config.core import cache
from config.core.errors import DataNotFoundError
from plans.models import PlannedSession, PlanProposal
from plans.models.change import ProposalQuerySet
from plans.selectors.history import with_acts
from plans.selectors.paused import with_marker
from plans.selectors.reasons import said_cause

SAID = ("uid", "cause", "evidence")
"""What has to be known of a proposal to say that it waits."""


def proposals_of(athlete: Athlete) -> ProposalQuerySet:
    """All of them with what came of each in the history, the newest first."""
    rows: ProposalQuerySet = PlanProposal.objects.for_athlete(athlete).select_related("plan", "decided_by")
    return with_acts(rows)


def proposal_or_404(athlete: Athlete, uid: UUID) -> PlanProposal:
    """Raises DataNotFoundError."""
    proposal: PlanProposal | None = proposals_of(athlete).filter(uid=uid).first()
    if proposal is None:
        raise DataNotFoundError("There is no such proposal, or you may not see it.")
    proposal.athlete = athlete
    return proposal


def waiting_proposal(athlete: Athlete, classes: frozenset[str]) -> dict[str, str] | None:
    """`{uid, cause}` of the one that waits for an answer; cached.

    The cause is in words, for who may see these data classes beside the plan.
    """
    found: dict[str, Any] | None = cache.remember(
        athlete.pk, "waiting_proposal", cache.SUMMARY_S, lambda: _waiting(athlete)
    )
    return None if found is None else _said(found, classes)


def ahead_and_waiting(
    athlete: Athlete, today: date, most: int, classes: frozenset[str]
) -> tuple[list[PlannedSession], dict[str, str] | None]:
    """The next `most` sessions from `today` on (`selectors.paused.with_marker`), and `waiting_proposal`: one
    query."""
    rows = PlannedSession.objects.for_athlete(athlete).shown().filter(day__gte=today)
    rows = with_marker(rows).annotate(**{f"waiting_{name}": _of_row(name) for name in SAID})
    ahead = list(rows.order_by("day", "slot")[:most])
    if not ahead:
        return [], waiting_proposal(athlete, classes)
    found = {name: getattr(ahead[0], f"waiting_{name}") for name in SAID}
    return ahead, None if found["uid"] is None else _said(found, classes)


def anything_ahead(today: date) -> Q:
    """Of rows with an `athlete`: whether a session from `today` on or a proposal is theirs.

    For pages that read such a row anyway and need not ask for what is not there.
    """
    sessions = PlannedSession.objects.shown().filter(athlete=OuterRef("athlete"), day__gte=today)
    waiting = PlanProposal.objects.filter(athlete=OuterRef("athlete")).waiting()
    return Q(Exists(sessions)) | Q(Exists(waiting))


def _waiting(athlete: Athlete) -> dict[str, Any] | None:
    found: dict[str, Any] | None = PlanProposal.objects.for_athlete(athlete).waiting().values(*SAID).first()
    return found


def _said(found: Mapping[str, Any], classes: frozenset[str]) -> dict[str, str]:
    return {"uid": str(found["uid"]), "cause": said_cause(found["cause"], found["evidence"], classes)}


def _of_row(name: str) -> Subquery:
    rows: QuerySet[PlanProposal] = PlanProposal.objects.filter(athlete=OuterRef("athlete")).waiting()
    return Subquery(rows.values(name)[:1])
