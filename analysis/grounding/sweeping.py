"""What a sentence claims of many days or of all time, without a number that could carry it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.grounding.lexicon import DOUBTS
from analysis.grounding.segments import segments

ALL_TIME = re.compile(
    r"\bthan ever\b|\bever (?:been|was|seen|done|had|measured|recorded)\b|\bas (?:\w+ )as ever\b|"
    r"\bnever (?:\w+ )?(?:been|so|had)\b|\ball[- ]time\b|\b(?:of|in) your (?:whole )?life(?:time)?\b|"
    r"\b(?:at|past) your (?:absolute )?(?:peak|prime)\b|\byou (?:have )?peaked\b|"
    r"\bin (?:top|peak|perfect) shape\b"
)
"""Nothing that is cited here reaches back so far."""

RECORD = re.compile(r"\b(?:new|a|your|the) (?:\w+ )?(?:record|personal best)\b")
_WHAT = r"nights?|days?|mornings?|sessions?|runs?|rides?|swims?|workouts?|weeks?|intervals?|activities|time"
MANY = re.compile(
    r"\b(?:both|either|neither|each|every(?: other| single)?|all|most|many|several|few|hardly any|almost all)"
    rf"(?:\s+(?:of|the|your|these|those|last|recent|past))*\s+(?:[a-z]+\s+)?(?:{_WHAT})\b"
)
OF_YOU = re.compile(r"\b(?:you|your|was|were|had|been)\b")
HABIT = re.compile(
    r"\byou (?:have |always |never |hardly |only )*"
    r"(?:train(?:ed)?|ran|run|rode|ride|swam|swum|swim|slept|sleep|rest(?:ed)?|skip(?:ped)?|miss(?:ed)?)\b"
)
HOW = re.compile(
    r"\b(?:daily|all (?:week|month|season|year)|always|never|constantly|badly|poorly|well|"
    r"too (?:little|much)|enough|every|often|rarely|hardly)\b"
)
MARKED = re.compile(
    r"\byour (?:form|hrv|sleep|resting heart rate|load|fitness|fatigue|stress|recovery|"
    r"readings?|numbers?|values?)"
    r"(?: \w+)? (?:is|was|are|were|looks?) (?:\w+ )?"
    r"(?:good|bad|poor|terrible|awful|fine|excellent|perfect|great|normal|healthy|ideal|strong|weak|high|low)\b"
)


def sweeping(template: str, *, has_numbers: bool, is_advice: bool) -> Iterator[str]:
    """Words of the sentence that claim what no number of it says; what is asked or may be claims nothing."""
    if "?" in template:
        return
    for part in segments(template):
        if part.is_condition or DOUBTS.search(part.text):
            continue
        if found := ALL_TIME.search(part.text):
            yield found[0]
        elif not has_numbers and not is_advice and (word := _unproven(part.text)):
            yield word


def _unproven(text: str) -> str:
    if HABIT.search(text) and (how := HOW.search(text)):
        return how[0]
    found = MARKED.search(text) or RECORD.search(text) or (MANY.search(text) if OF_YOU.search(text) else None)
    return found[0] if found else ""
