"""What is claimed without a number, or with one that carries it only by its looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.analysts.base import Claim
from analysis.analysts.rules.topic import say
from analysis.evidence.shapes import MarkerFact, SignalFact
from analysis.grounding.verify import Where, violations
from tests.analysis.builders import TODAY
from tests.analysis.grounding.world import heavy_week

PACK = heavy_week()
OPEN_STRAIN = SignalFact(
    "S9", "uid-9", "under_recovery", TODAY - timedelta(days=3), None, "watch", "high", (), False, ""
)


def codes(claim: Claim, where: Where = "chat") -> set[str]:
    return {each.code for each in violations(claim, PACK, where=where)}


@pytest.mark.parametrize(
    "template",
    [
        "HRV is -{a}.",
        "HRV is –{a}.",
        "HRV is .{a}.",
        "HRV is {a}.{a}.",
        "HRV is {a},{a}.",
        "HRV is {a}/{a}.",
        "HRV is {a}{a}.",
        "HRV is {a} times usual.",
        "HRV is {a} and then some.",
        "HRV is at least {a}.",
        "HRV is a tad less than {a}.",
        "HRV is most of {a}.",
        "HRV will be {a}.",
        "HRV used to be {a}.",
        "HRV cannot be {a}.",
        "HRV was never {a}.",
        "It is false that HRV is {a}.",
        "Your HRV, were it true, is {a}.",
    ],
)
def test_what_stands_beside_a_number_makes_no_other_of_it(template: str) -> None:
    found = codes(Claim(template.replace("{a}", "{x}", 1).replace("{a}", "{y}"), _slots(template)))
    assert "twist" in found


def _slots(template: str) -> tuple[object, ...]:
    names = {"x": "hrv.7", "y": "hrv.7"} if template.count("{a}") > 1 else {"x": "hrv.7"}
    return say("".join("{" + name + "}" for name in names), **names).slots


@pytest.mark.parametrize(
    "text",
    [
        "You are fitter than ever.",
        "You have never been fitter.",
        "Both nights were short.",
        "Most of your nights were short.",
        "You ran every other day.",
        "You trained daily this week.",
        "You slept badly last night.",
        "You never rest.",
        "You set a record.",
        "Your form is terrible.",
        "Your sleep was poor all week.",
        "You are in top shape.",
    ],
)
def test_what_no_number_says_is_not_claimed_of_many_days(text: str) -> None:
    assert "evidence" in codes(Claim(text))


@pytest.mark.parametrize(
    "text",
    [
        "Both a late meal and heat can look the same.",
        "If most of your nights were short, go to bed earlier.",
        "Were both nights short?",
        "Some easy days may help.",
    ],
)
def test_what_may_be_and_what_is_asked_claims_nothing(text: str) -> None:
    assert codes(Claim(text)) == set()


@pytest.mark.parametrize(
    ("template", "holds"),
    [
        ("HRV has hardly risen: {a}.", False),
        ("HRV has barely changed at {a}.", False),
        ("Your HRV is high at {a}.", False),
        ("Your HRV is good at {a}.", False),
        ("Your HRV is low at {a}.", True),
        ("Your HRV is poor at {a}.", True),
    ],
)
def test_words_for_how_much_go_the_way_of_the_number(template: str, holds: bool) -> None:
    assert ("direction" not in codes(say(template, a="hrv.7"))) is holds


def test_what_has_hardly_risen_is_as_it_was() -> None:
    assert codes(say("Sleep has hardly risen: {a}.", a="sleep.7")) == set()


@pytest.mark.parametrize(
    "text",
    ["You can train hard.", "Do intervals tomorrow.", "Train hard if you like.", "You are ready to race."],
)
@pytest.mark.parametrize("where", ["chat", "advice"])
def test_nobody_is_sent_to_train_hard_before_the_body_is_back(text: str, where: Where) -> None:
    ended = MarkerFact("H1", "illness", TODAY - timedelta(days=6), TODAY - timedelta(days=1), False, ())
    quiet = replace(PACK, signals=(), health=())
    just_back, strained = replace(quiet, health=(ended,)), replace(quiet, signals=(OPEN_STRAIN,))
    long_back = replace(quiet, health=(replace(ended, end=TODAY - timedelta(days=20)),))
    explained = replace(quiet, signals=(replace(OPEN_STRAIN, explained="race"),))

    def is_refused(pack: object) -> bool:
        return "rest" in {each.code for each in violations(Claim(text), pack, where=where)}  # type: ignore[arg-type]

    assert [is_refused(each) for each in (just_back, strained, long_back, explained)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Do not train hard yet.",
        "Keep easy days before you train hard again.",
        "Train hard again once you feel well.",
        "Leave out the intervals for now.",
    ],
)
def test_holding_back_is_always_good_advice(text: str) -> None:
    strained = replace(PACK, signals=(OPEN_STRAIN,))
    assert violations(Claim(text), strained, where="advice") == []


@pytest.mark.parametrize(
    "text",
    [
        "It was viii nights.",
        "You slept a score of hours.",
        "A gazillion steps.",
        "It was séven nights.",
        "A load squared.",
    ],
)
def test_more_disguises_of_numbers_are_numbers(text: str) -> None:
    assert "number_word" in codes(Claim(text))
