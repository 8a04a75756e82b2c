"""Daily values: equal to the account's truth, few requests, and no endpoint costs another."""

from dataclasses import fields
from datetime import timedelta

import pytest

from athletes.errors import GarminConnectionError, GarminRateLimitError
from athletes.sources.garmin import mapping
from athletes.sources.garmin.days import merge_days
from athletes.sources.garmin.mapping import map_answer
from athletes.sources.records import ChannelState, DailyChannel, EstimateKind, RecordedDay, RecordedEstimate
from tests.athletes.sources.garmin_key.conftest import TODAY

ONE = timedelta(days=1)
ASKED_BY_RANGE = {
    DailyChannel.HEART,
    DailyChannel.HRV,
    DailyChannel.SLEEP,
    DailyChannel.STRESS,
    DailyChannel.BODY_BATTERY,
    DailyChannel.RESPIRATION,
    DailyChannel.SPO2,
    DailyChannel.STEPS,
    DailyChannel.WEIGHT,
}


def recorded(source, days, *, detailed=False):
    found = source.days(TODAY + ONE - timedelta(days=days), TODAY + ONE, detailed=detailed)
    return [each for each in found if isinstance(each, RecordedDay)]


def differences(garmin, days):
    """(day, field) where a day is not what the account has."""
    names = [each.name for each in fields(RecordedDay) if hasattr(garmin.person.truth(TODAY), each.name)]
    return [
        (day.date, name)
        for day in days
        for name in names
        if getattr(day, name) != getattr(garmin.person.truth(day.date), name)
    ]


def test_a_year_is_equal_to_the_account_and_takes_few_requests(garmin, source, line):
    days = recorded(source, 365)

    assert [each.date for each in days] == [TODAY - timedelta(days=n) for n in range(365)]
    assert differences(garmin, days) == []
    assert [each.warnings for each in days if each.warnings] == []
    assert line.requests <= 60


def test_a_year_in_the_windows_of_a_backfill_takes_few_requests(source, line):
    end = TODAY + ONE
    for _ in range(14):
        list(source.days(end - timedelta(days=source.window_days), end, detailed=False))
        end -= timedelta(days=source.window_days)

    assert line.requests <= 60


def test_every_channel_of_a_range_has_its_state(source):
    for day in recorded(source, 28)[1:]:
        assert set(day.channels) == ASKED_BY_RANGE
        if day.steps is None and day.sleep_s is None and day.weight_kg is None:
            assert set(day.channels.values()) == {ChannelState.MISSING}


def test_today_is_partial_and_days_after_it_are_not_asked_for(garmin, source):
    found = [each for each in source.days(TODAY, TODAY + timedelta(days=5), detailed=False)]

    assert [each.date for each in found] == [TODAY]
    assert found[0].channels[DailyChannel.HEART] is ChannelState.PARTIAL
    assert list(source.days(TODAY + ONE, TODAY + timedelta(days=5), detailed=True)) == []


def test_details_fill_what_the_range_left_empty(garmin, source):
    day = TODAY - timedelta(days=2)
    truth = garmin.person.truth(day)

    def without_heart(body):
        for row in body["data"]:
            if row["calendarDate"] == day.isoformat():
                row["heartRate"] = None
        return body

    garmin.personal.script.change("dailysummaries", without_heart)
    assert recorded(source, 7)[2].resting_hr_bpm is None
    assert recorded(source, 7, detailed=True)[2].resting_hr_bpm == truth.resting_hr_bpm


def test_details_cost_a_few_requests_of_the_last_days_only(garmin, source, line):
    recorded(source, 8, detailed=True)
    assert line.requests <= 1 + 4 + 4

    before = line.requests
    end = TODAY - timedelta(days=60)
    list(source.days(end - timedelta(days=28), end, detailed=True))
    assert line.requests == before + 4


