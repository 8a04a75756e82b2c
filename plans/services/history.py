"""Every act on a plan is one change, with its author and what it takes to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from athletes.models import Athlete, User
from config.core import cache
from metrics.services.locking import lock
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal
from plans.services import adopted
from plans.services.locking import refuse
from plans.services.rechecking import recheck_active
from plans.services.snapshots import Entry, apply, snapshot
from plans.services.telling import tell_change

Act = PlanChange.Act


def make_change(
    *,
    athlete: Athlete,
    user: User | None,
    act: str,
    entries: Sequence[Entry],
    plan: Plan | None = None,
    reason: str = "",
    proposal: PlanProposal | None = None,
    undoes: PlanChange | None = None,
) -> PlanChange:
    """Apply `entries` (`snapshots.apply`), write them down and judge the active plan anew.

    `user` None is Formline itself; somebody else than the athlete is told to the athlete. `plan` is what new
    sessions belong to. Needs the caller's transaction, in which the athlete is locked.
    """
    applied = apply(entries, athlete=athlete, user=user, plan=plan)
    change: PlanChange = PlanChange.objects.create(
        athlete=athlete,
        plan=plan or _plan_of(athlete, applied),
        author=user,
        act=act,
        reason=reason,
        entries=applied,
        proposal=proposal,
        undoes=undoes,
    )
    recheck_active(athlete)
    tell_change(change)
    cache.forget(athlete.pk)
    return change


def undo_change(*, change: PlanChange, user: User | None) -> PlanChange:
    """Put everything back as it was before; the answer can be undone in its turn.

    Raises DataValidationError: CHANGE_UNDONE, CHANGE_OVERTAKEN when one of its sessions changed since,
    SESSION_IN_PAST, and for whole plans PLAN_BEGUN or PLAN_ALREADY_ACTIVE.
    """
    with transaction.atomic():
        athlete = lock(change.athlete)
        row = PlanChange.objects.select_related("undoes", "plan").get(pk=change.pk)
        if PlanChange.objects.filter(undoes=row).exists():
            refuse("CHANGE_UNDONE", "This was undone already.")
        _check_unchanged(athlete, row)
        adopted.turn_back(row)
        return make_change(
            athlete=athlete,
            user=user,
            act=Act.UNDO,
            plan=row.plan,
            entries=[_reversed(entry) for entry in row.entries],
            undoes=row,
        )


def _check_unchanged(athlete: Athlete, change: PlanChange) -> None:
    uids = [entry["session"] for entry in change.entries]
    rows = PlannedSession.objects.for_athlete(athlete).filter(uid__in=uids).select_related("plan")
    now = {str(row.uid): snapshot(row) for row in rows.alive()}
    if any(now.get(entry["session"]) != entry["after"] for entry in change.entries):
        refuse("CHANGE_OVERTAKEN", "Something changed here since: undo the newer change first.")


def _reversed(entry: Entry) -> dict[str, Any]:
    return {"session": entry["session"], "before": entry["after"], "after": entry["before"]}


def _plan_of(athlete: Athlete, entries: Sequence[Entry]) -> Plan | None:
    uids = {(entry["after"] or entry["before"] or {}).get("plan") for entry in entries} - {None}
    return Plan.objects.for_athlete(athlete).filter(uid__in=uids).order_by("-start").first() if uids else None
