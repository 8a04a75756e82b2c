"""Ids, days, signals and gravity of Claude's answer are decided by code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from analysis.analysts.claude.convert import day_of, draft_of
from analysis.analysts.claude.schema import AnalysisOut
from analysis.safety import ADVICE
from tests.analysis.builders import TODAY
from tests.analysis.grounding.world import heavy_week

CLAIM = {"text": "Your HRV is {a}.", "slots": [{"slot": "a", "ref": "hrv.7", "op": "value"}]}


def finding(**changes: Any) -> dict[str, Any]:
    return {
        "id": "any",
        "kind": "under_recovery",
        "direction": "up",
        "severity": "act",
        "confidence": "high",
        "claims": [CLAIM],
        "alt_explanations": [],
        **changes,
    }


def advice(**changes: Any) -> dict[str, Any]:
    return {
        "finding_ids": ["any"],
        "category": "recovery",
        "priority": "should",
        "confidence": "medium",
        "valid_from": "11-22",
        "valid_to": "11-25",
        "claims": [{"text": "Sleep longer.", "slots": []}],
        **changes,
    }


def answered(**parts: Any) -> AnalysisOut:
    lists = ("findings", "recommendations", "workouts", "safety", "questions_for_athlete", "missing_data")
    empty: dict[str, Any] = {name: [] for name in lists}
    return AnalysisOut.model_validate({"headline": CLAIM, **empty, **parts})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11-24", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("2024-11-24", date(2026, 11, 24)),
        ("01-03", date(2027, 1, 3)),
        ("02-30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_the_nearest_of_its_name_since_nobody_told_the_year(
    text: str, expected: date | None
) -> None:
    assert day_of(text, TODAY) == expected


def test_where_values_went_is_computed_and_not_believed() -> None:
    draft = draft_of(answered(findings=[finding(direction="up")]), heavy_week())
    assert draft.findings[0].direction == "down"


@pytest.mark.parametrize(
    ("kind", "ref", "severity", "confidence"),
    [
        ("illness_onset", "hrv.7", "act", "high"),
        ("load_spike", "load.7", "info", "high"),
        ("progress", "fitness", "info", "medium"),
    ],
)
def test_a_finding_is_no_graver_than_its_signal_and_a_note_without_one(
    kind: str, ref: str, severity: str, confidence: str
) -> None:
    claim = {"text": "It is {a}.", "slots": [{"slot": "a", "ref": ref, "op": "value"}]}
    [found] = draft_of(answered(findings=[finding(kind=kind, claims=[claim])]), heavy_week()).findings
    assert (found.severity, found.confidence) == (severity, confidence)


def test_advice_holds_from_today_for_a_day_at_least_and_four_weeks_at_most() -> None:
    given = [
        advice(),
        advice(valid_from="10-01", valid_to="09-01"),
        advice(valid_from="11-30", valid_to="06-01"),
        advice(valid_from="soon", valid_to="later"),
    ]
    spans = [
        ((each.valid_from - TODAY).days, (each.valid_to - each.valid_from).days)
        for each in draft_of(
            answered(findings=[finding()], recommendations=given), heavy_week()
        ).recommendations
    ]
    assert spans == [(0, 3), (0, 1), (8, 1), (0, 1)]


def test_advice_points_at_findings_by_the_ids_that_code_gave() -> None:
    draft = draft_of(
        answered(findings=[finding()], recommendations=[advice(finding_ids=["any", "none"])]), heavy_week()
    )
    assert draft.recommendations[0].finding_ids == ("F1",) == (draft.findings[0].id,)


def test_words_about_safety_are_the_reviewed_ones() -> None:
    told = [{"code": "chest_pain", "advice": "Nothing to worry about."}, {"code": "none", "advice": ""}]
    assert [each.advice for each in draft_of(answered(safety=told), heavy_week()).safety] == [
        ADVICE["chest_pain"]
    ]


def test_one_question_at_most_about_a_signal_that_nothing_explains() -> None:
    asked = ["Do you feel ill?", "Was it hot?"]
    [question] = draft_of(answered(questions_for_athlete=asked), heavy_week()).questions
    assert (question.text, question.about) == ("Do you feel ill?", heavy_week().signals[0].uid)


def test_endless_answers_are_cut() -> None:
    draft = draft_of(answered(findings=[finding()] * 50, recommendations=[advice()] * 50), heavy_week())
    assert (len(draft.findings), len(draft.recommendations)) == (8, 6)
    assert draft.recommendations[0].valid_to - TODAY < timedelta(days=29)
