"""What a sentence says happened, against what did: sessions nobody did, of another sport, in other units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from analysis.analysts.base import Slot
from analysis.evidence import Pack
from analysis.evidence.shapes import ActivityFact, EventFact, PlannedFact
from analysis.grounding.segments import segments

SESSION = re.compile(
    r"\b(?:brick|sessions?|runs?|rides?|swims?|workouts?|races?|marathon|intervals?|outings?|activit(?:y|ies))\b"
)
HAPPENED = re.compile(
    r"\b(?:was|were|went|felt|had|did|showed|looked|came|brought|took|ran|rode|swam|raced|trained)\b"
)
OPEN = re.compile(
    r"\b(?:no|not|none|never|nothing|nobody|without|cannot|if|when|whether|may|might|could|would)\b|n['’]t\b|\?"
)
"""What is denied, asked or left open claims nothing."""

ONE_SESSION = re.compile(r"\b(?:session|run|ride|swim|workout|activity|outing)\b")
OF_A_DAY = re.compile(r"day\.\d+\.load")
SPORTS: Mapping[str, re.Pattern[str]] = {
    "running": re.compile(r"\b(?:runs?|ran|running|jog(?:s|ged|ging)?)\b"),
    "cycling": re.compile(r"\b(?:rides?|rode|riding|bike|biking|cycl(?:e|ed|ing))\b"),
    "swimming": re.compile(r"\b(?:swims?|swam|swimming)\b"),
}
UNIT = re.compile(
    r"\}\s*(?:of\s+)?(beats|bpm|ms|milliseconds?|seconds?|minutes?|hours?|hrs?|watts?|km|kilomet(?:re|er)s?|miles?|"
    r"met(?:re|er)s?|yards?|feet|kgs?|kilo(?:gram)?s?|pounds?|lbs?|degrees|kcal|calories|joules?)\b"
)


def mistaken(
    template: str, slots: Sequence[Slot], pack: Pack, *, is_advice: bool
) -> Iterator[tuple[str, str]]:
    """(code, message) of each; codes: evidence, sport, subject, unit."""
    text = template.casefold()
    if (
        not slots
        and not is_advice
        and SESSION.search(text)
        and HAPPENED.search(text)
        and not OPEN.search(text)
    ):
        yield "evidence", "what a session was needs a value of it in the same sentence"
    if found := UNIT.search(text):
        yield "unit", f"“{found[1]}”: code writes the unit"
    yield from _of_other_sports(text, slots, pack)
    for part in segments(template):
        cells = [each for each in slots if each.slot in part.slots and OF_A_DAY.fullmatch(each.ref)]
        if cells and ONE_SESSION.search(part.text):
            yield "subject", f"{{{cells[0].slot}}} is the load of a day and not of a session"


def _of_other_sports(text: str, slots: Sequence[Slot], pack: Pack) -> Iterator[tuple[str, str]]:
    named = {sport for sport, words in SPORTS.items() if words.search(text)}
    if not named:
        return
    facts: tuple[ActivityFact | PlannedFact | EventFact, ...] = (
        *pack.activities,
        *pack.planned,
        *pack.events,
    )
    sports = {ref: each.sport for each in facts for ref in each.refs}
    for slot in slots:
        sport = sports.get(slot.ref)
        if sport is not None and sport not in named:
            yield "sport", f"{{{slot.slot}}} is of {sport}"
