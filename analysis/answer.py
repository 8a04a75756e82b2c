"""From a grounded draft to the answer of docs/analysis.md: code writes every number."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, cast

from analysis.analysts.base import Claim, Draft, Finding, Recommendation, Slot, Workout
from analysis.evidence import Pack
from analysis.grounding.references import PLACEHOLDER, Report, resolve
from analysis.shown import show, show_change
from config.core import formatting
from config.core.formatting import Units

CHANGES = frozenset({"delta", "pct_change"})
COUNTS = {"z": 1, "n": 0}
"""Without a unit, with so many decimals."""


def answer(draft: Draft, pack: Pack, report: Report) -> dict[str, Any]:
    """Everything of an analysis that is not a column of its row, as plain values."""
    return {
        "headline": fill(draft.headline, pack),
        "findings": [_finding(each, pack) for each in draft.findings],
        "recommendations": [_recommendation(each, pack) for each in draft.recommendations],
        "workouts": [_workout(each) for each in draft.workouts],
        "safety": [asdict(each) for each in draft.safety],
        "questions": [asdict(each) for each in draft.questions],
        "missing": [asdict(each) for each in draft.missing],
        "grounding": asdict(report),
        "cost_usd": 0.0,
    }


def fill(claim: Claim, pack: Pack) -> dict[str, Any]:
    """A CLAIM: the text with its numbers in, and per slot what stands behind it."""
    slots = [_slot(slot, pack) for slot in claim.slots]
    shown = {slot["slot"]: slot["shown"] for slot in slots}
    text = PLACEHOLDER.sub(lambda found: shown[found[1]], claim.template)
    return {"text": text, "template": claim.template, "slots": slots}


def _slot(slot: Slot, pack: Pack) -> dict[str, Any]:
    source, units = pack.by_id[slot.ref], cast(Units, pack.units)
    value = resolve(source, slot.op)
    if value is None:
        raise ValueError(f"{slot.ref} has no {slot.op}; ground the draft first")
    unit = {"pct_change": "%", "date": "date", "z": "", "n": ""}.get(slot.op, source.unit)
    if slot.op in COUNTS:
        shown: str = formatting.number(cast(float, value), COUNTS[slot.op])
    elif slot.op in CHANGES:
        shown = show_change(cast(float, value), unit, units, source.metric if unit != "%" else "")
    else:
        shown = show(value, source.metric, unit, units)
    return {
        "slot": slot.slot,
        "ref": slot.ref,
        "op": slot.op,
        "value": value.isoformat() if isinstance(value, date) else value,
        "unit": unit,
        "shown": str(shown),
        "url": source.url,
    }


def _finding(finding: Finding, pack: Pack) -> dict[str, Any]:
    return {
        "id": finding.id,
        "kind": finding.kind,
        "direction": finding.direction,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "signal_uids": list(finding.signal_uids),
        "claims": [fill(claim, pack) for claim in finding.claims],
    }


def _recommendation(advice: Recommendation, pack: Pack) -> dict[str, Any]:
    return {
        "id": advice.id,
        "finding_ids": list(advice.finding_ids),
        "category": advice.category,
        "priority": advice.priority,
        "confidence": advice.confidence,
        "valid_from": advice.valid_from.isoformat(),
        "valid_to": advice.valid_to.isoformat(),
        "state": "open",
        "claims": [fill(claim, pack) for claim in advice.claims],
    }


def _workout(workout: Workout) -> dict[str, Any]:
    return {
        **asdict(workout),
        "date": workout.date.isoformat(),
        "steps": list(workout.steps),
        "state": "open",
    }
