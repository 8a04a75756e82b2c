"""Which plan is in force, and taking that back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from athletes.models import Athlete
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal
from plans.services.frames import put_frame
from plans.services.locking import refuse
from plans.services.rechecking import recheck_plan

Act, State = PlanChange.Act, Plan.State
AT_ONCE = 20
NEEDED: Mapping[tuple[str, bool], str] = {
    (Act.ADOPT, True): State.ACTIVE,
    (Act.ADOPT, False): State.DRAFT,
    (Act.END, True): State.ENDED,
    (Act.END, False): State.ACTIVE,
}
"""The state that a plan is in where the act is the last one: for taking it back, and for doing it again."""


def put_in_force(plan: Plan) -> None:
    """The plan is active from now on. Raises DataValidationError PLAN_ALREADY_ACTIVE beside another one."""
    if Plan.objects.active().filter(athlete_id=plan.athlete_id).exclude(pk=plan.pk).exists():
        refuse("PLAN_ALREADY_ACTIVE", "Another plan is active: end that one first.")
    plan.state = State.ACTIVE
    plan.adopted_at = plan.adopted_at or timezone.now()
    plan.save(update_fields=["state", "adopted_at"])
    _touch_sessions(plan)


def put_out_of_force(plan: Plan, state: str) -> None:
    """The plan is `state` from now on, and what was proposed for it is overtaken."""
    plan.state = state
    plan.save(update_fields=["state"])
    _touch_sessions(plan)
    PlanProposal.objects.filter(plan=plan).waiting().update(state=PlanProposal.State.OUTDATED)


def _touch_sessions(plan: Plan) -> None:
    """With their plan they appear in the calendar, or disappear: the change feed has to tell them."""
    PlannedSession.objects.filter(plan=plan).update()


def removals(plan: Plan, since: date) -> list[dict[str, Any]]:
    """Entries that remove what is still open of a plan from `since` on.

    What is locked stays, and so does what people wrote: that belongs to no plan.
    """
    rows = PlannedSession.objects.filter(plan=plan, day__gte=since, locked=False).alive().open()
    uids = rows.filter(activity=None).order_by("day", "slot").values_list("uid", flat=True)
    return [{"session": str(uid), "before": None, "after": None} for uid in uids]


def turn_back(change: PlanChange) -> None:
    """What undoing `change` does to whole plans; most changes are about sessions alone.

    Raises DataValidationError: CHANGE_OVERTAKEN when the plan was adopted or ended since, PLAN_BEGUN when
    days of an adopted plan are over, PLAN_ALREADY_ACTIVE, and PLAN_DISCARDED when nothing is left to adopt.
    """
    act, takes_back = _root(change)
    plan = act.plan
    if plan is not None and act.proposal is not None and act.proposal.frame:
        put_frame(plan, act.proposal.frame["before" if takes_back else "after"])
    if plan is None or act.act not in (Act.ADOPT, Act.END):
        return
    if plan.state != NEEDED[act.act, takes_back]:
        refuse("CHANGE_OVERTAKEN", "The plan was adopted or ended since: undo that first.")
    if act.act == Act.END:
        put_in_force(plan) if takes_back else put_out_of_force(plan, State.ENDED)
        return
    if plan.deleted_at is not None:
        refuse("PLAN_DISCARDED", "This plan was discarded meanwhile: ask for a new one.")
    former = _former(act)
    if takes_back:
        _refuse_begun(plan, change.athlete)
        put_out_of_force(plan, State.DRAFT)
        recheck_plan(plan)
        if former:
            put_in_force(former)
    else:
        if former:
            put_out_of_force(former, State.ENDED)
        put_in_force(plan)


def _root(change: PlanChange) -> tuple[PlanChange, bool]:
    """The act below all the undoing, and whether it stands after `change`."""
    stands = True
    while change.act == Act.UNDO and change.undoes is not None:
        change, stands = change.undoes, not stands
    return change, stands


def _former(act: PlanChange) -> Plan | None:
    """The plan that ended when this one was adopted, unless its days are over by now."""
    found = _in_force_before(act)
    is_over = found is None or found.deleted_at is not None or found.end <= act.athlete.today()
    return None if is_over else found


def _in_force_before(act: PlanChange) -> Plan | None:
    """What it removed names the plan; where nothing was, the last act on a whole plan before it does."""
    uids = {entry["before"]["plan"] for entry in act.entries if entry["before"]}
    if uids:
        return Plan.objects.filter(athlete_id=act.athlete_id, uid__in=uids).first()
    for root, stands in map(_root, _acts_before(act)):
        if root.act == Act.ADOPT:
            return root.plan if stands else _in_force_before(root)
        if root.act == Act.END:
            return None if stands else root.plan
    return None


def _acts_before(act: PlanChange) -> Iterator[PlanChange]:
    rows = PlanChange.objects.filter(athlete_id=act.athlete_id, pk__lt=act.pk)
    rows = rows.filter(act__in=(Act.ADOPT, Act.END, Act.UNDO)).select_related("plan", "undoes__plan")
    return rows.order_by("-pk").iterator(chunk_size=AT_ONCE)


def _refuse_begun(plan: Plan, athlete: Athlete) -> None:
    rows = PlannedSession.objects.filter(plan=plan).alive()
    if rows.filter(day__lt=athlete.today()).exists() or rows.exclude(activity=None).exists():
        refuse("PLAN_BEGUN", "This plan has begun. End it, or adopt another one.")
