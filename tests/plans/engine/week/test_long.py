"""The long session: how long, and on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plans.engine.answer import answer
from plans.engine.macro import season_of
from plans.engine.plan import Plan, make_plan
from plans.engine.rules import Judged
from plans.engine.rules.judged import endurance
from plans.engine.week import Situation, targets_of
from tests.plans.engine.wishes import race, rooms, spec


def long_min(**changes: Any) -> int:
    wanted = spec(**({"weeks": 8} | changes))
    season = season_of(wanted)
    return targets_of(Situation(Judged(wanted, season, ()), season.weeks[0])).long_min


def long_days(plan: Plan) -> list[int]:
    return [each.day.weekday() for each in plan.judged.sessions if each.kind == "long"]


def told(plan: Plan) -> list[str]:
    return [each["why"] for each in answer(plan)["relaxed"] if "long session" in each["why"]]


@pytest.mark.parametrize("today", ["2027-01-04", "2027-01-06", "2027-01-08", "2027-01-09"])
@pytest.mark.parametrize("weekly", [250, 120])
def test_a_plan_that_begins_mid_week_has_its_first_long_session_on_the_long_day(
    today: str, weekly: int
) -> None:
    found = make_plan(spec(today=today, weeks=3, athlete={"weekly_min_last6": [weekly] * 6}))

    first = next(each.day for each in found.judged.sessions if each.kind == "long")
    assert first == date(2027, 1, 10)
    assert set(long_days(found)) == {6}
    assert told(found) == []


@pytest.mark.parametrize("sport", ["running", "cycling", "swimming"])
@pytest.mark.parametrize("sessions", [2, 3, 5])
def test_hardly_anything_is_longer_than_the_long_session(sport: str, sessions: int) -> None:
    known = {"ftp_w": 250, "threshold_pace_s_per_km": 255, "css_s_per_100m": 96}
    found = make_plan(
        spec(sport=sport, weeks=4, athlete={"sessions_per_week": sessions, "thresholds": known})
    )

    for week in found.judged.season.weeks:
        trained = endurance(found.judged.of(week))
        long = max(each.minutes for each in trained if each.kind == "long")
        assert max(each.minutes for each in trained) <= long + 20


def test_few_runs_leave_the_long_one_a_larger_part() -> None:
    """Of about 200 minutes: 0.34 of four runs, 0.42 of three."""
    room = rooms(tue=90, wed=90, thu=90, sat=90, sun=150)
    history = {"weekly_min_last6": [175] * 6, "longest_30d_min": 90}

    assert long_min(availability=room, athlete=history | {"sessions_per_week": 4}) == 68
    assert long_min(availability=room, athlete=history | {"sessions_per_week": 3}) == 84


@pytest.mark.parametrize(
    ("sport", "room", "most"), [("swimming", 240, 120), ("swimming", 100, 100), ("cycling", 240, 220)]
)
def test_it_is_no_longer_than_the_catalogue_the_day_and_a_tenth_more_allow(
    sport: str, room: int, most: int
) -> None:
    wide = {"fitness": 70.0, "weekly_min_last6": [480] * 6, "longest_30d_min": 200, "sessions_per_week": 3}

    assert long_min(sport=sport, availability=rooms(fri=room, sun=room), athlete=wide) == most


def test_too_little_room_on_the_long_day_is_told_with_the_weeks() -> None:
    found = make_plan(
        spec(weeks=2, availability=rooms(tue=60, thu=60, sat=120, sun=60), athlete={"sessions_per_week": 3})
    )

    assert set(long_days(found)) == {5}
    assert told(found) == [
        "There is too little room on sun: the long session is done on another day in weeks 1, 2."
    ]


NOTHING = {"fitness": 0.0, "fatigue": 0.0, "longest_30d_min": 0, "weekly_min_last6": []}
FIRST_MARATHON: dict[str, Any] = {
    "athlete": NOTHING | {"sessions_per_week": 0, "experience": "novice", "thresholds": {}},
    "availability": rooms(tue=60, thu=60, sat=60, sun=180),
    "races": [race("2027-06-20")],
}


def longest(plan: Plan) -> list[dict[str, Any]]:
    return [each for each in answer(plan)["relaxed"] if "longest run" in each["why"]]


@pytest.mark.parametrize(("day", "least"), [("2027-04-25", 65), ("2027-06-20", 105)])
def test_a_first_marathon_builds_its_long_run_by_a_tenth_at_a_time(day: str, least: int) -> None:
    """From half an hour, to the minute: by fives a tenth of an hour would be none."""
    found = make_plan(spec(**FIRST_MARATHON | {"races": [race(day)]}), engine="greedy")

    assert max(each.minutes for each in found.judged.sessions) >= least


def test_what_sixteen_weeks_do_not_lead_to_is_told() -> None:
    found = make_plan(spec(**FIRST_MARATHON | {"races": [race("2027-04-25")]}), engine="greedy")

    (told,) = longest(found)
    assert (told["from"], told["to"]) == (150, max(each.minutes for each in found.judged.sessions))
    assert "a tenth longer than the longest of the 30 days before it" in told["why"]


def test_with_little_behind_them_marathoners_do_one_hard_session_a_week() -> None:
    found = make_plan(spec(**FIRST_MARATHON), engine="greedy").judged

    assert max(sum(each.hard for each in found.of(week)) for week in found.season.weeks) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"availability": rooms(tue=60, wed=75, thu=60, fri=60, sun=100)}, "no day has room for more"),
        ({"weekly_cap_min": 200}, "the weeks hold no more"),
    ],
)
def test_a_long_run_that_stays_short_is_told_with_its_reason(changes: dict[str, Any], why: str) -> None:
    found = make_plan(spec(races=[race("2027-05-02")], **changes), engine="greedy")

    (told,) = longest(found)
    assert why in told["why"]


def test_a_long_run_of_two_hours_needs_no_word() -> None:
    athlete = {"weekly_min_last6": [330] * 6, "longest_30d_min": 110, "fitness": 50.0}
    room = rooms(tue=90, wed=90, thu=90, sat=90, sun=180)

    assert longest(make_plan(spec(athlete=athlete, availability=room, races=[race("2027-05-02")]))) == []
