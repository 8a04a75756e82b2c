"""Whatever a model writes: code puts in every number that is shown, and nothing makes the guard fall."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysts.base import Claim, Op, Slot
from analysis.answer import fill
from analysis.grounding.language import faults
from analysis.grounding.references import PLACEHOLDER, problems, resolve
from analysis.grounding.verify import text_violations, violations
from tests.analysis.grounding.honest import FINDINGS, HEADLINES
from tests.analysis.grounding.test_language import spell
from tests.analysis.grounding.world import heavy_week

EXAMPLES = settings(max_examples=300, deadline=None, derandomize=True)
REFS = sorted(heavy_week().by_id)
OPS = get_args(Op.__value__)
CLAIMS = st.sampled_from([*FINDINGS, *HEADLINES])
SLOTS = st.builds(Slot, st.sampled_from("abcd"), st.sampled_from([*REFS, "nobody"]), st.sampled_from(OPS))
NUMERIC = [chr(code) for code in range(0x110000) if unicodedata.numeric(chr(code), None) is not None]
JOINTS = ("", "-", " ", "\u200b", "\u00ad", "‑", ".", "'", "\u2060", "\u034f", "·")
SPELT = st.integers(0, 999_999).map(lambda number: thousands(number))
WORDS = st.sampled_from(
    (
        *("half", "twice", "doubled", "a couple", "a third", "per cent", "percent", "a dozen", "tenfold"),
        *("a quarter", "thrice", "a hundredth", "XIV", "an hour", "a mile", "once a week", "a handful"),
        *("five k", "on Tuesday", "in November", "twenty-odd", "the second run", "both of the two"),
    )
)


def thousands(number: int) -> str:
    high, low = divmod(number, 1_000)
    return f"{spell(high)} thousand {spell(low)}" if high else spell(low)


def inserted(template: str, place: int, text: str) -> str:
    """`text` as a word of its own, never within a slot."""
    gaps = [0, *(at for at, char in enumerate(template) if char == " "), len(template)]
    gaps = [at for at in gaps if template[:at].count("{") == template[:at].count("}")]
    at = gaps[place % len(gaps)]
    return f"{template[:at]} {text} {template[at:]}"


@EXAMPLES
@given(CLAIMS, st.integers(0, 60), SPELT)
def test_a_spelt_number_anywhere_is_found(claim: Claim, place: int, number: str) -> None:
    assert list(faults(inserted(claim.template, place, number)))


@EXAMPLES
@given(CLAIMS, st.integers(0, 60), st.sampled_from(NUMERIC), st.sampled_from(("", "k", "%", "th", "×")))
def test_a_digit_of_any_script_anywhere_is_found(claim: Claim, place: int, digit: str, tail: str) -> None:
    assert list(faults(inserted(claim.template, place, digit + tail)))


@EXAMPLES
@given(CLAIMS, st.integers(0, 60), WORDS)
def test_a_number_in_words_anywhere_is_found(claim: Claim, place: int, word: str) -> None:
    assert list(faults(inserted(claim.template, place, word)))


@EXAMPLES
@given(CLAIMS, st.integers(0, 60), st.integers(2, 99), st.integers(1, 8), st.sampled_from(JOINTS))
def test_a_number_word_in_pieces_is_found(
    claim: Claim, place: int, number: int, cut: int, joint: str
) -> None:
    word = spell(number)
    cut = min(cut, len(word) - 1)
    assert list(faults(inserted(claim.template, place, word[:cut] + joint + word[cut:])))


@EXAMPLES
@given(st.text(max_size=60), CLAIMS)
def test_what_passes_holds_no_number_but_its_slots(text: str, claim: Claim) -> None:
    spoilt = replace(claim, template=f"{claim.template} {text}")
    if violations(spoilt, heavy_week(), where="finding"):
        return
    shown = fill(spoilt, heavy_week())["text"]
    for slot in fill(spoilt, heavy_week())["slots"]:
        shown = shown.replace(slot["shown"], "", 1)
    assert not any(unicodedata.numeric(char, None) is not None for char in shown)


@EXAMPLES
@given(st.text(max_size=80), st.lists(SLOTS, max_size=4))
def test_nothing_makes_the_guard_fall(text: str, slots: list[Slot]) -> None:
    claim = Claim(text + "".join(f" {{{slot.slot}}}" for slot in slots), tuple(slots))
    for where in ("headline", "finding", "advice", "chat"):
        violations(claim, heavy_week(), where=where, kind="sleep_debt")  # type: ignore[arg-type]
    text_violations(text)


@EXAMPLES
@given(CLAIMS, st.lists(SLOTS, min_size=1, max_size=4))
def test_what_passes_can_be_shown(claim: Claim, slots: list[Slot]) -> None:
    """Foreign slots under honest words: whatever is let through is filled with values of the pack alone."""
    named = {slot.slot: slot for slot in slots}
    spoilt = replace(claim, slots=tuple(named.get(each.slot, each) for each in claim.slots))
    if violations(spoilt, heavy_week(), where="finding"):
        return
    for slot, told in zip(spoilt.slots, fill(spoilt, heavy_week())["slots"], strict=True):
        held = resolve(heavy_week().by_id[slot.ref], slot.op)
        assert told["value"] == (held.isoformat() if slot.op == "date" else held)  # type: ignore[union-attr]


def test_every_value_can_be_shown_in_every_way_it_has() -> None:
    for ref in REFS:
        for op in OPS:
            claim = Claim("It is {a}.", (Slot("a", ref, op),))
            if not problems(claim, heavy_week()):
                assert not PLACEHOLDER.search(fill(claim, heavy_week())["text"])
