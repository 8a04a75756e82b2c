"""Words beside a number that make another number of it: its opposite, an extreme, somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from analysis.analysts.base import Slot
from analysis.evidence import Pack, Value
from analysis.grounding.lexicon import IDIOMS

OPPOSITE = re.compile(
    r"\b(?:minus|plus|negative|nowhere near|far from|anything but|except|the opposite of|most of|part of|"
    r"(?:is|was|are|were) (?:never|no)|(?:is|was|are|were|at|been) not|can(?:not|['’]t) be|used to be|"
    r"isn['’]t|wasn['’]t|aren['’]t|weren['’]t)(?:\s+(?:at|quite|really|about|around|your|the|an?))*\s*$"
)
GUESSED = re.compile(
    r"\b(?:would|will|might|may|could) (?:soon )?(?:be|have been|become|reach)"
    r"(?:\s+(?:at|about|around|nearly))*\s*$"
)
"""A guess; of what is planned and of what a tool has worked out it is none."""

BOUND = re.compile(
    r"\b(?:(?:more|less|fewer|higher|lower|longer|shorter|greater|smaller) than|at (?:least|most)|above|"
    r"below|beyond|over|under|up to|short of)(?:\s+(?:about|around))?\s*$"
)
"""Of a number that stands alone in its sentence it makes another one."""

STRETCHED = re.compile(
    r"^\s*(?:times\b|and (?:then some|more)\b|or (?:more|less|so)\b|plus\b|and counting\b)"
)
FRAMED = re.compile(
    r"\b(?:(?:is|was) (?:false|untrue|a lie|wrong|not (?:true|so|the case)) (?:that|to say)|you lied|"
    r"were (?:it|that) true|(?:nobody|no one) (?:believes|thinks)|pretend|imagine|suppose|let us say)\b"
)
GLUED = re.compile(
    r"\}[^\w\s{}]?\{|\}\s?[·×x/]\s?\{|[^\W_]\{|\}[^\W_]|(?:^|[\s(])[.,·…]\{|(?:^|\s)[-‐‑–]\s?\{(?!\w+\}\s?[-‐‑–]\s)"
)
"""What stands so close to a number that both are read as another: a sign before it, a point between two."""

EXTREME = re.compile(
    r"\b(?:maximum|minimum|maximal|minimal|max|min|highest|lowest|record|goal|target|ideal|optimal|required)\b"
    r"[^.;:,(){}]*$"
)
USUAL_THING = re.compile(
    r"\b(?:usual|normal|typical|average)(?:\s+[a-z]+){1,3}\s+(?:is|was|are|were|of|at|being)\s*$"
)
SOMEBODY = re.compile(
    r"\b(?:opponent|friend|wife|husband|partner|team ?mate|rival|neighbou?r|brother|sister|somebody|"
    r"someone|everybody|everyone|nobody)(?:'s|’s|s['’])"
)
EACH = re.compile(
    r"\b(?:each|every|any|per)\s+(?:single )?(?:night|day|morning|session|run|ride|swim)\b|\ba day\b"
)
OBLIGED = re.compile(
    r"\b(?:needs?|has|have|had|must|should|ought)\s+(?:to\s+)?(?:fall|rise|drop|climb|come|get|be|go|stay)\b"
    r"[^.;,(){}]*$"
)
OF_TOOLS, OF_PLANS = re.compile(r"T\d+\."), re.compile(r"[PE]\d+\.")
COUNTED = frozenset({"d", "count"})
A_DAY = timedelta(days=1)


def twisted(
    template: str, slots: Sequence[Slot], pack: Pack, *, is_advice: bool
) -> Iterator[tuple[str, str]]:
    """(slot, word) of every value that the sentence makes another one.

    Tools are asked for extremes, and plans hold what is meant to be, so these may be called so.
    """
    text = IDIOMS.sub(lambda found: "_" * len(found[0]), template.casefold())
    is_alone = sum(slot.op != "date" for slot in slots) == 1
    whole = GLUED.search(template) or FRAMED.search(template.casefold())
    if slots and whole:
        yield slots[0].slot, whole[0].strip()
    for slot in slots:
        before, found, after = text.partition("{" + slot.slot.casefold() + "}")
        if not found:
            continue
        word = _twist(slot, pack.by_id[slot.ref], before, text, is_advice=is_advice)
        if not word and (each := _stretched(slot, template, after, is_alone=is_alone and not is_advice)):
            word = each[0].strip()
        if word:
            yield slot.slot, word


def _stretched(slot: Slot, template: str, after: str, *, is_alone: bool) -> re.Match[str] | None:
    """Words that make a bound or a multiple of it; idioms such as "up to" are words here."""
    if slot.op != "value":
        return None
    before = template.casefold().partition("{" + slot.slot.casefold() + "}")[0]
    return STRETCHED.match(after) or (BOUND.search(before) if is_alone else None)


def _twist(slot: Slot, value: Value, before: str, text: str, *, is_advice: bool) -> str:
    """ "" where nothing is twisted."""
    patterns = [OPPOSITE] if slot.op in ("value", "baseline") else []
    if slot.op == "value":
        patterns.append(USUAL_THING)
        if not OF_TOOLS.match(value.id) and not OF_PLANS.match(value.id) and "goal" not in value.metric:
            patterns += [EXTREME] if is_advice else [EXTREME, OBLIGED, GUESSED]
    found = next((each for pattern in patterns if (each := pattern.search(before))), None)
    if found is None and value.end - value.start > A_DAY and value.unit not in COUNTED and slot.op == "value":
        found = EACH.search(text)
    if found is None:
        found = SOMEBODY.search(text)
    return found[0].strip() if found else ""
