"""What a sentence says happened: sessions, their sport and their unit."""

from __future__ import annotations

import pytest

from analysis.chat.sentences import claim_of
from analysis.grounding.verify import violations
from analysis.safety import urges
from tests.analysis.grounding.world import heavy_week

HONEST = (
    "There is no brick session in the data.",
    "I cannot see a swim on that day.",
    "If the race was hard, rest more.",
    "Was the session harder than planned?",
    "A long run may have felt hard.",
)
INVENTED = (
    ("Your brick session on the weekend was strong.", "evidence"),
    ("The intervals went well.", "evidence"),
    ("Your HRV is {hrv.7} beats.", "unit"),
    ("You slept {sleep.7} kilometres.", "unit"),
)
REST = (
    "Rest until you feel well.",
    "Do not train today.",
    "Do nothing hard in these days.",
    "Skip the intervals.",
    "No training until the fever is gone.",
    "Keep away from hard sessions.",
    "Sleep long and drink enough.",
)
TRAINING = (
    "Do the intervals although you feel unwell.",
    "You can do an easy run.",
    "Run today and tomorrow.",
    "Keep training, but go easy.",
    "Start with the tempo session.",
)


@pytest.mark.parametrize("sentence", HONEST)
def test_what_is_denied_asked_or_left_open_claims_nothing(sentence: str) -> None:
    assert "evidence" not in codes(sentence)


@pytest.mark.parametrize(("sentence", "code"), INVENTED)
def test_what_nobody_did_and_what_code_writes_is_no_sentence(sentence: str, code: str) -> None:
    assert code in codes(sentence)


@pytest.mark.parametrize("sentence", TRAINING)
def test_an_invitation_to_train_is_one(sentence: str) -> None:
    assert urges(sentence)


@pytest.mark.parametrize("sentence", REST)
def test_advice_to_rest_is_none(sentence: str) -> None:
    assert not urges(sentence)


def codes(sentence: str) -> list[str]:
    return [found.code for found in violations(claim_of(sentence), heavy_week())]


def test_a_value_of_another_day_than_the_sentence_names_is_refused() -> None:
    assert codes("On {day.2.hrv:date} your HRV was {day.2.hrv}.") == []
    assert codes("On {day.2.hrv:date} your HRV was {day.5.hrv}.") == ["window"]
    assert codes("On {day.2.hrv:date} your HRV was {hrv.7}.") == ["window"]


def test_a_session_is_of_its_own_sport_and_more_than_a_cell_of_a_table() -> None:
    assert codes("Your run on {A1.load:date} had a load of {A1.load}.") == []
    assert codes("Your ride on {A1.load:date} had a load of {A1.load}.")[:1] == ["sport"]
    assert "subject" in codes("Your run on {day.0.load:date} had a load of {day.0.load}.")