def test_a_channel_that_no_day_has_is_asked_for_once(garmin, source):
    def without_oxygen(body):
        return {"data": [row | {"pulseOx": None} for row in body["data"]]}

    def nights_without_oxygen(body):
        return [row | {"averageSpO2Value": None, "lowestSpO2Value": None} for row in body]

    garmin.personal.script.change("dailysummaries", without_oxygen)
    garmin.personal.script.change("dailySleepSummariesByDate", nights_without_oxygen)
    recorded(source, 28, detailed=True)

    assert len(garmin.personal.traffic.seen("spo2acclimation")) == 1


def test_fitness_age_is_an_estimate_of_the_newest_day(garmin, source):
    found = source.days(TODAY - timedelta(days=6), TODAY + ONE, detailed=True)
    estimates = [each for each in found if isinstance(each, RecordedEstimate)]

    age = garmin.person.truth(TODAY).fitness_age
    assert estimates == [
        RecordedEstimate(TODAY, EstimateKind.FITNESS_AGE, age, source="garmin_key", ai_allowed=True)
    ]


def test_a_range_that_is_refused_is_halved_once(garmin, source):
    garmin.personal.script.add("dailysummaries", status=400, body={}, times=1)
    days = recorded(source, 28)

    assert differences(garmin, days) == []
    assert len(garmin.personal.traffic.seen("dailysummaries")) == 3


def test_halves_that_are_refused_too_cost_their_channels_only(garmin, source):
    garmin.personal.script.add("dailysummaries", status=400, body={}, times=None)
    days = recorded(source, 28)

    assert len(garmin.personal.traffic.seen("dailysummaries")) == 3
    assert {DailyChannel.HRV, DailyChannel.SLEEP, DailyChannel.WEIGHT} <= set(days[1].channels)
    assert DailyChannel.STEPS not in days[1].channels
    assert [(each.endpoint, each.problem) for day in days for each in day.warnings] == [
        ("daily_summaries", "refused"),
        ("daily_summaries", "refused"),
    ]


def test_what_is_not_offered_costs_its_channel_only_and_is_not_asked_for_again(garmin, source):
    garmin.personal.script.add("weight-service", status=404, body={}, times=None)
    days = recorded(source, 60)

    assert all(DailyChannel.WEIGHT not in each.channels for each in days)
    assert all(each.channels[DailyChannel.STEPS] for each in days)
    assert days[0].warnings[0].problem == "not offered"
    assert len(garmin.personal.traffic.seen("weight-service")) == 1


def test_an_answer_of_another_shape_costs_its_channels_only(garmin, source):
    garmin.personal.script.add("hrv-service", status=200, body={"surprise": 1})
    day = recorded(source, 3)[1]

    assert DailyChannel.HRV not in day.channels
    assert day.steps == garmin.person.truth(day.date).steps


def test_an_empty_answer_is_missing_and_not_kept(garmin, source, kept):
    garmin.personal.script.add("hrv-service", status=204)
    day = recorded(source, 3)[1]

    assert day.channels[DailyChannel.HRV] is ChannelState.MISSING
    assert [each.endpoint for each in kept] == ["daily_summaries", "sleep_range", "weight"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"status": 429}, GarminRateLimitError), ({"status": 500, "times": None}, GarminConnectionError)],
)
def test_what_concerns_the_connection_stops(garmin, source, fault, error):
    garmin.personal.script.add("dailySleepSummariesByDate", **fault)

    with pytest.raises(error):
        recorded(source, 7)


def test_kept_answers_read_again_make_the_same_days(garmin, source, kept):
    start, end = TODAY - timedelta(days=27), TODAY + ONE
    days = list(source.days(start, end, detailed=True))
    order = (mapping.DAILY_SUMMARIES, mapping.SLEEP_RANGE, mapping.HRV_RANGE, mapping.WEIGHT)
    again = sorted(kept, key=lambda each: order.index(each.endpoint) if each.endpoint in order else 9)
    parts = [map_answer(each.endpoint, each.content, start=each.start, end=each.end) for each in again]

    assert {each.source for each in kept} == {"garmin_key"}
    assert list(merge_days(parts, start=start, end=end, today=TODAY, source="garmin_key")) == days
