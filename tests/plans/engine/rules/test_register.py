from __future__ import annotations

import pytest

from plans.engine.rules import RULES, check, not_asked, score
from tests.plans.engine.wishes import judged, race, session, weekly

HARD = {1, 2, 4, 6, 7, 15, 18}


def test_there_are_twenty_rules_in_order_each_with_a_source() -> None:
    assert [rule.number for rule in RULES] == list(range(1, 21))
    assert {rule.number for rule in RULES if rule.kind == "hard"} == HARD
    assert all(rule.name and rule.source for rule in RULES)


def test_an_empty_plan_is_judged_as_well() -> None:
    verdicts = check(judged([], races=[race("2027-04-25")]))

    assert len(verdicts) == 20
    assert not any(each.breaks_plan for each in verdicts)


def test_the_score_is_the_weighted_share_of_the_rules_that_apply_and_hold() -> None:
    """One adjacent pair: a hard rule, which weighs two."""
    verdicts = check(judged([session(1, 30, "tempo"), session(2, 30, "tempo")], weeks=2))
    total = sum(2 if each.rule.kind == "hard" else 1 for each in verdicts if each.finding.applies)
    missed = sum(
        2 if each.rule.kind == "hard" else 1
        for each in verdicts
        if each.finding.applies and not each.finding.passed
    )

    assert [each.rule.number for each in verdicts if each.breaks_plan] == [6]
    assert score(verdicts) == pytest.approx(1 - missed / total)


def test_where_nothing_is_judged_nothing_is_scored() -> None:
    silent = not_asked(check(judged([], weeks=2)))

    assert [each.rule.number for each in silent] == list(range(1, 21))
    assert not any(each.finding.applies for each in silent)
    assert score(silent) == 0.0


def test_a_rule_that_does_not_apply_has_no_value() -> None:
    verdicts = check(judged(weekly(2, 30, 30), weeks=2, sport="cycling"))

    silent = [each for each in verdicts if not each.finding.applies]
    assert {1, 2, 3, 19, 20} - {1} <= {each.rule.number for each in silent}
    assert all(each.finding.value is None and each.finding.passed for each in silent)
