from __future__ import annotations

import pytest

from metrics.views.load_words import load_words
from tests.factories.metrics import ActivityFactory


def words(**fields):
    return load_words(ActivityFactory.build(athlete=None, **fields), [])


def test_a_load_by_the_best_method_needs_no_excuse():
    found = words(load=61.5, load_method="pace", load_reason="")

    assert (found.sentence, found.skipped) == ("Load 62, taken from pace.", [])
    assert not found.needs_profile
    assert not found.needs_rating


@pytest.mark.parametrize(
    ("reason", "sentence", "needs_profile"),
    [
        ("power: no power recorded", "Not by power: no power was recorded.", False),
        ("power: no FTP", "Not by power: no threshold power (FTP) is set.", True),
        ("pace: no threshold pace", "Not by pace: no threshold pace is set.", True),
        ("pace: no critical swim speed", "Not by pace: no critical swim speed is set.", True),
        ("pace: no distance", "Not by pace: no distance was recorded.", False),
        (
            "running power: no running power threshold",
            "Not by running power: no threshold of running power is set.",
            True,
        ),
        (
            "heart rate: no maximum and resting heart rate",
            "Not by heart rate: highest and resting heart rate are not set.",
            True,
        ),
        ("heart rate: no heart rate recorded", "Not by heart rate: no heart rate was recorded.", False),
        (
            "power: power for less than half of the time",
            "Not by power: power was recorded for less than half of the time.",
            False,
        ),
        ("pace: shorter than 30 s", "Not by pace: it is shorter than 30 s.", False),
        ("RPE: not rated", "Not by perceived effort: it was not rated.", False),
        ("power: something new", "Not by power: something new.", False),
    ],
)
def test_says_why_a_better_method_did_not_apply(reason, sentence, needs_profile):
    found = words(load=30, load_method="duration", load_reason=reason)

    assert found.skipped == [sentence]
    assert found.needs_profile is needs_profile


def test_without_a_load_a_rating_would_give_one():
    found = words(load=None, load_method="", load_reason="power: no power recorded; RPE: not rated")

    assert found.sentence == "No load yet."
    assert len(found.skipped) == 2
    assert found.needs_rating


def test_an_activity_without_duration_has_no_reasons_to_list():
    assert words(load=None, load_method="", load_reason="no duration").skipped == []


def test_legs_without_a_load_are_named():
    legs = [
        ActivityFactory.build(athlete=None, sport="swimming", load=None),
        ActivityFactory.build(athlete=None, sport="cycling", load=60),
        ActivityFactory.build(athlete=None, sport="running", load=None),
    ]
    race = ActivityFactory.build(
        athlete=None, sport="multisport", load=60, load_method="legs", load_reason="x: y"
    )

    found = load_words(race, legs)

    assert found.sentence == "Load 60, the sum of its legs."
    assert found.skipped == ["Not in it: swimming, running, still without a load."]
