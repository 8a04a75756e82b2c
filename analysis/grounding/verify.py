"""Every rule that a sentence by a model must keep before anybody sees it, in analyses and chat alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.analysts.base import Claim
from analysis.evidence import Pack, Value
from analysis.grounding import language
from analysis.grounding.directions import wrong_ways
from analysis.grounding.references import problems
from analysis.safety import forbidden

type Where = Literal["headline", "finding", "advice", "chat", "text"]

LONGEST = 400
LEAST_COVERAGE = 0.6
CAUSES = re.compile(
    r"\b(?:because|caus(?:e|es|ed|ing)|due to|thanks to|owing to|led to|leads to|resulted in|results in|"
    r"as a result|triggered|explains why|is why|therefore|consequently)\b",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(?:great|excellent|fantastic|amazing|awesome|impressive|superb|brilliant|wonderful|perfect|outstanding|"
    r"well done|good job|nice work|nice job|congratulations|proud|keep it up|crushing|smashed|nailed)\b",
    re.IGNORECASE,
)
SPANS: Mapping[re.Pattern[str], range] = {
    re.compile(r"\b(?:this|last|past|the) week\b|\bof the week\b", re.IGNORECASE): range(5, 9),
    re.compile(r"\b(?:this|last|past|the) month\b|\bof the month\b", re.IGNORECASE): range(28, 32),
    re.compile(r"\b(?:this|last|past|the) (?:season|year)\b", re.IGNORECASE): range(84, 367),
    re.compile(r"\b(?:yesterday|last night|this morning|today)\b", re.IGNORECASE): range(0, 2),
}
"""How many days a value may span when a sentence says how long that was."""

STATES = frozenset({"fitness", "fatigue", "form", "ramp"})
"""What holds on a morning whatever time it is spoken of."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "illness_onset": ("hrv", "resting_hr", "respiration", "sleep", "body_battery", "stress", "own_"),
    "overreaching": ("load", "fatigue", "form", "fitness", "hrv", "resting_hr", "strain", "ramp", "own_"),
    "under_recovery": ("hrv", "resting_hr", "sleep", "body_battery", "stress", "form", "fatigue", "own_"),
    "detraining": ("load", "fitness", "form", "duration", "activities", "days", "distance"),
    "sleep_debt": ("sleep",),
    "load_spike": ("load", "distance", "run_distance", "duration"),
    "ramp_high": ("ramp", "fitness", "load"),
    "monotony_high": ("monotony", "strain", "load"),
    "intensity_mix": ("easy_share", "medium_share", "hard_share", "duration", "load"),
    "form_low": ("form", "fatigue", "fitness", "load"),
    "form_high": ("form", "fatigue", "fitness", "load"),
    "data_gap": ("days", "gap", "unsynced", "activities"),
}
"""What the values of a finding must be about; kinds that are not here may rest on any."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that was broken: `code` for programs, `message` for the model that has to mend it."""

    code: str
    message: str


def violations(claim: Claim, pack: Pack, *, where: Where = "chat", kind: str = "") -> list[Violation]:
    """What is wrong with a sentence; empty when it may be shown. `kind` is that of its finding."""
    return list(_all(claim, pack, where, kind))


def text_violations(text: str, *, allows_question: bool = True) -> list[Violation]:
    """The same for text that holds no slots: a title, a purpose, a question."""
    found = list(_of_language(text))
    if PLACEHOLDERS.search(text):
        found.append(Violation("slot", "no slots belong here"))
    if "?" in text and not allows_question:
        found.append(Violation("question", "ask in questions only"))
    return found


PLACEHOLDERS = re.compile(r"[{}]")


def _all(claim: Claim, pack: Pack, where: Where, kind: str) -> Iterator[Violation]:
    yield from _of_language(claim.template)
    wrong_refs = problems(claim, pack)
    yield from (Violation("reference", each) for each in wrong_refs)
    if wrong_refs:
        return
    values = [pack.by_id[slot.ref] for slot in claim.slots]
    yield from _of_evidence(claim, values, where, kind)
    is_advice = where == "advice"
    for wrong in wrong_ways(claim.template, claim.slots, pack, is_advice=is_advice):
        about = f"{wrong.ref} does not say so" if wrong.ref else "no value of the sentence is compared"
        yield Violation("direction", f"“{wrong.word}”: {about}")


def _of_language(text: str) -> Iterator[Violation]:
    if not text.strip():
        yield Violation("empty", "a sentence has words")
    if len(text) > LONGEST:
        yield Violation("too_long", f"at most {LONGEST} characters")
    yield from (Violation(code, f"“{what}” may not stand in a text") for code, what in language.faults(text))
    if found := CAUSES.search(text):
        yield Violation("cause", f"“{found[0]}”: say what coincides, not what causes")
    yield from (Violation("safety", f"{name} may not be spoken of") for name in forbidden(text))


def _of_evidence(claim: Claim, values: list[Value], where: Where, kind: str) -> Iterator[Violation]:
    for value in values:
        if value.coverage is not None and value.coverage < LEAST_COVERAGE and where != "advice":
            yield Violation("coverage", f"{value.id} rests on too few days")
    if PRAISE.search(claim.template) and (not values or where not in ("finding", "chat")):
        yield Violation("praise", "praise needs a finding with a value in the same sentence")
    if kind in KINDS and values and not any(value.metric.startswith(KINDS[kind]) for value in values):
        yield Violation("kind", f"a finding of {kind} rests on {', '.join(KINDS[kind])}")
    spanning = [value for value in values if value.metric not in STATES]
    for pattern, lengths in SPANS.items():
        found = pattern.search(claim.template)
        if found and spanning and not any((each.end - each.start).days in lengths for each in spanning):
            yield Violation("window", f"“{found[0]}”: none of the values is of that time")
