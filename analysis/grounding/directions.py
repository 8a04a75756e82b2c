"""Whether the words of a sentence point the way its numbers do.

Stable is less than half a standard deviation or less than three percent away from the baseline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.analysts.base import Slot
from analysis.evidence import Pack, Value
from analysis.grounding.references import PLACEHOLDER

type Way = Literal["up", "down", "stable", "better", "worse"]

DEAD_Z, DEAD_SHARE, DEAD_POINTS = 0.5, 0.03, 2.0
NEAR_ZERO = frozenset({"form", "ramp", "correlation", "decoupling"})
"""A share of something that may be nought says nothing; these are compared in points."""

WORDS: Mapping[Way, str] = {
    "up": (
        "risen|rose|rises|rising|increased|increases|increasing|climbed|climbs|climbing|grown|grew|grows|growing|"
        "gained|higher|above|more|up|longer|greater|larger|bigger|heavier|elevated|exceeds|exceeded|over"
    ),
    "down": (
        "fallen|fell|falls|falling|dropped|drops|dropping|decreased|decreases|decreasing|declined|declines|"
        "declining|lower|lowered|below|less|fewer|down|shorter|smaller|lighter|eased|reduced|shrunk|sunk|"
        "short of|under|slipped|dipped"
    ),
    "stable": "stable|steady|unchanged|constant|level|flat|as usual|usually|similar|the same|as before|held",
    "better": "improved|improves|improving|better|stronger",
    "worse": "worse|worsened|worsens|weaker|deteriorated",
}
_IDIOMS = (
    "more or less|no more than|not more than|up to|more than enough|over the (?:last|past|next)|"
    "over (?:your|these|those)|the more|all the more|more about|more likely|no longer|any longer|"
    "any more|once more|more time|under strain|under way|back up|sum up|adds? up|made up|builds? up|"
    "built up|take up|taken up|set up|keep up|look up|show up|ease up|up and down|slow down|"
    "wind down|calm down|write down|break down|come down with|under the weather|level of|as level|"
    "at the level|the flat|flat course|flat route|above all|over time|over the|look over|start over|"
    "more easily|more clearly|more even|more evenly|more steady|more rest|more sleep|more careful"
)
IDIOMS = re.compile(rf"\b(?:{_IDIOMS})\b")
NEGATIONS = re.compile(r"\b(?:not|never|neither|nor|without|hardly|barely|no)\b|n't\b")
CLAUSES = re.compile(r"[,;:–—]|\b(?:but|while|whereas|although|though|yet|so|which)\b")
GOOD_UP = frozenset({"hrv_rmssd_ms", "sleep_s", "sleep_score", "body_battery_high", "fitness", "readiness"})
GOOD_DOWN = frozenset({"resting_hr_bpm", "stress", "respiration_rpm", "sleep_debt", "fatigue", "decoupling"})
FASTER_DOWN = frozenset({"s/km", "s/100m"})

_FOUND: Mapping[Way, re.Pattern[str]] = {
    way: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for way, words in WORDS.items()
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """`word` points another way than `ref` does, or at nothing where `ref` is empty."""

    word: str
    ref: str


def wrong_ways(template: str, slots: Sequence[Slot], pack: Pack, *, is_advice: bool) -> Iterator[Wrong]:
    """Direction words of a sentence that its own values do not carry.

    A word is held against the comparable values of its clause, else of the sentence. One without any is a
    claim without evidence, unless it is advice: "sleep longer" claims nothing.
    """
    values = {slot.slot: pack.get(slot.ref) for slot in slots}
    comparable = [name for name, value in values.items() if value is not None and value.baseline is not None]
    for clause in _clauses(IDIOMS.sub(" ", template.casefold())):
        here = [name for name in PLACEHOLDER.findall(clause) if name in comparable]
        near = [values[name] for name in (here or comparable)]
        for way, word, is_denied in _words(PLACEHOLDER.sub(" ", clause)):
            if not near:
                if not is_advice:
                    yield Wrong(word, "")
                continue
            if not any(_carries(value, way, is_denied=is_denied) for value in near if value is not None):
                yield Wrong(word, next(value.id for value in near if value is not None))


def way_of(value: Value) -> Way:
    """up, down or stable, beside its baseline."""
    baseline = value.baseline or 0.0
    change = value.value - baseline
    if value.metric in NEAR_ZERO or baseline == 0:
        is_stable = abs(change) < DEAD_POINTS
    else:
        is_stable = abs(change / baseline) < DEAD_SHARE
    if is_stable or (value.z is not None and abs(value.z) < DEAD_Z):
        return "stable"
    return "up" if change > 0 else "down"


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for found in CLAUSES.finditer(text):
        if text.count("{", 0, found.start()) > text.count("}", 0, found.start()):
            continue
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _words(clause: str) -> Iterator[tuple[Way, str, bool]]:
    for way, pattern in _FOUND.items():
        for found in pattern.finditer(clause):
            before = " ".join(clause[: found.start()].split()[-3:])
            yield way, found[0], bool(NEGATIONS.search(before))


def _carries(value: Value, way: Way, *, is_denied: bool) -> bool:
    actual = way_of(value)
    if way in ("better", "worse"):
        good = _good(value, actual)
        agrees = good is None or good == (way == "better")
    else:
        agrees = actual == way or (value.unit in FASTER_DOWN and actual != "stable" and way != "stable")
    return not agrees if is_denied else agrees


def _good(value: Value, actual: Way) -> bool | None:
    """Whether the change is one for the better; None where nobody can say."""
    if actual == "stable":
        return None if value.metric not in GOOD_UP | GOOD_DOWN else False
    if value.metric in GOOD_UP:
        return actual == "up"
    if value.metric in GOOD_DOWN or value.unit in FASTER_DOWN:
        return actual == "down"
    return None
