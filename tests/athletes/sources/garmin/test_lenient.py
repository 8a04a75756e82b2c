"""One bad field costs that field and leaves a warning without its value; never the day."""

import pytest

from athletes.sources.garmin import mapping
from athletes.sources.records import ChannelState, DailyChannel, FieldWarning
from tests.athletes.sources.garmin.said import answer, the_day

GOOD = {"calendarDate": "2026-03-14", "restingHeartRate": 47, "minHeartRate": 40, "maxHeartRate": 160}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("52", "not a number"),
        (True, "not a number"),
        ({"value": 52}, "not a number"),
        ([52], "not a number"),
        (float("nan"), "not finite"),
        (float("-inf"), "not finite"),
        (10**400, "not finite"),
        (251, "out of range"),
        (19.9, "out of range"),
    ],
)
def test_an_odd_value_costs_its_field_only(value, problem):
    day = the_day(answer(mapping.HEART_RATE, GOOD | {"restingHeartRate": value}))

    assert (day.resting_hr_bpm, day.hr_min_bpm, day.hr_max_bpm) == (None, 40, 160)
    assert day.warnings == (FieldWarning("heart_rate", "restingHeartRate", problem),)
    assert day.channels[DailyChannel.HEART] is ChannelState.PARTIAL


def test_a_field_that_always_was_there_is_missed_with_a_warning():
    without = {name: value for name, value in GOOD.items() if name != "restingHeartRate"}
    day = the_day(answer(mapping.HEART_RATE, without))

    assert day.hr_min_bpm == 40
    assert day.warnings == (FieldWarning("heart_rate", "restingHeartRate", "missing"),)


def test_null_is_not_measured_and_needs_no_warning():
    day = the_day(answer(mapping.HEART_RATE, dict.fromkeys(GOOD) | {"calendarDate": "2026-03-14"}))

    assert (day.resting_hr_bpm, day.warnings) == (None, ())


def test_unknown_fields_are_ignored():
    assert the_day(answer(mapping.HEART_RATE, GOOD | {"new": {"deep": [1]}})).warnings == ()


def test_a_warning_names_the_way_to_a_nested_field():
    row = {
        "calendarDate": "2026-03-14",
        "movement": {"steps": {"value": "many", "distanceInMeters": 6000}},
        "heartRate": "fast",
        "stress": {"avgLevel": 101, "maxLevel": 90},
        "bodyBattery": None,
    }
    day = the_day(answer(mapping.DAILY_SUMMARIES, {"data": [row]}))

    assert (day.distance_m, day.stress_max) == (6000, 90)
    assert {(each.field, each.problem) for each in day.warnings} == {
        ("movement.steps.value", "not a number"),
        ("heartRate", "not an object"),
        ("stress.avgLevel", "out of range"),
    }


def test_no_warning_holds_a_value():
    row = GOOD | {"restingHeartRate": "secret-52", "minHeartRate": 7777}

    assert "secret" not in repr(the_day(answer(mapping.HEART_RATE, row)).warnings)
    assert "7777" not in repr(the_day(answer(mapping.HEART_RATE, row)).warnings)


def test_a_row_that_is_none_costs_only_itself():
    rows = [7, "x", None, [], {"calendarDate": "2026-03-14", "totalSteps": 5000}]
    parts = answer(mapping.STEPS_RANGE, rows)

    assert the_day(parts).steps == 5000
    assert parts.warnings == (FieldWarning("steps_range", "", "not an object"),)


def test_a_row_without_its_day_is_left_out_of_a_range_but_not_of_a_single_day():
    rows = [{"calendarDate": "someday", "totalSteps": 5000}]

    parts = answer(mapping.STEPS_RANGE, rows, days=2)
    assert parts.parts == ()
    assert parts.warnings == (FieldWarning("steps_range", "calendarDate", "not a day"),)
    assert the_day(answer(mapping.STEPS_RANGE, rows)).steps == 5000


@pytest.mark.parametrize("payload", [None, {}, [], ""])
@pytest.mark.parametrize("endpoint", [mapping.DAILY_SUMMARIES, mapping.SLEEP, mapping.HRV, mapping.WEIGHT])
def test_an_empty_answer_is_a_good_one_that_says_nothing(endpoint, payload):
    parts = answer(endpoint, payload)

    assert set(the_day(parts).channels) == parts.channels != set()
    assert set(the_day(parts).channels.values()) == {ChannelState.MISSING}
    assert the_day(parts).warnings == ()


@pytest.mark.parametrize(
    ("endpoint", "payload", "field", "problem"),
    [
        (mapping.DAILY_SUMMARIES, {"rows": []}, "data", "missing"),
        (mapping.DAILY_SUMMARIES, {"data": {"0": 1}}, "data", "not a list"),
        (mapping.DAILY_SUMMARIES, "hello", "", "not an object"),
        (mapping.HRV, {"summary": {}}, "hrvSummary", "missing"),
        (mapping.HRV_RANGE, 7, "", "not an object"),
        (mapping.SLEEP, "late", "", "not an object"),
        (mapping.STRESS_RANGE, {"a": 1}, "", "not a list"),
        (mapping.HEART_RATE, 3, "", "not an object"),
        ("horoscope", {"a": 1}, "", "not known"),
    ],
)
def test_an_answer_of_another_shape_says_nothing_of_its_channels(endpoint, payload, field, problem):
    parts = answer(endpoint, payload)

    assert the_day(parts).channels == {}
    assert the_day(parts).warnings == (FieldWarning(endpoint, field, problem),)
