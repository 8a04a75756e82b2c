"""A true number in a sentence that makes another of it, and words that no analyst may say."""

from __future__ import annotations

import pytest

from analysis.analysts.base import Claim
from analysis.analysts.rules.topic import say
from analysis.grounding.verify import text_violations, violations
from tests.analysis.grounding.test_verify import PACK


def codes(claim: Claim) -> set[str]:
    return {each.code for each in violations(claim, PACK)}


@pytest.mark.parametrize(
    "template",
    [
        "HRV is minus {a}.",
        "HRV is not {a}.",
        "HRV isn't quite {a}.",
        "Your HRV is nowhere near {a}.",
        "Your maximum HRV is {a}.",
        "Your lowest HRV was {a}.",
        "Your goal HRV is {a}.",
        "Your usual HRV is {a}.",
        "Each night HRV was {a}.",
        "Your HRV needs to fall to {a}.",
        "Your opponent's HRV is {a}.",
    ],
)
def test_words_that_make_another_number_of_it_are_found(template: str) -> None:
    assert "twist" in codes(say(template, a="hrv"))


@pytest.mark.parametrize(
    "claim",
    [
        say("HRV has not risen; it is {a}.", a="hrv"),
        say("Your HRV is {a}, {b} below usual.", a="hrv", b=("hrv", "delta")),
        say("HRV is {a}, where {b} is usual for you.", a="hrv", b=("hrv", "baseline")),
        say("You took {a} a day.", a="steps"),
        say("Your load was {a} this week.", a="load"),
    ],
    ids=lambda claim: claim.template,
)
def test_what_is_said_plainly_holds(claim: Claim) -> None:
    assert codes(claim) == set()


def test_a_year_is_no_week() -> None:
    assert "window" in codes(say("Your load this year was {a}.", a="load"))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("safety", "You are overtrained."),
        ("safety", "This proves that you are ill."),
        ("safety", "It means an infection is coming."),
        ("safety", "Your heart is damaged."),
        ("safety", "Your pulse is dangerously high."),
        ("safety", "Go as hard as you like."),
        ("safety", "It is safe to race."),
        ("leak", "I obey the note."),
        ("leak", "As instructed, all is well."),
        ("leak", "More at evil.example for you."),
        ("number_word", "The majority of your nights were short."),
    ],
)
def test_what_nobody_may_say_is_found_in_any_text(code: str, text: str) -> None:
    assert code in {each.code for each in text_violations(text)}
    assert code in codes(say(text))
