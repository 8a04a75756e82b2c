"""Useful or wrong, joined to the prompt."""

from __future__ import annotations

import pytest

from analysis.models import Analysis, Feedback
from analysis.services.analysing import analyse
from analysis.services.feedback import give_feedback, withdraw_feedback
from athletes.models import Athlete
from config.core.errors import DataNotFoundError, DataValidationError
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train


@pytest.fixture
def analysis(athlete: Athlete) -> Analysis:
    train(athlete, WEEK * 25)
    return analyse(athlete=athlete)


def test_saying_it_again_replaces_what_was_said(analysis: Analysis) -> None:
    user = analysis.athlete.user
    give_feedback(analysis=analysis, user=user, about="F1", verdict="useful")
    give_feedback(analysis=analysis, user=user, about="F1", verdict="wrong", note="I was\n ill")

    row = Feedback.objects.get()
    assert (row.verdict, row.note, row.prompt_version) == ("wrong", "I was ill", analysis.prompt_version)

    withdraw_feedback(feedback=row)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("about", ["F99", "R99", "headline"])
def test_a_part_that_is_not_there_is_not_found(analysis: Analysis, about: str) -> None:
    with pytest.raises(DataNotFoundError):
        give_feedback(analysis=analysis, user=analysis.athlete.user, about=about, verdict="useful")


@pytest.mark.parametrize("wrong", [{"verdict": "so-so"}, {"verdict": "wrong", "note": "x" * 501}])
def test_nothing_else_is_feedback(analysis: Analysis, wrong: dict[str, str]) -> None:
    with pytest.raises(DataValidationError):
        give_feedback(analysis=analysis, user=analysis.athlete.user, **wrong)
    assert not Feedback.objects.exists()
