"""Why a plan changes, as far as the reader may know: the plan tells what changes, not how somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics.science.recovery.readiness import EFFICIENCY_FALL_PCT, FEELS_BAD_Z
from plans.engine.adapt.body import STALE_DAYS
from plans.engine.answer.entry import note
from plans.engine.answer.falling import FALLS
from plans.models import Cause, Plan, PlanChange, PlannedSession, PlanProposal

UNSAID = "For a reason that you cannot see: ask the athlete."
UNSAID_CAUSE = "A change of the plan"
CLASSES = ("load", "heart", "activities", "notes")
"""Data classes that a reason or its evidence may belong to."""

MARKED = (Cause.ILLNESS, Cause.INJURY)
OF_THE_BODY = (Cause.RECOVERY_LOW, Cause.RECOVERY_GOOD)
BY_SIGNS = "illness_signs"
NUMBERLESS = {"from": None, "to": None}
ILL, UNSAID_NAME = "illness", "unsaid"
"""What may block a plan, and its name for who may not know of it."""

TELLING: Mapping[int, str] = {1: "load", 2: "activities", 4: "activities", 12: "load", 13: "load"}
"""Rules whose value tells how fit somebody is or what was done, and the data class of that."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan settled for, or why there is none: in the shapes of the plan itself."""

    blocking: list[str]
    relaxed: list[dict[str, Any]]
    message: str


def outcome_of(plan: Plan, classes: frozenset[str]) -> Outcome:
    """As far as the reader may know: an illness needs the notes, numbers of fitness need the load."""
    if ILL in plan.blocking and "notes" not in classes:
        blocking = [UNSAID_NAME if each == ILL else each for each in plan.blocking]
        return Outcome(blocking, [note(None, None, UNSAID)], UNSAID)
    rows = [row if _class_of(row) in {None, *classes} else row | NUMBERLESS for row in plan.relaxed]
    return Outcome(plan.blocking, rows, plan.error_message)


def checks_of(plan: Plan | PlanProposal, classes: frozenset[str]) -> list[dict[str, Any]]:
    """The verdicts of the rules, without the values that tell more than the reader may know."""
    return [
        row if TELLING.get(row["rule"]) in {None, *classes} else row | {"value": None} for row in plan.checks
    ]


def skip_of(session: PlannedSession, classes: frozenset[str]) -> tuple[str, str]:
    """Why a session was skipped and what was added, "" for both without the notes."""
    return _skip(session.skip_reason, session.skip_note, classes)


def side_of(snapshot: Mapping[str, Any] | None, classes: frozenset[str]) -> dict[str, Any] | None:
    """One side of a change, as far as the reader may know why it was skipped."""
    if snapshot is None:
        return None
    reason, note = _skip(snapshot.get("skip_reason", ""), snapshot.get("skip_note", ""), classes)
    told = {"skip_reason": reason, "skip_note": note}
    return {**snapshot, **{name: value for name, value in told.items() if name in snapshot}}


def _skip(reason: str, note: str, classes: frozenset[str]) -> tuple[str, str]:
    # All of them or none: a reason is always given, so that one left out would say which it was.
    return (reason, note) if "notes" in classes else ("", "")


def _class_of(row: Mapping[str, Any]) -> str | None:
    """Of the numbers of something that gave way; None is part of the plan."""
    return "load" if FALLS in row["why"] else TELLING.get(row["rule"])


def needed(cause: str, evidence: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The data classes of what the sentences of such a proposal say, besides the plan."""
    values = {row["metric"]: row["value"] for row in evidence}
    if cause in MARKED:
        # Signs may come on the way back: that says that there was an illness.
        return frozenset({"notes", "heart"} if BY_SIGNS in values else {"notes"})
    if cause not in OF_THE_BODY:
        return frozenset()
    found = {"heart"}
    if values.get("own_word_z", 0.0) <= FEELS_BAD_Z:
        found.add("notes")
    if values.get("strain_days", 0.0) >= STALE_DAYS:
        found.add("load")
    if cause == Cause.RECOVERY_GOOD or values.get("efficiency_change", 0.0) <= EFFICIENCY_FALL_PCT:
        found.add("activities")
    return frozenset(found)


def said_cause(cause: str, evidence: Iterable[Mapping[str, Any]], classes: frozenset[str]) -> str:
    """In words."""
    return str(Cause(cause).label) if needed(cause, evidence) <= classes else UNSAID_CAUSE


def may_know(proposal: PlanProposal, classes: frozenset[str]) -> bool:
    return needed(proposal.cause, proposal.evidence) <= classes


def evidence_of(
    proposal: PlanProposal, rows: Iterable[Mapping[str, Any]], classes: frozenset[str]
) -> list[Mapping[str, Any]]:
    """The evidence of a proposal or of one of its changes; of an illness none without its reason."""
    return list(rows) if proposal.cause not in MARKED or may_know(proposal, classes) else []


def cause_of(proposal: PlanProposal, classes: frozenset[str]) -> str:
    return said_cause(proposal.cause, proposal.evidence, classes)


def reason_of(proposal: PlanProposal, classes: frozenset[str]) -> str:
    return proposal.reason if may_know(proposal, classes) else UNSAID


def changes_of(proposal: PlanProposal, classes: frozenset[str]) -> list[Mapping[str, Any]]:
    """The changes, each without its reason where that may not be known."""
    known = may_know(proposal, classes)
    return [each if known else {**each, "reason": ""} for each in proposal.changes]


def reason_of_change(change: PlanChange, classes: frozenset[str]) -> str:
    """What stands in the history; `proposal` is fetched with it. What people wrote is theirs to tell."""
    if change.proposal is not None:
        is_told = may_know(change.proposal, classes)
    else:
        is_told = change.act != PlanChange.Act.ADAPT or classes >= {*CLASSES}
    return change.reason if is_told or not change.reason else UNSAID
