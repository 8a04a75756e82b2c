"""Verdicts as they are answered."""

from __future__ import annotations

from plans.engine.answer import checks
from plans.engine.rules import RULES, check
from tests.plans.engine.wishes import judged, weekly

ALWAYS_SILENT = {19, 20}


def test_a_rule_that_does_not_apply_has_neither_value_nor_verdict() -> None:
    found = checks(check(judged(weekly(2, 30, 30), weeks=2, sport="cycling")))

    silent = [each for each in found if not each["applies"]]
    asked = [each for each in found if each["applies"]]
    assert {each["rule"] for each in silent} >= {2, 3} | ALWAYS_SILENT
    assert all(each["value"] is None and each["passed"] is None for each in silent)
    assert all(isinstance(each["passed"], bool) and each["value"] is not None for each in asked)


def test_every_rule_is_answered_with_its_class() -> None:
    found = checks(check(judged([], weeks=2)))

    assert [each["rule"] for each in found] == [rule.number for rule in RULES]
    assert {each["rule"] for each in found if each["class"] == "hard"} == {1, 2, 4, 6, 7, 15, 18}
