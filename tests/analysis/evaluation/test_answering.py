"""Objective questions: the tools agree with an oracle that shares no code with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.evaluation import answering, oracle
from analysis.evaluation.people import Somebody
from analysis.evaluation.questions import MAKERS, Question, questions


def test_every_sort_of_question_is_answered_as_the_oracle_does(healthy: Somebody) -> None:
    gate = answering.through_tools([healthy], 3 * len(MAKERS))

    assert gate.details is not None
    assert gate.details["wrong"] == []
    assert gate.details["questions"] == 3 * len(MAKERS)
    assert len(gate.details["by_tool"]) == 8
    assert gate.passed


def test_an_answer_that_is_off_is_found(healthy: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    def off(*given: object) -> list[Question]:
        return [replace(each, right=each.right * 1.001) for each in questions(*given) if each.op != "date"]  # type: ignore[operator, arg-type]

    monkeypatch.setattr(answering, "questions", off)

    assert not answering.through_tools([healthy], len(MAKERS)).passed


def test_the_same_seed_asks_the_same(healthy: Somebody) -> None:
    assert questions(healthy.truth, 25, 3) == questions(healthy.truth, 25, 3)
    assert questions(healthy.truth, 25, 3) != questions(healthy.truth, 25, 4)


def test_the_oracle_ranks_ties_by_their_mean() -> None:
    assert oracle.rank_correlation([1, 2, 3], [1, 4, 9]) == pytest.approx(1.0)
    assert oracle.rank_correlation([1, 2, 2, 3], [3, 2, 2, 1]) == pytest.approx(-1.0)
    assert oracle.rank_correlation([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(0.6)
