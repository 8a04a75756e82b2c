"""Storing what an adaptation would change: as a proposal that waits, or done at once within limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils import timezone

from athletes.models import User
from config.core import cache
from metrics.science.signals.model import Evidence
from notifications.services import notify
from plans.engine.adapt import Adaptation, Change, Entry
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal, TrainingPreferences
from plans.selectors.preferences import preferences_of
from plans.selectors.situation import ANSWERED, as_session
from plans.services.automatic import beyond_limits
from plans.services.frames import put_frame
from plans.services.history import make_change
from plans.services.rechecking import checks_after
from plans.services.snapshots import of_engine, snapshot

State = PlanProposal.State
Adapting = TrainingPreferences.Adapting
ADAPTATION = PlannedSession.Origin.ADAPTATION
LONGEST_REASON = 500


class Overtaken(Exception):
    """Sessions are not any more as they were when the change was worked out: look again."""


def propose(
    *,
    plan: Plan,
    found: Adaptation | None,
    entries: Sequence[Entry] = (),
    frame: Mapping[str, Any] | None = None,
) -> PlanProposal | None:
    """Bring what waits for an answer in line with what was found: None outdates it, the same event renews it.

    What was answered stays answered. Within the athlete's limits the change is made at once. `entries` are
    the sessions that `found` was worked out from. Needs the caller's transaction, in which the athlete is
    locked. Raises Overtaken.
    """
    rows = PlanProposal.objects.filter(plan=plan)
    fingerprint = found.fingerprint if found else ""
    outdated = rows.waiting().exclude(fingerprint=fingerprint).update(state=State.OUTDATED)
    if outdated:
        cache.forget(plan.athlete_id)
    if found is None or rows.filter(fingerprint=fingerprint, state__in=ANSWERED).exists():
        return None
    values = _values(plan, found, frame)
    limits = preferences_of(plan.athlete).preferences
    if limits.adapting == Adapting.AUTOMATIC:
        values["beyond_limits"] = beyond_limits(found, entries, limits)
        if not values["beyond_limits"]:
            return _do(plan, fingerprint, values)
    return _ask(plan, fingerprint, values)


def put_changes(
    row: PlanProposal, plan: Plan, changes: Sequence[Mapping[str, Any]], user: User | None
) -> PlanChange | None:
    """Make these changes of the proposal, and what it means for the plan itself; None without any."""
    if row.frame:
        put_frame(plan, row.frame["after"])
    if not changes:
        return None
    entries = [{"session": each["session"], "before": None, "after": each["after"]} for each in changes]
    return make_change(
        athlete=plan.athlete,
        user=user,
        act=PlanChange.Act.ADAPT,
        entries=entries,
        plan=plan,
        reason=row.reason,
        proposal=row,
    )


def set_state(row: PlanProposal, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    cache.forget(row.athlete_id)


def _values(plan: Plan, found: Adaptation, frame: Mapping[str, Any] | None) -> dict[str, Any]:
    uids = [change.session for change in found.changes if change.session]
    rows = PlannedSession.objects.for_athlete(plan.athlete).shown().filter(uid__in=uids)
    stored = {str(row.uid): row for row in rows.select_related("plan")}
    return {
        "cause": found.cause,
        "reason": found.reason[:LONGEST_REASON],
        "evidence": _plain(found.evidence),
        "changes": [_change(change, stored.get(change.session or "")) for change in found.changes],
        "frame": frame,
        "checks": checks_after(plan, found.changes, frame) if found.changes else [],
        "beyond_limits": "",
    }


def _change(change: Change, row: PlannedSession | None) -> dict[str, Any]:
    if change.session and (row is None or as_session(row) != change.before):
        raise Overtaken
    return {
        "session": change.session,
        "act": change.act,
        "before": snapshot(row) if row else None,
        "after": of_engine(change.after, origin=ADAPTATION) if change.after else None,
        "reason": change.reason,
        "evidence": _plain(change.evidence),
    }


def _plain(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [asdict(each) | {"date": each.date.isoformat()} for each in evidence]


def _ask(plan: Plan, fingerprint: str, values: dict[str, Any]) -> PlanProposal:
    row = _row(plan, fingerprint)
    fresh = {**values, "state": State.WAITING.value}
    # What the rules say of it moves with the days: that alone is no news.
    if row._state.adding or any(getattr(row, name) != fresh[name] for name in {*fresh} - {"checks"}):
        set_state(row, fresh)
        _tell(row)
    return row


def _do(plan: Plan, fingerprint: str, values: dict[str, Any]) -> PlanProposal:
    row = _row(plan, fingerprint)
    set_state(row, {**values, "state": State.AUTOMATIC.value, "decided_at": timezone.now()})
    put_changes(row, plan, row.changes, None)
    _tell(row)
    return row


def _row(plan: Plan, fingerprint: str) -> PlanProposal:
    """Of that event, the one that was outdated once or is renewed, else a new one."""
    found: PlanProposal | None = PlanProposal.objects.filter(plan=plan, fingerprint=fingerprint).first()
    row = found or PlanProposal(plan=plan, fingerprint=fingerprint)
    row.athlete = plan.athlete
    return row


def _tell(row: PlanProposal) -> None:
    """Once for each proposal, however often it is renewed."""
    notify(
        user=row.athlete.user,
        kind="plan_change_proposed",
        key=str(row.uid),
        context={
            "cause": str(row.get_cause_display()),
            "reason": row.reason,
            "sessions": len(row.changes),
            "is_done": row.state == State.AUTOMATIC,
        },
        url=reverse("plans:plan-proposal", args=["me", row.uid]),
        athlete=row.athlete,
    )
