"""A proposed change of the plan as a difference that can be read, with its reasons."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from config.core import dates, formatting
from config.core.formatting import Units
from plans.models import PlanChange, PlannedSession, PlanProposal
from plans.selectors.authors import name_of
from plans.selectors.evidence import named, readable
from plans.selectors.history import last_act
from plans.selectors.paused import kept_sessions
from plans.selectors.reasons import MARKED, cause_of, changes_of, evidence_of, may_know, reason_of
from plans.views.difference import Side, Sides

ACTS = {
    "move": "Move it",
    "swap": "Another session",
    "resize": "Another length",
    "remove": "Take it out",
    "add": "A new session",
}
WORDLESS = frozenset({"points", "load"})
AT_A_LOOK = timedelta(days=14)
"""Changes of so many days are shown at once, those after them folded."""

FOLDED_MIN = 4


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    name: str
    value: str
    usual: str
    day: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """`number` is its place in the proposal, by which it is ticked; `day` that of the earlier side.

    `evidence` is what was not said of the whole proposal.
    """

    number: int
    day: date
    act: str
    before: Side | None
    after: Side | None
    reason: str
    evidence: list[EvidenceRow]

    @property
    def title(self) -> str:
        side = self.before or self.after
        return side.title if side else ""

    @property
    def when(self) -> str:
        side = self.before or self.after
        return side.day if side else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that stays as it is, on which day, and why it is not changed."""

    session: PlannedSession
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """`change` is what came of it last in the history, and is taken back by undoing that while it `stands`.

    `kept` are sessions that would be stopped but are not ours to change.
    """

    proposal: PlanProposal
    who: str
    cause: str
    reason: str
    evidence: list[EvidenceRow]
    changes: list[ChangeCard]
    kept: list[Kept]
    change: PlanChange | None
    stands: bool

    @property
    def is_waiting(self) -> bool:
        return bool(self.proposal.state == PlanProposal.State.WAITING)

    @property
    def later(self) -> list[ChangeCard]:
        """Those that are folded: more than a few, and a fortnight or more after the first."""
        first = min((each.day for each in self.changes), default=date.max)
        found = [each for each in self.changes if each.day - first >= AT_A_LOOK]
        return found if len(found) >= FOLDED_MIN else []

    @property
    def soon(self) -> list[ChangeCard]:
        later = {each.number for each in self.later}
        return [each for each in self.changes if each.number not in later]


def card(proposal: PlanProposal, classes: frozenset[str], ref: str) -> ProposalCard:
    """`classes` are those that the viewer may see beside the plan: reasons and evidence of others stay out.

    `ref` is how the viewer names the athlete in addresses.
    """
    rows = Rows(proposal, classes, ref)
    sides, today = Sides(proposal.athlete), proposal.athlete.today()
    change, stands = last_act(proposal)
    evidence = rows.of(proposal.evidence)
    return ProposalCard(
        proposal=proposal,
        who=_who(proposal),
        cause=cause_of(proposal, classes),
        reason=reason_of(proposal, classes),
        evidence=evidence,
        changes=[
            ChangeCard(
                number=number,
                day=_first_day(each),
                act=ACTS.get(each["act"], each["act"]),
                before=sides.of(each["before"]),
                after=sides.of(each["after"], each["before"]),
                reason=each.get("reason", ""),
                evidence=[row for row in rows.of(each.get("evidence") or []) if row not in evidence],
            )
            for number, each in enumerate(changes_of(proposal, classes))
        ],
        kept=_kept(proposal, classes, today),
        change=change,
        stands=stands,
    )


def _first_day(change: Mapping[str, Any]) -> date:
    sides = (change["before"] or {}, change["after"] or {})
    return min(date.fromisoformat(side["day"]) for side in sides if "day" in side)


def _kept(proposal: PlanProposal, classes: frozenset[str], today: date) -> list[Kept]:
    """Of an illness or injury that waits for an answer, for who may know of it."""
    is_asked = proposal.state == PlanProposal.State.WAITING and proposal.cause in MARKED
    if not is_asked or not may_know(proposal, classes):
        return []
    touched = [each["session"] for each in proposal.changes if each["session"]]
    return [
        Kept(each, dates.day(each.day, today), _why_kept(each, today))
        for each in kept_sessions(proposal.athlete, touched)
    ]


def _why_kept(session: PlannedSession, today: date) -> str:
    if session.locked:
        return "Locked, not changed: we suggest rest."
    is_ours = session.day == today and session.origin != PlannedSession.Origin.PERSON
    return f"{'Not' if is_ours else 'Yours, not'} changed: we suggest rest."


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal of the list, with how many sessions it touches, and whether what it did was taken back."""

    proposal: PlanProposal
    cause: str
    reason: str
    sessions: int
    who: str
    is_undone: bool


def line(proposal: PlanProposal, classes: frozenset[str]) -> Line:
    cause, reason = cause_of(proposal, classes), reason_of(proposal, classes)
    change, stands = last_act(proposal)
    is_undone = change is not None and not stands
    return Line(proposal, cause, reason, len(proposal.changes), _who(proposal), is_undone)


def lines(proposals: Iterable[PlanProposal], classes: frozenset[str]) -> list[Line]:
    return [line(each, classes) for each in proposals]


def _who(proposal: PlanProposal) -> str:
    author = proposal.decided_by
    return name_of(author, proposal.athlete) if author else ""


class Rows:
    """Draws the evidence of one proposal for one viewer."""

    def __init__(self, proposal: PlanProposal, classes: frozenset[str], ref: str) -> None:
        self._proposal, self._classes, self._ref = proposal, classes, ref
        self._today = proposal.athlete.today()
        self._units = cast(Units, proposal.athlete.units)

    def of(self, rows: Iterable[Mapping[str, Any]]) -> list[EvidenceRow]:
        known = evidence_of(self._proposal, rows, self._classes)
        shown = readable(known, self._classes, ref=self._ref, fingerprint=self._proposal.fingerprint)
        return [self._row(each) for each in shown]

    def _row(self, row: Mapping[str, Any]) -> EvidenceRow:
        usual, unit = row.get("baseline"), row["unit"]
        return EvidenceRow(
            name=named(row["metric"])[0],
            value=_shown(row["value"], unit, self._units),
            usual="" if usual is None or unit == "SD" else _shown(usual, unit, self._units),
            day=dates.day(date.fromisoformat(row["date"]), self._today),
            url=row["url"],
        )


def _shown(value: float, unit: str, units: Units) -> str:
    if unit in SHOWN:
        return SHOWN[unit](value, units)
    if unit in WORDLESS:
        return formatting.number(value)
    return formatting.quantity(value, unit if value != 1 else unit.removesuffix("s"))


SHOWN: Mapping[str, Callable[[float, Units], str]] = {
    "ln ms": lambda value, _: formatting.milliseconds(math.exp(value)),
    "SD": lambda value, _: f"{formatting.signed(value, 1)} standard deviations",
    "%": lambda value, _: formatting.percent(value, signed=True),
    "s/km": formatting.pace,
    "s/100 m": formatting.swim_pace,
}
