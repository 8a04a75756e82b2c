from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from athletes.sources.records import Sport
from plans.engine.spec import DayRoom, Interval, parse
from plans.errors import PlanSpecError
from tests.plans.engine.wishes import race, rooms, wish


def code(**changes: Any) -> str:
    with pytest.raises(PlanSpecError) as caught:
        parse(wish(**changes))
    return caught.value.code


def test_a_specification_is_read() -> None:
    spec = parse(wish(races=[race("2027-05-01", "B", 10_000), race("2027-04-25", goal_s=12_600)]))

    assert spec.sport is Sport.RUNNING
    assert spec.room[0] == DayRoom()
    assert spec.room[2] == DayRoom(75, 1)
    assert spec.long_day == 6
    assert [each.date for each in spec.races] == [date(2027, 4, 25), date(2027, 5, 1)]
    assert [each.priority for each in spec.goals] == ["A"]
    assert spec.athlete.thresholds.lthr_bpm == 168


def test_what_is_missing_has_a_default() -> None:
    values = {"today": "2027-01-04", "sport": "cycling", "athlete": {"fitness": 30}}
    spec = parse(values | {"availability": {"sat": {"minutes": 120}}})

    assert spec.athlete.fatigue == 30
    assert spec.athlete.thresholds.ftp_w is None
    assert spec.room[5] == DayRoom(120, 1)
    assert spec.ramp_max == 5.0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"today": "tomorrow"}, "DATE_INVALID"),
        ({"today": "9999-12-30"}, "DATE_INVALID"),
        ({"today": None}, "DATE_INVALID"),
        ({"sport": "chess"}, "SPEC_INVALID"),
        ({"long_day": ""}, "SPEC_INVALID"),
        ({"weeks": 104}, "SPEC_INVALID"),
        ({"races": False}, "SPEC_INVALID"),
        ({"blackouts": [{"start": "2027-02-02"}] * 201}, "SPEC_INVALID"),
        ({"blackout": []}, "SPEC_INVALID"),
        ({"athlete": {"fitness": "high"}}, "SPEC_INVALID"),
        ({"athlete": {"fitness": float("nan")}}, "SPEC_INVALID"),
        ({"athlete": {"fitness": True}}, "SPEC_INVALID"),
        ({"athlete": {"weekly_min_last6": [1] * 7}}, "SPEC_INVALID"),
        ({"availability": {"someday": {"minutes": 60}}}, "SPEC_INVALID"),
        ({"weeks": 0}, "SPEC_INVALID"),
        ({"strength": "yes"}, "SPEC_INVALID"),
        ({"races": "marathon"}, "SPEC_INVALID"),
        ({"races": [race("2027-01-03")]}, "RACE_IN_PAST"),
        ({"races": [race("2027-01-04")]}, "RACE_IN_PAST"),
        ({"races": [race("2028-03-01")]}, "RACE_TOO_FAR"),
        ({"races": [race("2027-04-11"), race("2027-04-11", "C")]}, "RACES_OVERLAP"),
        ({"races": [race("2027-04-11"), race("2027-04-25")]}, "RACES_TOO_CLOSE"),
        ({"availability": rooms(mon=0)}, "NO_AVAILABLE_DAY"),
        ({"availability": {}}, "NO_AVAILABLE_DAY"),
        ({"availability": rooms(0, mon=60)}, "CAPS_CONTRADICTORY"),
        ({"availability": rooms(mon=15)}, "CAPS_CONTRADICTORY"),
        ({"weekly_cap_min": 10}, "CAPS_CONTRADICTORY"),
        ({"blackouts": [{"start": "2027-02-02", "end": "2027-02-02"}]}, "INTERVAL_INVALID"),
        ({"illness": [{"start": "2027-02-02", "end": "2027-02-01", "kind": "injury"}]}, "INTERVAL_INVALID"),
    ],
)
def test_what_is_wrong_has_a_name(changes: dict[str, Any], expected: str) -> None:
    assert code(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"sprot": "running"}, "sprot"),
        ({"athlete": {"fitnes": 40}}, "athlete.fitnes"),
        ({"athlete": {"thresholds": {"ftp": 250}}}, "athlete.thresholds.ftp"),
        ({"availability": {"someday": {"minutes": 60}}}, "availability.someday"),
        ({"availability": {"mon": {"minute": 60}}}, "availability.mon.minute"),
        ({"blackouts": [{"start": "2027-02-02", "until": None}]}, "blackouts[0].until"),
        ({"illness": [{"start": "2027-02-02", "reason": "flu"}]}, "illness[0].reason"),
        ({"races": [race("2027-04-11"), race("2027-05-16", prio="B")]}, "races[1].prio"),
        ({"athlete": {"age": 38.5}}, "athlete.age"),
        ({"athlete": {"longest_30d_min": 75.5}}, "athlete.longest_30d_min"),
        ({"athlete": {"weekly_min_last6": [240, 240.5]}}, "athlete.weekly_min_last6[1]"),
        ({"availability": {"mon": {"minutes": 60.9}}}, "availability.mon.minutes"),
        ({"weekly_cap_min": 90.5}, "weekly_cap_min"),
        ({"weeks": 4.5}, "weeks"),
        ({"races": [race("2027-13-11")]}, "races[0].date"),
        ({"races": [race("2027-04-11", distance_m=-5)]}, "races[0].distance_m"),
    ],
)
def test_what_is_wrong_is_told_by_where_it_stands(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(PlanSpecError) as caught:
        parse(wish(**changes))

    assert f"`{path}`" in caught.value.message


def test_a_name_that_somebody_made_up_is_quoted_on_one_short_line() -> None:
    with pytest.raises(PlanSpecError) as caught:
        parse(wish(**{"\x1b[31m\r\n" + "x" * 1_000: 1}))

    assert caught.value.message.startswith("`\\x1b[31m\\r\\nxxx")
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 300


def test_minutes_may_be_written_with_a_point() -> None:
    spec = parse(wish(weekly_cap_min=240.0, availability={"mon": {"minutes": 90.0, "sessions": 1.0}}))

    assert (spec.weekly_cap_min, spec.room[0]) == (240, DayRoom(90, 1))


def test_what_is_unknown_is_null() -> None:
    unknown = dict.fromkeys(
        ("age", "experience", "fatigue", "longest_30d_min", "sessions_per_week", "thresholds")
    )
    spec = parse(
        wish(
            athlete=unknown | {"fitness": None, "weekly_min_last6": [None, 140, 280]},
            availability={"mon": None, "sun": {"minutes": 60, "sessions": None}},
            races=[race("2027-04-25", goal_s=None, name=None)],
            **dict.fromkeys(("long_day", "weekly_cap_min", "weeks", "strength", "ramp_max")),
            **dict.fromkeys(("blackouts", "illness")),
        )
    )

    assert spec.athlete.weekly_min_last6 == (140, 280)
    assert (spec.athlete.fitness, spec.athlete.fatigue) == (27.0, 27.0)
    assert spec.room[6] == DayRoom(60, 1)


def test_a_blackout_without_an_end_lasts_a_week_from_its_start() -> None:
    spec = parse(wish(blackouts=[{"start": "2027-02-02", "end": None, "reason": None}]))

    assert spec.blackouts == (Interval(date(2027, 2, 2), date(2027, 2, 9), "blackout"),)


def test_goals_more_than_a_fortnight_apart_are_fine() -> None:
    assert len(parse(wish(races=[race("2027-04-11"), race("2027-04-26")])).goals) == 2


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(PlanSpecError, match="SPEC_INVALID"):
        parse([])


def test_an_open_illness_lasts_a_week_and_at_least_today() -> None:
    young = parse(wish(illness=[{"start": "2027-01-03", "end": None, "kind": "illness"}]))
    old = parse(wish(illness=[{"start": "2026-12-01", "end": None, "kind": "injury"}]))

    assert young.illness == (Interval(date(2027, 1, 3), date(2027, 1, 10), "illness"),)
    assert old.illness[0].end == date(2027, 1, 5)


def test_closed_days_and_race_days_have_no_room() -> None:
    closed = [{"start": "2027-02-02", "end": "2027-02-04"}]
    spec = parse(wish(blackouts=closed, races=[race("2027-04-25", "C")]))

    assert spec.room_on(date(2027, 2, 2)) == DayRoom()
    assert spec.room_on(date(2027, 2, 4)) == DayRoom(60, 1)
    assert spec.room_on(date(2027, 4, 25)) == DayRoom()


@pytest.mark.parametrize(
    ("athlete", "ramp"),
    [
        ({}, 4.0),
        ({"experience": "advanced"}, 5.0),
        ({"experience": "advanced", "age": 50}, 3.0),
        ({"experience": "advanced", "fitness": 19.9}, 3.0),
        ({"experience": "advanced", "weekly_min_last6": [0, 0, 0, 90, 90, 90]}, 3.0),
        ({"experience": "novice"}, 3.0),
    ],
)
def test_how_steep_the_ramp_is(athlete: dict[str, Any], ramp: float) -> None:
    assert parse(wish(athlete=athlete)).ramp == ramp
    assert parse(wish(athlete=athlete, ramp_max=2.0)).ramp == 2.0
