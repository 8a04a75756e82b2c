"""Who may sit behind the double: functions that write an answer to a request, from its own evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

ASK_BACK = "Do you feel ill, or was there alcohol, heat or travel?"


def honest(body: dict[str, Any]) -> Any:
    """Grounded sentences about whatever the evidence holds; None for requests that want no analysis."""
    evidence = evidence_of(body)
    if evidence is None:
        return None
    if "tools" in body:
        return _chat(evidence)
    return analysis_of(evidence)


def evidence_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """The evidence in the first message, of an analysis, a repair or a question."""
    content = body["messages"][0]["content"]
    text = content if isinstance(content, str) else content[0].get("text", "")
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        return None
    return told.get("evidence", told) if isinstance(told, dict) else None


def values_of(evidence: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every value with a baseline by its id, those of the windows and of the signals."""
    table = evidence.get("values") or {"cols": [], "rows": []}
    cols = table["cols"] or ["id", "value", "unit", "day", "days", "baseline", "z", "n", "coverage"]
    rows = [*table["rows"], *(row for each in evidence.get("signals", []) for row in each["values"])]
    return {row[0]: dict(zip(cols, row, strict=False)) for row in rows}


def analysis_of(evidence: dict[str, Any]) -> dict[str, Any]:
    """A whole answer of the schema: what is off, what is steady, and one thing to do."""
    values = values_of(evidence)
    told = list(_told(values))[:3]
    first = told[0] if told else None
    today = _today(evidence)
    return {
        "headline": _headline(values),
        "findings": [
            {
                "id": f"F{index}",
                "kind": "other",
                "direction": "flat",
                "severity": "info",
                "confidence": "medium",
                "claims": [claim],
                "alt_explanations": [],
            }
            for index, claim in enumerate(told, start=1)
        ],
        "recommendations": [
            {
                "finding_ids": ["F1"],
                "category": "planning",
                "priority": "should",
                "confidence": "medium",
                "valid_from": today.isoformat(),
                "valid_to": (today + timedelta(days=3)).isoformat(),
                "claims": [_claim("Keep the next days easy, and look at the numbers again after them.")],
            }
        ]
        if first
        else [],
        "workouts": [],
        "safety": [],
        "questions_for_athlete": [ASK_BACK] if evidence.get("signals") else [],
        "missing_data": [],
    }


def _today(evidence: dict[str, Any]) -> date:
    month, day = map(int, str(evidence.get("today", "01-01")).split("-"))
    return date(datetime.now(UTC).year, month, day)


def _headline(values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    for ref, words in (("form", "Your form stands at {a}."), ("fitness", "Your fitness stands at {a}.")):
        if ref in values:
            return _claim(words, ("a", ref, "value"))
    first = next(iter(values), None)
    return (
        _claim("The newest value is {a}.", ("a", first, "value"))
        if first
        else _claim("There is little to say yet.")
    )


NAMES = {
    "hrv.7": "Your HRV",
    "resting_hr.7": "Your resting heart rate",
    "sleep.7": "Your sleep",
    "load.7": "Your load",
    "duration.7": "Your training time",
}


def _told(values: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for ref, name in NAMES.items():
        value = values.get(ref)
        if not value or value.get("baseline") in (None, 0) or (value.get("coverage") or 1) < 0.6:
            continue
        change = (value["value"] - value["baseline"]) / abs(value["baseline"])
        if abs(change) < 0.04 or abs(value.get("z") or 1) < 0.6:
            yield _claim(f"{name} is {{a}} over the last days.", ("a", ref, "value"))
        else:
            word = "above" if change > 0 else "below"
            yield _claim(
                f"{name} is {{a}}, {{b}} {word} what is usual for you.",
                ("a", ref, "value"),
                ("b", ref, "delta"),
            )


def _claim(text: str, *slots: tuple[str, str, str]) -> dict[str, Any]:
    return {"text": text, "slots": [dict(zip(("slot", "ref", "op"), each, strict=True)) for each in slots]}


def _chat(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(_told(values_of(evidence)))[:2]
    sentences = [_inline(each) for each in found] or ["There is too little data to say."]
    text = " ".join([*sentences, "Keep the next days easy, and look again after them."])
    return [{"type": "text", "text": text}]


def _inline(claim: dict[str, Any]) -> str:
    text = claim["text"]
    for slot in claim["slots"]:
        text = text.replace(f"{{{slot['slot']}}}", f"{{{slot['ref']}:{slot['op']}}}")
    return text
