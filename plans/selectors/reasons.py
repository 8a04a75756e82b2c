"""Why a plan changes, as far as the reader may know: the plan tells what changes, not how somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics.science.recovery.readiness import EFFICIENCY_FALL_PCT, FEELS_BAD_Z
from plans.engine.answer.entry import note
from plans.engine.answer.falling import FALLS
from plans.models import Cause, Plan, PlanChange, PlanProposal

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
    is_whole = "load" in classes
    rows = [row if is_whole or FALLS not in row["why"] else row | NUMBERLESS for row in plan.relaxed]
    return Outcome(plan.blocking, rows, plan.error_message)


def needed(cause: str, evidence: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The data classes of what the sentences of such a proposal say, besides the plan."""
    values = {row["metric"]: row["value"] for row in evidence}
    if cause in MARKED:
        return frozenset({"heart" if BY_SIGNS in values else "notes"})
    if cause not in OF_THE_BODY:
        return frozenset()
    found = {"heart"}
    if values.get("own_word_z", 0.0) <= FEELS_BAD_Z:
        found.add("notes")
    if cause == Cause.RECOVERY_GOOD or values.get("efficiency_change", 0.0) <= EFFICIENCY_FALL_PCT:
        found.add("activities")
    return frozenset(found)


def said_cause(cause: str, evidence: Iterable[Mapping[str, Any]], classes: frozenset[str]) -> str:
    """In words."""
    return str(Cause(cause).label) if needed(cause, evidence) <= classes else UNSAID_CAUSE


def may_know(proposal: PlanProposal, classes: frozenset[str]) -> bool:
    return needed(proposal.cause, proposal.evidence) <= classes


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
