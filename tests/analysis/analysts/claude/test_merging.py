"""What Claude may not leave out, and what it may not say to somebody who is ill."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.analysts.base import Category, Draft, Finding, Recommendation, Workout
from analysis.analysts.claude.merging import with_rules
from analysis.analysts.rules.topic import say
from analysis.evidence import Pack
from analysis.evidence.context import Context, MarkerRow
from analysis.evidence.shapes import NoteFact, Remembered
from tests.analysis.builders import TODAY, WEEK, build_pack
from tests.analysis.grounding.world import heavy_week

HEADLINE = say("Your load was {a} this week.", a="load.7")
LOAD = Finding("F1", "other", "up", "info", "medium", (HEADLINE,))
RUN = Workout("W1", TODAY, "running", "Run", "", (), "", 40, 30, is_hard=False)


def advice(category: Category) -> Recommendation:
    tomorrow = TODAY + timedelta(days=1)
    claims = (say("Do what it says."),)
    return Recommendation("R1", ("F1",), category, "should", "medium", TODAY, tomorrow, claims)


def ill() -> Pack:
    marker = MarkerRow("illness", TODAY - timedelta(days=2), None)
    return build_pack(WEEK * 25, context=Context(markers=(marker,)))


def test_what_the_rules_found_grave_comes_first() -> None:
    merged = with_rules(Draft(HEADLINE, (LOAD,), (advice("load"),)), heavy_week())
    assert [each.kind for each in merged.findings] == ["illness_onset", "other"]
    assert merged.recommendations[0].finding_ids == (merged.findings[0].id,)
    assert [each.code for each in merged.safety] == ["illness"]


def test_what_was_told_is_not_told_twice() -> None:
    signal = heavy_week().signals[0]
    told = Finding("F1", "illness_onset", "down", "act", "high", (HEADLINE,), (signal.uid,))
    merged = with_rules(Draft(HEADLINE, (told,), (advice("recovery"),)), heavy_week())
    assert [each.id for each in merged.findings] == ["F1"]


def test_every_text_ends_in_something_to_do() -> None:
    merged = with_rules(Draft(HEADLINE, (LOAD,)), heavy_week())
    ids = {each.id for each in merged.findings}
    assert merged.recommendations
    assert all(ids.issuperset(each.finding_ids) for each in merged.recommendations)


@pytest.mark.parametrize(("category", "is_kept"), [("load", False), ("intensity", False), ("sleep", True)])
def test_whoever_is_ill_gets_no_advice_on_training_and_no_workout(category: Category, is_kept: bool) -> None:
    merged = with_rules(Draft(HEADLINE, (LOAD,), (advice(category),), workouts=(RUN,)), ill())
    assert (merged.workouts, "R1" in [each.id for each in merged.recommendations]) == ((), is_kept)
    assert "illness" in [each.code for each in merged.safety]
    assert merged.recommendations


def test_red_flags_in_notes_and_memories_get_reviewed_words() -> None:
    note = NoteFact("N1", "activity", TODAY, "My chest hurt on the climb.")
    memory = Remembered("K1", "I had an eating disorder.")
    pack = replace(heavy_week(), notes=(note,), memory=(memory,))
    merged = with_rules(Draft(HEADLINE, (LOAD,)), pack)
    assert [each.code for each in merged.safety] == ["chest_pain", "red_s", "illness"]
