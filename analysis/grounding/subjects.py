"""What a sentence says a number is, against what the number is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.analysts.base import Slot
from analysis.evidence import Pack, Value
from analysis.grounding.segments import Segment, segments
from analysis.words import label_of

NAMES: Mapping[str, tuple[str, ...]] = {
    r"hrv|heart[ -]rate variability": ("hrv",),
    r"resting heart rate|resting pulse|resting hr|pulse at rest|heart rate at rest": ("resting_hr",),
    r"sleep score": ("sleep_score",),
    r"sleep debt|missing sleep|lack of sleep": ("sleep_debt",),
    r"sleep|slept|asleep": ("sleep_s", "sleep_debt", "sleep_score"),
    r"breathing(?: rate)?|breath rate|respiration|respiratory rate": ("respiration",),
    r"stress": ("stress",),
    r"body battery": ("body_battery",),
    r"weight": ("weight",),
    r"steps?(?: a day)?": ("steps",),
    r"soreness|sore": ("own_soreness",),
    r"fitness": ("fitness", "ramp"),
    r"fatigue": ("fatigue",),
    r"form|freshness": ("form",),
    r"ramp": ("ramp",),
    r"monotony": ("monotony",),
    r"strain": ("strain",),
    r"load": ("load", "weekly_load", "two_week_load"),
    r"decoupling|drift(?:ed|s)?": ("decoupling",),
    r"power": ("power", "ftp", "running_ftp"),
    r"pace|speed": ("pace", "css", "speed", "threshold_pace"),
    r"distance": ("distance", "run_distance"),
    r"altitude": ("altitude",),
    r"correlation|correlate[sd]?": ("correlation",),
}
"""Names that bind: a number right behind one is of one of these metrics, or the sentence is wrong."""

HINTS: Mapping[str, tuple[str, ...]] = {
    r"how you felt|you felt|feel(?:ing)?|mornings": ("own_",),
    r"time|hours?|minutes?|long|longer|lasted|train|trained|training|volume|room|duration": (
        "duration",
        "time_to",
    ),
    r"far|kilomet(?:re|er)s?|miles?|longest": ("distance", "run_distance"),
    r"days?|since|for|ago|data|history|last|past|after": ("days", "marked_days", "cycle_day", "days_"),
    r"activities|activity|sessions?|runs?|rides?|swims?|workouts?|outings?": (
        *("activities", "duration", "distance", "load", "intensity", "decoupling"),
    ),
    r"easy|gentle": ("easy_share",),
    r"hard|intense": ("hard_share",),
    r"middle|moderate|moderately": ("medium_share",),
    r"intensity": ("intensity", "easy_share", "medium_share", "hard_share"),
    r"threshold": ("ftp_w", "lthr", "threshold_pace", "css"),
    r"race|event|goal": ("days_to_race", "race_goal", "distance"),
    r"missing|missed|without|gap|nights?|measured|recorded": ("days",),
    r"best": ("power", "pace", "distance"),
    r"ill|illness|injury|injured|travel|marked": ("marked_days",),
    r"cycle": ("cycle_day",),
    r"sensor|recordings?|device|watch": ("device", "fault"),
}
"""Words that allow a number of these metrics where no name says otherwise."""

WITH_NOUN = ("d", "count")
"""Shown with what they count: days, activities."""

SPORTS = ("running_", "cycling_", "swimming_", "other_")
_NAMES = [(re.compile(rf"\b(?:{words})\b"), metrics) for words, metrics in NAMES.items()]
_HINTS = [(re.compile(rf"\b(?:{words})\b"), metrics) for words, metrics in HINTS.items()]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """`slot` stands where the sentence speaks of something else: of `names`, if of anything."""

    slot: str
    metric: str
    names: tuple[str, ...]


def misnamed(template: str, slots: Sequence[Slot], pack: Pack) -> Iterator[Unnamed]:
    """The values of a sentence that it calls by another name, or by none; days belong to their numbers."""
    parts = segments(template)
    has_numbers = any(slot.op != "date" for slot in slots)
    for slot in slots:
        value = pack.get(slot.ref)
        if value is None or (slot.op == "date" and has_numbers):
            continue
        at = next((each for each in parts if slot.slot in each.slots), None)
        if at is None:
            continue
        names = (
            _right_before(slot.slot, at, parts)
            if value.unit in WITH_NOUN
            else _names_of(slot.slot, at, parts)
        )
        if not _fits(value, names) if names else not _is_hinted(value, template):
            yield Unnamed(slot.slot, value.metric, tuple(sorted(names)))


def is_of(value: Value, metrics: Sequence[str]) -> bool:
    """Whether the metric of a value is one of these, whatever sport it is of."""
    plain = value.metric
    for sport in SPORTS:
        plain = plain.removeprefix(sport)
    return plain.startswith(tuple(metrics)) or (plain.endswith("_fault") and "fault" in metrics)


def named_in(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(place, name, metrics) of every name in a text of small letters; the longest of overlapping ones."""
    found = [
        (each.start(), each[0], metrics) for pattern, metrics in _NAMES for each in pattern.finditer(text)
    ]
    for start, word, metrics in found:
        inside = (other for other in found if other[1] != word and len(other[1]) > len(word))
        if not any(each[0] <= start and start + len(word) <= each[0] + len(each[1]) for each in inside):
            yield start, word, metrics


def _names_of(slot: str, at: Segment, parts: Sequence[Segment]) -> dict[str, tuple[str, ...]]:
    """Names before the slot within its part, else behind it, else those of the part before."""
    place = at.text.index("{" + slot + "}")
    here = list(named_in(at.text))
    before = [(name, metrics) for start, name, metrics in here if start < place]
    after_slots = [at.text.index("{" + each + "}") for each in at.slots]
    following = min((each for each in after_slots if each > place), default=len(at.text))
    behind = [(name, metrics) for start, name, metrics in here if place < start < following]
    if before or behind:
        return dict(_nearest(before, at, place) or behind[:1])
    index = parts.index(at)
    for part in reversed(parts[:index]):
        if earlier := [(name, metrics) for _, name, metrics in named_in(part.text)]:
            return dict(earlier)
    return {}


def _right_before(slot: str, at: Segment, parts: Sequence[Segment]) -> dict[str, tuple[str, ...]]:
    """Names that wait for a number: what is shown with its own noun takes none of them."""
    place = at.text.index("{" + slot + "}")
    index = parts.index(at)
    if not at.text[:place].strip() and index:
        before = parts[index - 1]
        return {} if before.slots else {name: metrics for _, name, metrics in named_in(before.text)}
    taken = max(
        (found for each in at.slots if (found := at.text.index("{" + each + "}")) < place), default=-1
    )
    return {name: metrics for start, name, metrics in named_in(at.text) if taken < start < place}


def _nearest(
    before: Sequence[tuple[str, tuple[str, ...]]], at: Segment, place: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Of the names before the slot those that no other slot has taken: "HRV {a} with form {b}"."""
    taken = max(
        (found for each in at.slots if (found := at.text.index("{" + each + "}")) < place), default=-1
    )
    free = [(name, metrics) for start, name, metrics in named_in(at.text) if taken < start < place]
    return free or list(before)


def _fits(value: Value, names: Mapping[str, Sequence[str]]) -> bool:
    return any(is_of(value, metrics) for metrics in names.values())


def _is_hinted(value: Value, template: str) -> bool:
    text = template.casefold()
    if value.unit == "count":
        return True
    if label_of(value.metric).casefold() in text:
        return True
    return any(is_of(value, metrics) for pattern, metrics in _HINTS if pattern.search(text))
