"""Text that streams in pieces becomes whole sentences with slots."""

from __future__ import annotations

import pytest

from analysis.analysts.base import Slot
from analysis.chat.sentences import LONGEST, Sentences, claim_of

TEXT = "Your HRV is {hrv.week}, {hrv.week:delta} below usual. Sleep was short! Rest today\nand ride tomorrow."
WHOLE = [
    "Your HRV is {hrv.week}, {hrv.week:delta} below usual.",
    "Sleep was short!",
    "Rest today",
    "and ride tomorrow.",
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 12, 1000])
def test_however_it_is_cut_the_sentences_are_the_same(size: int) -> None:
    sentences = Sentences()
    found = [
        sentence
        for start in range(0, len(TEXT), size)
        for sentence in sentences.feed(TEXT[start : start + size])
    ]

    assert [*found, *sentences.rest()] == WHOLE


def test_a_point_within_a_slot_ends_nothing() -> None:
    assert list(Sentences().feed("It is {a.b. c} high. ")) == ["It is {a.b. c} high."]


def test_what_breaks_off_within_a_slot_is_no_sentence() -> None:
    sentences = Sentences()

    assert list(sentences.feed("Your form is {for")) == []
    assert list(sentences.rest()) == []


def test_a_sentence_without_an_end_is_not_held_for_ever() -> None:
    assert len(next(Sentences().feed("word" * 200))) == LONGEST


def test_each_citation_is_a_slot_of_its_own() -> None:
    claim = claim_of("- From {T1.mean:baseline} to **{T1.mean}** on { T1.mean : date }.")

    assert claim.template == "From {a} to {b} on {c}."
    assert claim.slots == (
        Slot("a", "T1.mean", "baseline"),
        Slot("b", "T1.mean", "value"),
        Slot("c", "T1.mean", "date"),
    )


def test_many_slots_have_names_without_a_digit() -> None:
    claim = claim_of(" ".join(["{x}"] * 60))

    assert len({slot.slot for slot in claim.slots}) == 60
    assert not any(char.isdigit() for char in claim.template)
