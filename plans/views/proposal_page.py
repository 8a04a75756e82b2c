"""A proposed change of the plan as a difference that can be read, with its reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.core import dates, formatting
from plans.models import PlanChange, PlanProposal
from plans.selectors.evidence import named
from plans.views.difference import Side, Sides

CLASSES = ("load", "heart", "activities", "notes")
ACTS = {
    "move": "Move it",
    "swap": "Another session",
    "resize": "Another length",
    "remove": "Take it out",
    "add": "A new session",
}
WORDLESS = frozenset({"points", "load"})
LOGARITHM = "ln ms"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    name: str
    value: str
    usual: str
    day: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """`number` is its place in the proposal, by which it is ticked."""

    number: int
    act: str
    before: Side | None
    after: Side | None
    reason: str
    evidence: list[EvidenceRow]

    @property
    def title(self) -> str:
        side = self.before or self.after
        return side.title if side else ""


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """`change` is what came of it in the history, and can be undone unless that was done."""

    proposal: PlanProposal
    cause: str
    evidence: list[EvidenceRow]
    changes: list[ChangeCard]
    change: PlanChange | None

    @property
    def is_waiting(self) -> bool:
        return bool(self.proposal.state == PlanProposal.State.WAITING)

    @property
    def can_undo(self) -> bool:
        return self.change is not None and getattr(self.change, "undone_by", None) is None


def card(proposal: PlanProposal, classes: frozenset[str]) -> ProposalCard:
    """`classes` are those that the viewer may see beside the plan: evidence of others stays out."""
    sides, today = Sides(proposal.athlete), proposal.athlete.today()
    change = proposal.plan_changes.select_related("undone_by").order_by("pk").first()
    return ProposalCard(
        proposal=proposal,
        cause=str(proposal.get_cause_display()),
        evidence=_evidence(proposal.evidence, classes, today),
        changes=[
            ChangeCard(
                number=number,
                act=ACTS.get(each["act"], each["act"]),
                before=sides.of(each["before"]),
                after=sides.of(each["after"], each["before"]),
                reason=each.get("reason", ""),
                evidence=_evidence(each.get("evidence") or [], classes, today),
            )
            for number, each in enumerate(proposal.changes)
        ],
        change=change,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal of the list, with how many sessions it touches."""

    proposal: PlanProposal
    sessions: int
    who: str


def lines(proposals: Iterable[PlanProposal]) -> list[Line]:
    return [Line(each, len(each.changes), _who(each)) for each in proposals]


def _who(proposal: PlanProposal) -> str:
    author = proposal.decided_by
    return (author.name or author.email) if author else ""


def _evidence(rows: Iterable[Mapping[str, Any]], classes: frozenset[str], today: date) -> list[EvidenceRow]:
    found = []
    for row in rows:
        name, data = named(row["metric"])
        if data == "plan" or data in classes:
            usual = row.get("baseline")
            found.append(
                EvidenceRow(
                    name=name,
                    value=_shown(row["value"], row["unit"]),
                    usual="" if usual is None or row["unit"] == "SD" else _shown(usual, row["unit"]),
                    day=dates.day(date.fromisoformat(row["date"]), today),
                    url=row.get("url") or "",
                )
            )
    return found


def _shown(value: float, unit: str) -> str:
    if unit == LOGARITHM:
        return formatting.milliseconds(math.exp(value))
    if unit == "SD":
        return f"{formatting.signed(value, 1)} standard deviations"
    if unit in WORDLESS:
        return formatting.number(value)
    if unit == "%":
        return formatting.percent(value, signed=True)
    return formatting.quantity(value, unit if value != 1 else unit.removesuffix("s"))
