"""The athlete's answer to a proposed change of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from athletes.models import User
from config.core.celery import enqueue
from config.core.errors import DataChangedError, DataValidationError
from metrics.services.locking import lock
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal
from plans.services.locking import refuse
from plans.services.proposing import put_changes, set_state
from plans.services.snapshots import snapshot

State = PlanProposal.State


def accept_proposal(
    *,
    proposal: PlanProposal,
    user: User,
    only: Iterable[int] | None = None,
    revision: int | None = None,
) -> PlanChange | None:
    """Make the proposed changes, or `only` those at these places; the history names who accepted.

    None when there was nothing to change in the sessions. Raises DataValidationError: PROPOSAL_ANSWERED,
    PROPOSAL_OUTDATED when a session or the day is not any more what it was (it is outdated then), and
    CHANGES_UNKNOWN; DataChangedError unless the proposal is at `revision`.
    """
    with transaction.atomic():
        row = _open(proposal, revision)
        changes = _chosen(row, only)
        is_true = _holds(row, changes)
        change = _accept(row, changes, user) if is_true else None
        if not is_true:
            _overtake(row)
    if not is_true:
        refuse("PROPOSAL_OUTDATED", "The plan has changed since: what fits now is proposed anew.")
    return change


def refuse_proposal(*, proposal: PlanProposal, user: User, revision: int | None = None) -> None:
    """Keep the plan as it is; the same event is not proposed again. Raises as accepting does."""
    with transaction.atomic():
        row = _open(proposal, revision)
        _decide(row, State.REFUSED, user)
        enqueue("plans.tasks.adapt", row.athlete_id)


def _open(proposal: PlanProposal, revision: int | None) -> PlanProposal:
    athlete = lock(proposal.athlete)
    row: PlanProposal = PlanProposal.objects.select_related("plan").get(pk=proposal.pk)
    row.athlete = row.plan.athlete = athlete
    if row.state == State.OUTDATED:
        refuse("PROPOSAL_OUTDATED", "The plan has changed since: this is not proposed any more.")
    if row.state != State.WAITING:
        refuse("PROPOSAL_ANSWERED", "This was answered already.")
    if revision is not None and row.revision != revision:
        raise DataChangedError
    return row


def _chosen(row: PlanProposal, only: Iterable[int] | None) -> list[dict[str, Any]]:
    if only is None:
        return list(row.changes)
    places = sorted(set(only))
    if not places or places[0] < 0 or places[-1] >= len(row.changes):
        raise DataValidationError(
            "Choose some of the changes that are proposed.",
            code="CHANGES_UNKNOWN",
            fields={"only": ["There is no such change."]},
        )
    return [row.changes[each] for each in places]


def _holds(row: PlanProposal, changes: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every session is as it was, and every day is still to come."""
    today = row.athlete.today().isoformat()
    rows = PlannedSession.objects.for_athlete(row.athlete).shown().select_related("plan")
    now = {str(each.uid): snapshot(each) for each in rows.filter(uid__in=_uids(changes))}
    sides = [side for each in changes for side in (each["before"], each["after"]) if side]
    same = all(now.get(each["session"]) == each["before"] for each in changes if each["session"])
    return row.plan.state == Plan.State.ACTIVE and same and all(side["day"] > today for side in sides)


def _uids(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    return [each["session"] for each in changes if each["session"]]


def _accept(row: PlanProposal, changes: Sequence[Mapping[str, Any]], user: User) -> PlanChange | None:
    _decide(row, State.ACCEPTED, user)
    return put_changes(row, row.plan, changes, user)


def _overtake(row: PlanProposal) -> None:
    set_state(row, {"state": State.OUTDATED.value})
    enqueue("plans.tasks.adapt", row.athlete_id)


def _decide(row: PlanProposal, state: str, user: User) -> None:
    set_state(row, {"state": state, "decided_at": timezone.now(), "decided_by": user})
