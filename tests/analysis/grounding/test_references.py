"""A sentence that cites what the evidence does not hold is not said."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.analysts.base import Claim, Draft, Finding, Recommendation, Slot
from analysis.evidence import Pack, Value
from analysis.grounding.references import UngroundedError, ground, problems, resolve

DAY = (date(2026, 11, 21), date(2026, 11, 22))
FITNESS = Value("fitness", "fitness", 50.5, "load", *DAY, "/athletes/x/fitness/", baseline=40.0)
BARE = Value("history", "days_of_history", 80.0, "d", *DAY, "/athletes/x/activities/")
PACK = Pack(*DAY, "metric", (FITNESS, BARE))
SOUND = Claim("Fitness is {a}.", (Slot("a", "fitness"),))
WRONG = Claim("Fitness is {a}.", (Slot("a", "fitness_of_somebody_else"),))


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("value", 50.5),
        ("baseline", 40.0),
        ("delta", 10.5),
        ("pct_change", 26.25),
        ("date", date(2026, 11, 21)),
    ],
)
def test_an_op_says_what_of_a_value_is_meant(op, expected):
    assert resolve(FITNESS, op) == expected


@pytest.mark.parametrize("op", ["baseline", "delta", "pct_change"])
def test_without_a_baseline_nothing_can_be_compared(op):
    assert resolve(BARE, op) is None


def test_speeds_are_shown_as_paces_and_so_have_no_difference():
    pace = replace(FITNESS, unit="m/s", metric="running_pace_5000m")
    assert (resolve(pace, "delta"), resolve(pace, "pct_change")) == (None, 26.25)


def test_there_is_no_percentage_of_nothing():
    assert resolve(replace(FITNESS, baseline=0.0), "pct_change") is None


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (SOUND, []),
        (WRONG, ["no value of fitness_of_somebody_else"]),
        (Claim("Fitness is 50."), ["digit in template"]),
        (Claim("Fitness is ５０."), ["digit in template"]),
        (Claim("Fitness is {a}."), ["slots are not the placeholders"]),
        (Claim("Fitness.", (Slot("a", "fitness"),)), ["slots are not the placeholders"]),
        (Claim("Up {a}.", (Slot("a", "history", "delta"),)), ["no delta of history"]),
        (
            Claim("Fitness is {a} after {a}.", (Slot("a", "fitness"), Slot("a", "history"))),
            ["two slots have one name"],
        ),
    ],
)
def test_a_claim_is_checked_for_digits_slots_and_references(claim, expected):
    assert problems(claim, PACK) == expected


def finding(name, *claims):
    return Finding(name, "progress", "up", "info", "medium", claims)


def advice(name, *finding_ids):
    return Recommendation(name, finding_ids, "load", "could", "low", *DAY, (SOUND,))


def test_what_fails_is_dropped_with_what_rests_on_it():
    draft = Draft(
        headline=SOUND,
        findings=(finding("F1", SOUND, WRONG), finding("F2", WRONG)),
        recommendations=(advice("R1", "F1", "F2"), advice("R2", "F2")),
    )
    grounded, report = ground(draft, PACK)
    assert grounded.findings == (finding("F1", SOUND),)
    assert grounded.recommendations == (advice("R1", "F1"),)
    assert (report.checked, report.repaired, report.dropped) == (6, 0, 3)


def test_without_a_sound_headline_there_is_no_answer():
    with pytest.raises(UngroundedError, match="no value of fitness_of_somebody_else"):
        ground(Draft(headline=WRONG), PACK)
