"""Stored answers of Claude hold, or it is said which do not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command

from analysis.models import Analysis, AnalysisRecord
from analysis.services.consent import agree
from analysis.services.explaining import explain
from athletes.models import Athlete
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.doubles.claude import ClaudeDouble
from tests.doubles.claude.personas import honest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def analysis(athlete: Athlete, claude: ClaudeDouble) -> Analysis:
    train(athlete, WEEK * 25)
    agree(athlete=athlete, by=athlete.user)
    claude.answers(honest)
    analysis = explain(athlete=athlete, purpose=Analysis.Purpose.WEEKLY)
    assert analysis.engine == "claude"
    return analysis


def replay(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    call_command("replay_analyses", "--json", *arguments)
    return json.loads(capsys.readouterr().out)


def test_what_was_stored_comes_out_again(analysis: Analysis, capsys: pytest.CaptureFixture[str]) -> None:
    found = replay(capsys)

    assert (found["checked"], found["different"]) == (1, [])
    assert replay(capsys, "--since", "2999-01-01")["checked"] == 0


def test_a_number_that_was_changed_since_is_found(
    analysis: Analysis, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis.body["headline"]["text"] = "Your form stands at 99."
    analysis.save()

    with pytest.raises(SystemExit) as exit_:
        call_command("replay_analyses", "--json")

    assert exit_.value.code == 1
    (different,) = json.loads(capsys.readouterr().out)["different"]
    assert different["uid"] == str(analysis.uid)
    assert different["problems"] == ["headline: Your form stands at 99."]


def test_an_answer_that_cannot_be_read_is_found(
    analysis: Analysis, capsys: pytest.CaptureFixture[str]
) -> None:
    AnalysisRecord.objects.update(raw_answers=["Sorry."])

    with pytest.raises(SystemExit):
        call_command("replay_analyses")
    assert "answer: it cannot be read" in capsys.readouterr().out


def test_a_day_that_is_none_is_refused(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        call_command("replay_analyses", "--since", "soon")
    assert exit_.value.code == 2
    assert capsys.readouterr().err.startswith("DATE_INVALID: ")
