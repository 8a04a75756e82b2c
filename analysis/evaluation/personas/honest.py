"""The model that keeps the rules: true sentences about what was sent, each number a slot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.evaluation.personas.reading import Evidence, Seen

type Way = Literal["up", "down", "stable", ""]
type Sentence = dict[str, Any]

MARGIN = 1.3
"""Further from a border than rounding can move it."""


@dataclass(frozen=True, slots=True)
class About:
    """How to speak of a value: `begins` holds {v}, `op` shows the difference, `more` and `less` name it."""

    ref: str
    begins: str
    op: str = "delta"
    more: str = "above your usual"
    less: str = "below your usual"
    same: str = "where it usually is"


WEEK = (
    About("hrv.7", "Your HRV of the last week is {v}"),
    About("resting_hr.7", "Your resting heart rate of the last week is {v}"),
    About(
        "sleep.7", "You slept {v} a night in the last week", more="more than usual", less="less than usual"
    ),
    About("stress.7", "Your stress of the last week is {v}"),
    About("respiration.7", "Your breathing rate of the last week is {v}"),
    About("load.7", "Your load of the last week is {v}", "pct_change"),
    About(
        "duration.7",
        "You trained {v} in the last week",
        "pct_change",
        more="more than usual",
        less="less than usual",
    ),
)
MONTH = (
    About("hrv.30", "Over the last month your HRV was {v}"),
    About("resting_hr.30", "Over the last month your resting heart rate was {v}"),
    About(
        "sleep.30",
        "Over the last month you slept {v} a night",
        more="more than usual",
        less="less than usual",
    ),
    About("load.30", "Your load of the last month is {v}", "pct_change"),
)
CHANNELS = {"hrv": "HRV", "resting_hr": "resting heart rate", "load": "load", "form": "form"}
BEHIND: Mapping[str, tuple[str, ...]] = {
    "illness_onset": ("hrv.7", "resting_hr.7"),
    "overreaching": ("hrv.7", "resting_hr.7"),
    "under_recovery": ("hrv.7",),
    "sleep_debt": ("sleep.7",),
    "load_spike": ("load.7",),
    "detraining": ("load.30", "load.7"),
    "ramp_high": ("load.7",),
    "monotony_high": ("load.7",),
    "form_low": ("load.7",),
}
"""What an honest model cites for a detected signal."""

ADVICE: Mapping[str, str] = {
    "illness_onset": "Rest until you feel well again, and mark the days so that your plan waits.",
    "sleep_debt": "Go to bed earlier on the next evenings and keep training easy.",
    "": "Keep the next days easy and go by how your legs feel.",
}


def way_of(seen: Seen) -> Way:
    """Where the value went; "" when rounding leaves it open, or there is nothing to compare with."""
    if seen.baseline is None or seen.baseline == 0:
        return ""
    change = (seen.value - seen.baseline) / abs(seen.baseline)
    z = seen.z
    if abs(change) > 0.03 * MARGIN and (z is None or abs(z) > 0.5 * MARGIN):
        return "up" if change > 0 else "down"
    if abs(change) < 0.03 / MARGIN or (z is not None and abs(z) < 0.5 / MARGIN):
        return "stable"
    return ""


def sentence(about: About, evidence: Evidence) -> Sentence | None:
    """One true sentence; None where the value is not there, or rests on too little."""
    seen = evidence.values.get(about.ref)
    if seen is None or (seen.coverage is not None and seen.coverage < 0.65):
        return None
    way, begins = way_of(seen), about.begins.replace("{v}", "{a}")
    slots = [{"slot": "a", "ref": about.ref, "op": "value"}]
    if way in ("up", "down"):
        slots.append({"slot": "b", "ref": about.ref, "op": about.op})
        return {"text": f"{begins}, {{b}} {about.more if way == 'up' else about.less}.", "slots": slots}
    is_usual = way == "stable" and seen.z is not None and abs(seen.z) < 1.2
    return {"text": f"{begins}, {about.same}." if is_usual else f"{begins}.", "slots": slots}


def state(evidence: Evidence) -> Sentence:
    """The headline."""
    slots = [{"slot": "a", "ref": "form", "op": "value"}, {"slot": "b", "ref": "fitness", "op": "value"}]
    if "form" in evidence.values and "fitness" in evidence.values:
        return {"text": "This morning your form is {a} and your fitness {b}.", "slots": slots}
    return {"text": "There is little to go by yet.", "slots": []}


def single(evidence: Evidence) -> Iterator[Sentence]:
    """Single days of the tables and single activities, each with its date."""
    for cell in evidence.cells:
        table, ago, column = (*cell.split("."), "")[:3]
        if table == "day" and ago in ("2", "4", "6") and column in CHANNELS:
            text = f"On {{a}} your {CHANNELS[column]} was {{b}}."
            yield {"text": text, "slots": _dated(cell)}
    for row in evidence.activities[:3]:
        ref = f"{row['id']}.load"
        if ref in evidence.cells:
            yield {"text": "Your session on {a} had a load of {b}.", "slots": _dated(ref)}


def _dated(ref: str) -> list[dict[str, str]]:
    return [{"slot": "a", "ref": ref, "op": "date"}, {"slot": "b", "ref": ref, "op": "value"}]


def sentences(evidence: Evidence) -> list[Sentence]:
    """Everything that this model would say."""
    told = (sentence(about, evidence) for about in (*WEEK, *MONTH))
    return [*(each for each in told if each is not None), *single(evidence)]


def analysis(evidence: Evidence) -> dict[str, Any]:
    """A whole answer in the schema."""
    by_ref = {about.ref: sentence(about, evidence) for about in (*WEEK, *MONTH)}
    findings = [
        _finding(f"F{at}", str(signal["kind"]), claims)
        for at, signal in enumerate(evidence.signals[:3], 1)
        if (claims := [said for ref in BEHIND.get(str(signal["kind"]), ()) if (said := by_ref.get(ref))])
    ]
    told = [said for said in by_ref.values() if said is not None][:4]
    findings.append(_finding("F8", "other", [*told[:3], *list(single(evidence))[:2]]))
    kind = next((each["kind"] for each in findings if each["kind"] in ADVICE), "")
    return {
        "headline": state(evidence),
        "findings": findings,
        "recommendations": [_advice(findings[0]["id"], ADVICE[kind], kind)],
        "workouts": [],
        "safety": [{"code": "illness", "advice": ""}] if kind == "illness_onset" else [],
        "questions_for_athlete": ["Was anything different in these days?"],
        "missing_data": [],
    }


def _finding(identity: str, kind: str, claims: list[Sentence]) -> dict[str, Any]:
    fixed = {"direction": "mixed", "severity": "watch", "confidence": "medium", "alt_explanations": []}
    return {"id": identity, "kind": kind, "claims": claims, **fixed}


def _advice(finding: str, text: str, kind: str) -> dict[str, Any]:
    return {
        "finding_ids": [finding],
        "category": "sleep" if kind == "sleep_debt" else "recovery",
        "priority": "should",
        "confidence": "medium",
        "valid_from": "",
        "valid_to": "",
        "claims": [{"text": text, "slots": []}],
    }
