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
