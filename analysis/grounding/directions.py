"""Whether the words of a sentence point the way its numbers do.

Stable is less than half a standard deviation or less than three percent away from the baseline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.analysts.base import Slot
from analysis.evidence import Pack, Value
from analysis.grounding.lexicon import (
    ARTICLE,
    ASSERTED,
    BOTH,
    DOUBTS,
    HARDLY,
    IDIOMS,
    NEGATIONS,
    PAST,
    WORDS,
    Way,
)
from analysis.grounding.segments import Segment, segments
from analysis.grounding.subjects import is_of, named_in

DEAD_Z, DEAD_SHARE, DEAD_POINTS = 0.5, 0.03, 2.0
USUAL_Z, USUAL_SHARE, USUAL_POINTS = 1.5, 0.10, 5.0
BY_THEMSELVES = frozenset({"ramp", "sleep_debt"})
"""Differences already: a debt of sleep is one of nights that were too short."""

SMALL = {"ramp": 0.5}
NEAR_ZERO = frozenset({"form", "ramp", "correlation", "decoupling"})
"""A share of something that may be nought says nothing; these are compared in points."""

GOOD_UP = frozenset({"hrv_rmssd_ms", "sleep_s", "sleep_score", "body_battery_high", "fitness", "readiness"})
GOOD_DOWN = frozenset({"resting_hr_bpm", "stress", "respiration_rpm", "sleep_debt", "fatigue", "decoupling"})
FASTER_DOWN = frozenset({"s/km", "s/100m"})
_FOUND: Mapping[Way, re.Pattern[str]] = {
    way: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") for way, words in WORDS.items()
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """`word` points another way than `ref` does, or at nothing where `ref` is empty."""

    word: str
    ref: str


def wrong_ways(template: str, slots: Sequence[Slot], pack: Pack, *, is_advice: bool) -> Iterator[Wrong]:
    """Direction words of a sentence that its own values do not carry.

    A word is held against the nearest comparable value of its part, else against those whose name stands
    there, else against the nearest part that has one. Without any it is a claim without evidence, unless it
    is advice ("sleep longer" claims nothing), or speaks of what may be, or of bodies in general.
    """
    values = {slot.slot: value for slot in slots if (value := pack.get(slot.ref)) is not None}
    compared = {name: value for name, value in values.items() if _is_compared(value)}
    parts = segments(IDIOMS.sub(lambda found: "_" * len(found[0]), template.casefold()))
    for index, part in enumerate(parts):
        if part.is_condition:
            continue
        for way, place, word, is_denied in _words(part.text):
            is_asserted = word in PAST or bool(ASSERTED.search(part.text[:place]))
            if is_advice and not is_asserted:
                continue
            near = _behind(place, index, parts, compared)
            if not near:
                is_of_value = bool(values) and not compared
                if not is_advice and (is_asserted or is_of_value or _is_told_of(part.text, place)):
                    yield Wrong(word, "")
            elif wrong := next((each for each in near if not _carries(each, way, is_denied=is_denied)), None):
                yield Wrong(word, wrong.id)


def _is_told_of(text: str, place: int) -> bool:
    """Whether a word without evidence is said of this athlete: of something "your", or of a metric."""
    if DOUBTS.search(text):
        return False
    is_general = ARTICLE.search(text[:place]) is not None
    return "your" in text.split() or (not is_general and next(named_in(text), None) is not None)


def way_of(value: Value) -> Way:
    """up, down or stable, beside its baseline."""
    if _is_within(value, DEAD_Z, DEAD_SHARE, DEAD_POINTS, either=True):
        return "stable"
    return "up" if value.value > (value.baseline or 0.0) else "down"


def is_good(value: Value) -> bool:
    """Whether the value went the way that is better for an athlete."""
    return value.baseline is not None and bool(_good(value, way_of(value)))


def _is_compared(value: Value) -> bool:
    return value.baseline is not None or value.metric in BY_THEMSELVES


def _behind(place: int, index: int, parts: Sequence[Segment], compared: Mapping[str, Value]) -> list[Value]:
    """The values that a word at `place` of a part speaks of."""
    part = parts[index]
    here = [name for name in part.slots if name in compared]
    if BOTH.search(part.text):
        return list(compared.values())
    if here:
        return [compared[min(here, key=lambda name: abs(part.text.index("{" + name + "}") - place))]]
    names = [metrics for _, _, metrics in named_in(part.text)]
    if names:
        return [value for value in compared.values() if any(is_of(value, each) for each in names)]
    by_distance = sorted(range(len(parts)), key=lambda other: (abs(other - index), other > index))
    for other in by_distance:
        if found := [compared[name] for name in parts[other].slots if name in compared]:
            return found[:1] if other > index else found[-1:]
    return []


def _words(text: str) -> Iterator[tuple[Way, int, str, bool]]:
    for way, pattern in _FOUND.items():
        for found in pattern.finditer(text):
            before = " ".join(text[: found.start()].split()[-3:])
            if HARDLY.search(before) and way in ("up", "down"):
                yield "stable", found.start(), found[0], False
            else:
                is_denied = bool(NEGATIONS.search(before) or HARDLY.search(before))
                yield way, found.start(), found[0], is_denied


def _carries(value: Value, way: Way, *, is_denied: bool) -> bool:
    if value.metric == "sleep_debt" and way in ("up", "down"):
        agrees = True
    elif way == "usual":
        agrees = _is_within(value, USUAL_Z, USUAL_SHARE, USUAL_POINTS, either=False)
    elif way == "good":
        agrees = way_of(value) == "stable" or _good(value, way_of(value)) is not False
    elif way in ("better", "worse"):
        good = _good(value, way_of(value))
        agrees = good is None or good == (way == "better")
    else:
        actual = way_of(value)
        agrees = actual == way or (value.unit in FASTER_DOWN and actual != "stable" and way != "stable")
    return not agrees if is_denied else agrees


def _is_within(value: Value, z: float, share: float, points: float, *, either: bool) -> bool:
    """Near its baseline; `either`: by deviations or by share, else by deviations where they are known."""
    baseline = value.baseline or 0.0
    change = value.value - baseline
    if value.metric in NEAR_ZERO or baseline == 0:
        is_near = abs(change) < SMALL.get(value.metric, points)
    else:
        is_near = abs(change / baseline) < share
    if value.z is None:
        return is_near
    return abs(value.z) < z or (either and is_near)


def _good(value: Value, actual: Way) -> bool | None:
    """Whether the change is one for the better; None where nobody can say."""
    if actual == "stable":
        return None if value.metric not in GOOD_UP | GOOD_DOWN else False
    if value.metric in GOOD_UP:
        return actual == "up"
    if value.metric in GOOD_DOWN or value.unit in FASTER_DOWN:
        return actual == "down"
    return None
