from __future__ import annotations

import json
from typing import Any

import pytest

from plans.engine.answer import answer
from plans.engine.plan import make_plan
from plans.engine.rules.judged import total_load
from tests.plans.engine.wishes import race, rooms, spec


def told(**changes: Any) -> dict[str, Any]:
    return answer(make_plan(spec(**changes), engine="greedy"))


def test_the_answer_has_the_agreed_shape() -> None:
    found = told(races=[race("2027-02-21", distance_m=5_000)])

    assert list(found["phases"][0]) == ["name", "start", "end"]
    assert list(found["weeks"][0]) == ["start", "target_load", "load", "minutes", "kind"]
    assert list(found["sessions"][0]) == [
        *("date", "slot", "sport", "kind", "minutes", "load", "hard"),
        *("z1_min", "z2_min", "z3_min", "text", "why"),
    ]
    assert list(found["checks"][0]) == ["rule", "class", "applies", "value", "threshold", "passed"]
    assert [each["rule"] for each in found["checks"]] == list(range(1, 21))
    assert list(found["forecast"][0]) == ["date", "fitness", "fatigue", "form"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_weeks_sum_their_sessions_and_the_forecast_has_every_day() -> None:
    found = told(weeks=3)

    assert sum(week["load"] for week in found["weeks"]) == sum(each["load"] for each in found["sessions"])
    assert sum(week["minutes"] for week in found["weeks"]) == sum(
        each["minutes"] for each in found["sessions"]
    )
    assert len(found["forecast"]) == 21
    assert found["forecast"][0]["date"] == "2027-01-04"


def test_a_long_day_without_room_is_told() -> None:
    found = told(weeks=2, availability=rooms(tue=60, thu=60, sat=120))

    moved = found["relaxed"][0]
    assert (moved["rule"], moved["from"], moved["to"]) == (None, "sun", "sat")
    assert "sun" in moved["why"]


def test_too_late_for_a_goal_is_told_with_a_way_out() -> None:
    found = told(races=[race("2027-02-14")])

    assert found["status"] == "finish_only"
    assert (found["relaxed"][0]["from"], found["relaxed"][0]["to"]) == (12, 5)
    assert found["relaxed"][0]["why"] == (
        "The race on 2027-02-14 is 5 weeks away and getting ready for it takes 12: "
        "the plan is to finish it well. A later race leaves time for more."
    )


@pytest.mark.parametrize(
    ("sport", "known", "feel"),
    [
        ("running", {}, True),
        ("running", {"lthr_bpm": 168}, False),
        ("cycling", {"threshold_pace_s_per_km": 255}, True),
        ("cycling", {"ftp_w": 250}, False),
        ("swimming", {"lthr_bpm": 168}, True),
        ("swimming", {"css_s_per_100m": 96}, False),
    ],
)
def test_missing_thresholds_are_told_and_trained_by_feel(
    sport: str, known: dict[str, float], feel: bool
) -> None:
    found = told(sport=sport, weeks=1, athlete={"thresholds": known})

    notes = [each["why"] for each in found["relaxed"] if (each["from"], each["to"]) == ("thresholds", "rpe")]
    assert len(notes) == feel
    assert all("Set a" in note for note in notes)
    texts = "\n".join(each["text"] for each in found["sessions"])
    assert ("RPE" in texts) >= feel


def test_what_gives_way_is_told_in_the_rules_numbers() -> None:
    """Two strength sessions have no room in minutes beside five runs of a beginner."""
    wished = spec(weeks=3, strength=True, availability=rooms(tue=60, wed=60, thu=60, fri=60, sat=60, sun=60))
    plan = make_plan(wished, engine="greedy")

    for each in answer(plan)["relaxed"]:
        assert list(each) == ["rule", "from", "to", "why"]
        assert "gave way in week" in each["why"]
    assert {each.wish.name for each in plan.given_up} >= set()
    assert total_load(plan.judged.sessions) > 0


@pytest.mark.parametrize(("day", "name"), [("2027-01-01", "blackouts")])
def test_no_plan_says_what_is_in_the_way_and_what_to_do(day: str, name: str) -> None:
    found = told(blackouts=[{"start": day, "end": "2027-12-31"}])

    assert [each["why"] for each in found["relaxed"]] == [
        "There is no plan because of blackouts: shorten the days off, or plan from the day after them."
    ]

    assert (found["status"], found["blocking"], found["sessions"]) == ("infeasible", [name], [])


def test_strength_that_has_no_room_is_told() -> None:
    found = told(weeks=4, strength=True, availability=rooms(tue=60, thu=60, sat=60, sun=120))

    assert [each["why"] for each in found["relaxed"] if each["from"] == "strength"] == [
        "Strength is planned where a week has room for 5 sessions beside a day of rest, and yours has room "
        "for 4: open another day, or allow two sessions on one."
    ]
    assert not [each for each in found["sessions"] if each["kind"] == "strength"]


def test_strength_that_is_planned_needs_no_word() -> None:
    found = told(weeks=4, strength=True)

    assert [each for each in found["sessions"] if each["kind"] == "strength"]
    assert not [each for each in found["relaxed"] if each["from"] == "strength"]
