"""Whether a slot shows what the words right beside it say: a value, a usual value, a difference, a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.analysts.base import Slot
from analysis.evidence import Pack, Value
from analysis.grounding.lexicon import IDIOMS

RATES = frozenset({"ramp", "correlation", "sleep_debt"})
"""Differences by themselves."""

_THE_USUAL = r"(?= (?:usual|your (?:usual|normal)|normal|what|average|baseline|that)\b)"
_APART = (
    rf"above|below|more|less|fewer|higher|lower|longer|shorter|(?:over|under){_THE_USUAL}|faster|slower|"
    r"heavier|lighter|beyond"
)
APART = re.compile(rf"^\s*(?:{_APART}|short of)\b")
CHANGED = re.compile(
    rf"^\s*(?:{_APART}|short of|up|down|ahead|behind|better|worse|off|away|apart|difference|change)\b"
)
BY = re.compile(r"\b(?:by|up|down)(?:\s+(?:about|around|only|some|roughly|nearly|almost))?\s*$")
MOVED = re.compile(
    r"\b(?:by|up|down|(?:difference|change|gap|rise|drop|fall|increase|decrease|gain|loss) of|another|extra|"
    r"within|drop|rise|change|difference)(?:\s+(?:about|around|only|some|roughly|nearly|almost))?\s*$"
)
USUAL = (
    r"usual(?:ly)?(?: value| level| load| range)?|normal(?:ly)?|norm|baseline|average|typical(?:ly)?|"
    r"mean of before"
)
AT_USUAL = re.compile(rf"(?<!than )(?<!as )(?<!the )\b(?:{USUAL})(?:\s+(?:of|is|was|being))*\s*\(?$")
FROM_USUAL = re.compile(
    rf"\b(?:{USUAL}|before|than|from|against|instead of|versus|towards?|near|back (?:to|at|around)|expected|"
    r"compared (?:with|to)|beside)(?:\s+(?:of|is|was|a|an|your|the|its|about|around|at|usual))*[\s,(:]*$"
)
IS_USUAL = re.compile(
    r"^[\s,)]*(?:is|was|are|would be|being|as)?\s*(?:your |the )?"
    r"(?:usual|usually|normal|typical|norm|expected|before)\b"
)
IS_THE_USUAL = re.compile(r"^\s*(?:is|was|are)\s+(?:your |the )?(?:usual|normal|typical|norm|expected)\b")
THE_TIME_BEFORE = re.compile(r"\b(?:week|weeks|month|months|season|days|nights) before,?\s*$")
COUNTED = re.compile(
    r"^\s*(?:nights?|days?|mornings?|activities|sessions?|runs?|rides?|swims?|weeks?|values?|readings?)\b"
)
DEVIATIONS = re.compile(r"^\s*(?:standard\s+)?deviations?\b")
ON = re.compile(r"\b(?:on|since|until)\s*$")
OF_A_DAY = re.compile(
    r"\b(?:runs?|rides?|swims?|sessions?|workouts?|activity|outing|night|morning|day|planned)"
    r"\s+(?:of|for|on|from)\s*$"
)
DATED = re.compile(r"(?:\b(?:on|of|for|since|until|from|by|after|before|to|and|between|at)|_)\s*$")
LENGTHS = frozenset({"distance", "duration", "run_distance"})


def misfits(template: str, slots: Sequence[Slot], pack: Pack) -> Iterator[tuple[str, str]]:
    """(slot, what its words would need) of every slot whose op is another than the sentence says."""
    text = IDIOMS.sub(lambda found: "_" * len(found[0]), template.casefold())
    for slot in slots:
        before, found, after = text.partition("{" + slot.slot.casefold() + "}")
        if found and (needed := _needed(slot, pack.by_id[slot.ref], before, after)):
            yield slot.slot, needed


def _needed(slot: Slot, value: Value, before: str, after: str) -> str:
    """ "" for a slot that fits."""
    if slot.op != "z" and DEVIATIONS.match(after):
        return "op z"
    if slot.op != "n" and COUNTED.match(after):
        return "op n"
    if slot.op not in ("date", "n") and (
        ON.search(before) or (OF_A_DAY.search(before) and value.metric not in LENGTHS)
    ):
        return "op date"
    return _MISSING[slot.op](value, before, after)


def _of_value(value: Value, before: str, after: str) -> str:
    if value.metric not in RATES and (APART.match(after) or BY.search(before)):
        return "op delta or pct_change"
    is_compared = value.baseline is not None and THE_TIME_BEFORE.search(before)
    is_usual = AT_USUAL.search(before) or IS_THE_USUAL.match(after) or is_compared
    return "op baseline" if is_usual else ""


def _of_baseline(_: Value, before: str, after: str) -> str:
    is_usual = FROM_USUAL.search(before) or IS_USUAL.match(after)
    return "" if is_usual and not APART.match(after) else "a word such as usual or than right beside it"


def _of_difference(_: Value, before: str, after: str) -> str:
    is_difference = CHANGED.match(after) or MOVED.search(before)
    return "" if is_difference else "a word such as above, below or by right beside it"


def _of_z(_: Value, before: str, after: str) -> str:  # noqa: ARG001 - one signature for all
    return "" if DEVIATIONS.match(after) else "the words standard deviations behind it"


def _of_n(_: Value, before: str, after: str) -> str:  # noqa: ARG001
    return "" if COUNTED.match(after) else "what it counts right behind it, such as nights"


def _of_date(_: Value, before: str, after: str) -> str:  # noqa: ARG001
    return "" if DATED.search(before) else "a word such as on or since before it"


_MISSING = {
    "value": _of_value,
    "baseline": _of_baseline,
    "delta": _of_difference,
    "pct_change": _of_difference,
    "z": _of_z,
    "n": _of_n,
    "date": _of_date,
}
