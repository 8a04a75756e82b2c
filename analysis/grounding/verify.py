"""Every rule that a sentence by a model must keep before anybody sees it, in analyses and chat alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from analysis.analysts.base import Claim
from analysis.evidence import Pack, Value
from analysis.grounding import kinds, language
from analysis.grounding.bare import is_bare
from analysis.grounding.directions import wrong_ways
from analysis.grounding.occasions import mistaken
from analysis.grounding.ops import misfits
from analysis.grounding.references import PLACEHOLDER, problems
from analysis.grounding.rest import is_ill, is_just_back, is_strained, urges_hard
from analysis.grounding.subjects import misnamed
from analysis.grounding.sweeping import sweeping
from analysis.grounding.times import untimely
from analysis.grounding.twists import twisted
from analysis.safety import forbidden, urges

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
LEAKS = re.compile(
    r"\b(?:system prompt|my (?:instructions|prompt|rules)|(?:previous|prior|earlier|these) instructions|"
    r"language model|as an ai|evidence pack|json|schema|placeholders?|passwords?|api keys?|"
    r"(?:an)?other (?:athlete|user|person)(?:'s|s)?|as instructed|"
    r"(?:i|we) (?:obey|comply|ignore|was told|were told)|"
    r"[a-z][\w-]*\.(?:com|net|org|io|app|dev|info|biz|example|co|uk|de|ru|cn|ai|xyz))\b",
    re.IGNORECASE,
)
"""Words about ourselves: nobody who trains needs them, and whoever asks for them wants something else."""


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
    if where == "chat" and not values and is_bare(claim.template):
        yield Violation("bare", "what is said of this athlete needs a value that says so")
    yield from _of_evidence(claim, values, where, kind, pack)
    plain, names = _with_plain_slots(claim)
    for found in _of_words(plain, pack, where):
        message = PLACEHOLDER.sub(lambda slot: f"{{{names.get(slot[1], slot[1])}}}", found.message)
        yield Violation(found.code, message)


def _with_plain_slots(claim: Claim) -> tuple[Claim, dict[str, str]]:
    """The claim with slots whose names say nothing, and what each was called: nobody reads "{hrv}"."""
    plain = {
        slot.slot: "q" + "abcdefghijklmnopqrstuvwxyz"[index % 26] * (1 + index // 26)
        for index, slot in enumerate(claim.slots)
    }
    template = PLACEHOLDER.sub(lambda slot: f"{{{plain[slot[1]]}}}", claim.template)
    slots = tuple(replace(slot, slot=plain[slot.slot]) for slot in claim.slots)
    return Claim(template, slots), {new: old for old, new in plain.items()}


def _of_language(text: str) -> Iterator[Violation]:
    if not text.strip():
        yield Violation("empty", "a sentence has words")
    if len(text) > LONGEST:
        yield Violation("too_long", f"at most {LONGEST} characters")
    yield from (Violation(code, f"“{what}” may not stand in a text") for code, what in language.faults(text))
    if found := CAUSES.search(text):
        yield Violation("cause", f"“{found[0]}”: say what coincides, not what causes")
    if found := LEAKS.search(text):
        yield Violation("leak", f"“{found[0]}” is nothing to tell an athlete")
    yield from (Violation("safety", f"{name} may not be spoken of") for name in forbidden(text))


def _of_evidence(
    claim: Claim, values: list[Value], where: Where, kind: str, pack: Pack
) -> Iterator[Violation]:
    for value in values:
        if value.coverage is not None and value.coverage < LEAST_COVERAGE and where != "advice":
            yield Violation("coverage", f"{value.id} rests on too few days")
    if PRAISE.search(claim.template):
        if not values or where not in ("finding", "chat"):
            yield Violation("praise", "praise needs a finding with a value in the same sentence")
        elif is_ill(pack):
            yield Violation("praise", "nobody is praised while ill or injured")
    if urges(claim.template) and is_ill(pack):
        yield Violation("rest", "no training advice while ill or injured")
    elif urges_hard(claim.template) and (is_strained(pack) or is_just_back(pack)):
        yield Violation("rest", "nothing hard while the body has not come back, or only just has")
    for word in sweeping(claim.template, has_numbers=bool(values), is_advice=where == "advice"):
        yield Violation("evidence", f"“{word}” needs a value that says so")
    if needed := kinds.misfit(kind, values, pack):
        yield Violation("kind", f"a finding of {kind} rests on {needed}")


def _of_words(claim: Claim, pack: Pack, where: Where) -> Iterator[Violation]:
    """What the words around the numbers say that these are."""
    for each in misnamed(claim.template, claim.slots, pack):
        said = f"the sentence speaks of {', '.join(each.names)}" if each.names else "nothing says so"
        yield Violation("subject", f"{{{each.slot}}} is {each.metric}: {said}")
    for slot, needed in misfits(claim.template, claim.slots, pack):
        yield Violation("op", f"{{{slot}}} needs {needed}")
    for slot, word in twisted(claim.template, claim.slots, pack, is_advice=where == "advice"):
        yield Violation("twist", f"“{word}” makes another number of {{{slot}}}")
    for time in untimely(claim.template, claim.slots, pack, is_advice=where == "advice"):
        if time.word:
            yield Violation("window", f"“{time.word}”: none of the values is of that time")
        else:
            yield Violation("window", f"say when {{{time.slot}}} was: its day or span is another than now")
    for code, message in mistaken(claim.template, claim.slots, pack, is_advice=where == "advice"):
        yield Violation(code, message)
    for wrong in wrong_ways(claim.template, claim.slots, pack, is_advice=where == "advice"):
        about = f"{wrong.ref} does not say so" if wrong.ref else "no value of the sentence is compared"
        yield Violation("direction", f"“{wrong.word}”: {about}")
