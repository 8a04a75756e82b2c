"""Proposals in words and in the athlete's units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from athletes.forms import show_value
from athletes.models import Athlete, Threshold
from config.core.formatting import Shown, Units, distance, duration, duration_words, heart_rate, power
from metrics.models import ThresholdProposal
from metrics.selectors.proposals import answered_proposals, evidence_titles, waiting_proposals

Kind = Threshold.Kind
NAMES = {
    Kind.FTP.value: ("threshold power", "ftp"),
    Kind.LTHR.value: ("threshold heart rate", "lthr"),
    Kind.PACE.value: ("threshold pace", "threshold_pace"),
    Kind.CSS.value: ("critical swim speed", "css"),
}
METHODS = {
    "best_20_min": "95 % of your best 20 minutes of the last 90 days",
    "best_60_min": "your best hour of the last 90 days",
    "best_20_min_hr": "the highest mean of 20 minutes of the last 90 days that another activity came near",
    "vdot_hour": "what the VDOT of this run holds for an hour",
    "css_400_200": "your best 400 m and 200 m, half of the difference",
}


@dataclass(frozen=True)
class EvidenceRow:
    words: str
    date: date
    title: str
    activity_uid: str | None


@dataclass(frozen=True)
class ProposalCard:
    """One proposal, ready for the page."""

    proposal: ThresholdProposal
    sport: str
    name: str
    term: str
    value: Shown
    current: Shown | None
    low: Shown | None
    high: Shown | None
    method: str
    evidence: list[EvidenceRow]


def proposals_context(athlete: Athlete, seen: frozenset[str]) -> dict[str, Any]:
    """The proposals that a viewer with these granted classes may see."""
    waiting = waiting_proposals(athlete, seen)
    titles = evidence_titles(athlete, waiting)
    return {
        "athlete": athlete,
        "sees_activities": "activities" in seen,
        "waiting": [_card(row, athlete, titles) for row in waiting],
        "answered": [_card(row, athlete, {}) for row in answered_proposals(athlete, seen)],
    }


def _card(row: ThresholdProposal, athlete: Athlete, titles: dict[str, str]) -> ProposalCard:
    units = cast(Units, athlete.units)
    name, term = NAMES[row.kind]

    def shown(value: float | None) -> Shown | None:
        return None if value is None else show_value(value, row.kind, units)

    return ProposalCard(
        proposal=row,
        sport=row.get_sport_display(),
        name=name,
        term=term,
        value=show_value(row.value, row.kind, units),
        current=shown(row.current),
        low=shown(row.low),
        high=shown(row.high),
        method=METHODS.get(row.method, row.method),
        evidence=[_evidence(each, units, titles) for each in row.evidence],
    )


def _evidence(each: dict[str, Any], units: Units, titles: dict[str, str]) -> EvidenceRow:
    uid = each["activity_uid"]
    return EvidenceRow(
        words=_effort_words(each, units),
        date=date.fromisoformat(each["date"]),
        title=titles.get(uid or "", ""),
        activity_uid=uid if uid in titles else None,
    )


def _effort_words(each: dict[str, Any], units: Units) -> str:
    if each["distance_m"]:
        return f"{distance(each['distance_m'], units)} in {duration(each['duration_s'])}"
    show = heart_rate if each["metric"] == "heart_rate_bpm" else power
    return f"{show(each['value'])} for {duration_words(each['duration_s'])}"
