"""What was done with the plan."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from plans.models import PlanChange, PlanProposal
from plans.models.change import ProposalQuerySet


def changes(athlete: Athlete) -> QuerySet[PlanChange]:
    """Every change with its author and what belongs to it, the newest first."""
    rows = PlanChange.objects.for_athlete(athlete)
    return rows.select_related("author", "plan", "proposal", "undone_by", "undoes")


def change_or_404(athlete: Athlete, uid: UUID) -> PlanChange:
    """Raises DataNotFoundError."""
    change: PlanChange | None = PlanChange.objects.for_athlete(athlete).filter(uid=uid).first()
    if change is None:
        raise DataNotFoundError("There is no such change, or you may not see it.")
    change.athlete = athlete
    return change


def newest_change(athlete: Athlete) -> PlanChange | None:
    """Without what it did."""
    found: PlanChange | None = PlanChange.objects.for_athlete(athlete).defer("entries").first()
    return found


def undoable(athlete: Athlete, uid: str) -> PlanChange | None:
    """The change that an address names, while nothing has taken it back; without what it did."""
    try:
        key = UUID(uid)
    except ValueError:
        return None
    rows = PlanChange.objects.for_athlete(athlete).filter(uid=key, undone_by=None)
    found: PlanChange | None = rows.defer("entries").first()
    return found


def with_acts(rows: ProposalQuerySet) -> ProposalQuerySet:
    """Proposals with what came of them in the history, for `last_act`: one query more."""
    acts = PlanChange.objects.select_related("undone_by__undone_by").defer("entries")
    return rows.prefetch_related(Prefetch("plan_changes", acts.order_by("pk")))


def last_act(proposal: PlanProposal) -> tuple[PlanChange | None, bool]:
    """What was done last with the changes of a proposal, and whether that is in force: neither undone, nor
    an undoing. One that may be undone again is the last one."""
    change: PlanChange | None = next(iter(proposal.plan_changes.all()), None)
    stands = change is not None
    while change is not None and (undone := getattr(change, "undone_by", None)):
        change, stands = undone, not stands
    return change, stands
