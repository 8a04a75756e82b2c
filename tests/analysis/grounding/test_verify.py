"""Sentences that hold against the evidence, and sentences that do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.analysts.base import Claim, Op, Slot
from analysis.analysts.rules.topic import say
from analysis.evidence import Pack, Value
from analysis.grounding.verify import text_violations, violations

END = date(2026, 11, 23)


def value(
    name: str,
    metric: str,
    unit: str,
    number: float,
    baseline: float | None,
    z: float | None = None,
    days: int = 7,
) -> Value:
    return Value(
        name, metric, number, unit, END - timedelta(days=days), END, "/x/", baseline=baseline, z=z, n=days
    )


PACK = Pack(
    start=END - timedelta(days=7),
    end=END,
    units="metric",
    values=(
        value("hrv", "hrv_rmssd_ms", "ms", 51.0, 62.0, -1.8),
        value("pulse", "resting_hr_bpm", "bpm", 53.0, 47.0, 2.1),
        value("sleep", "sleep_s", "s", 27_000.0, 27_200.0, -0.1),
        value("load", "load", "load", 430.0, 330.0, 1.4),
        value("load.30", "load", "load", 1_500.0, 1_450.0, 0.3, days=30),
        value("form", "form", "load", -18.0, -4.0, None, days=1),
        value("fitness", "fitness", "load", 62.0, 58.0, None, days=1),
        value("pace", "pace", "s/km", 300.0, 320.0, -1.0),
        value("steps", "steps", "count", 9_000.0, None),
        replace(value("thin", "stress", "", 40.0, 30.0, 1.2), coverage=0.4),
    ),
)

TRUE = [
    say("Your HRV is {a}, {b} below usual.", a="hrv", b=("hrv", "delta")),
    say("HRV has fallen to {a}.", a="hrv"),
    say("Your resting heart rate has risen to {a}, while HRV has fallen to {b}.", a="pulse", b="hrv"),
    say("Resting heart rate is up at {a}, but sleep is steady at {b}.", a="pulse", b="sleep"),
    say("Sleep is where it usually is, at {a}.", a="sleep"),
    say("Your load was {a} this week, {b} above what is usual.", a="load", b=("load", "pct_change")),
    say("Your load of the month, {a}, is about as before.", a="load.30"),
    say("Form has dropped to {a} with fitness higher at {b}.", a="form", b="fitness"),
    say("Your pace is faster at {a}.", a="pace"),
    say("Your pace has improved to {a}.", a="pace"),
    say("HRV has not risen; it is {a}.", a="hrv"),
    say("Your load has not fallen: {a}.", a="load"),
    say("You took {a} a day.", a="steps"),
    say("Over the last days your load was {a}.", a="load"),
    say("HRV is worse than usual at {a}.", a="hrv"),
]
FALSE = [
    ("direction", say("Your HRV is {a}, {b} above usual.", a="hrv", b=("hrv", "delta"))),
    ("direction", say("HRV has risen to {a}.", a="hrv")),
    ("direction", say("HRV is stable at {a}.", a="hrv")),
    ("direction", say("Sleep has fallen to {a}.", a="sleep")),
    (
        "direction",
        say("Resting heart rate has fallen to {a}, while HRV has risen to {b}.", a="pulse", b="hrv"),
    ),
    ("direction", say("Your load was lower this week at {a}.", a="load")),
    ("direction", say("Form has climbed to {a}.", a="form")),
    ("direction", say("HRV has improved to {a}.", a="hrv")),
    ("direction", say("Your pace is worse at {a}.", a="pace")),
    ("direction", say("HRV has not fallen; it is {a}.", a="hrv")),
    ("direction", say("Your HRV has dropped.")),
    ("direction", say("You took {a} a day, more than usual.", a="steps")),
    ("window", say("Your load of the month is {a}.", a="load")),
    ("window", say("Your load this week is {a}.", a="load.30")),
    ("window", say("Yesterday your load was {a}.", a="load")),
    ("coverage", say("Your stress is {a}.", a="thin")),
    ("reference", say("Your mood is {a}.", a="mood")),
    ("reference", Claim("Your HRV is {a} and {b}.", (Slot("a", "hrv"),))),
    ("reference", say("Beside {a}.", a=("steps", "delta"))),
    ("digit", say("Your HRV is {a}, or 51.", a="hrv")),
    ("number_word", say("Your load of {a} has doubled.", a="load")),
    ("cause", say("HRV has fallen to {a} because of your load.", a="hrv")),
    ("praise", say("Great job.")),
    ("safety", say("You probably have an infection, with a pulse of {a}.", a="pulse")),
    ("empty", say(" ")),
    ("too_long", say("word " * 120)),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda claim: claim.template)
def test_what_the_evidence_carries_may_be_said(claim: Claim) -> None:
    assert violations(claim, PACK, where="finding") == []


@pytest.mark.parametrize(("code", "claim"), FALSE, ids=lambda each: getattr(each, "template", each)[:60])
def test_what_it_does_not_carry_may_not(code: str, claim: Claim) -> None:
    assert code in [each.code for each in violations(claim, PACK, where="finding")]


@pytest.mark.parametrize(
    "claim",
    [
        say("Sleep longer for some nights."),
        say("Keep the next sessions lower in effort until HRV is back near {a}.", a=("hrv", "baseline")),
        say("Take more easy days."),
    ],
    ids=lambda claim: claim.template,
)
def test_advice_may_ask_for_more_or_less_without_claiming_it(claim: Claim) -> None:
    assert violations(claim, PACK, where="advice") == []


def test_a_finding_rests_on_values_of_its_kind() -> None:
    claim = say("Your load was {a}.", a="load")

    assert violations(claim, PACK, where="finding", kind="load_spike") == []
    assert [each.code for each in violations(claim, PACK, where="finding", kind="sleep_debt")] == ["kind"]


def test_praise_needs_the_value_that_earns_it() -> None:
    assert violations(say("A great rise in fitness, to {a}.", a="fitness"), PACK, where="finding") == []
    assert "praise" in [
        each.code for each in violations(say("A great rise, to {a}.", a="fitness"), PACK, where="headline")
    ]


@pytest.mark.parametrize(
    ("op", "words"),
    [
        ("value", "has {way} to {{a}}"),
        ("baseline", "has {way} from its usual {{a}}"),
        ("delta", "has {way} by {{a}}"),
        ("pct_change", "has {way} by {{a}}"),
    ],
)
def test_every_flipped_direction_is_found(op: Op, words: str) -> None:
    named = {"hrv": "HRV", "pulse": "Resting heart rate", "load": "Load", "fitness": "Fitness"}
    for name, noun in named.items():
        held = PACK.by_id[name]
        right, wrong = ("risen", "fallen") if held.value > (held.baseline or 0) else ("fallen", "risen")
        told = {way: say(f"{noun} {words.format(way=way)}.", a=(name, op)) for way in (right, wrong)}
        assert violations(told[right], PACK, where="chat") == []
        assert [each.code for each in violations(told[wrong], PACK, where="chat")] == ["direction"]


def test_text_without_slots_keeps_the_same_rules() -> None:
    assert text_violations("Do you feel ill?") == []
    assert [each.code for each in text_violations("Two easy days")] == ["number_word"]
    assert "slot" in [each.code for each in text_violations("Run {a}")]


@pytest.mark.parametrize("name", ["hrv", "HRV", "usual", "today", "below"])
def test_names_of_slots_say_nothing(name: str) -> None:
    """Nobody reads them, so "It is {hrv}" does not say what it is."""
    claim = Claim(f"It is {{{name}}}.", (Slot(name, "hrv"),))
    found = violations(claim, PACK, where="finding")
    assert [each.code for each in found] == ["subject"]
    assert f"{{{name}}}" in found[0].message


def test_a_sentence_with_more_slots_than_letters_is_no_fault_of_the_guard() -> None:
    slots = tuple(Slot(f"{first}{second}", "hrv") for first in "stuv" for second in "abcdefghij")
    claim = Claim("HRV " + " ".join(f"{{{slot.slot}}}" for slot in slots), slots)
    assert violations(claim, PACK) == []
