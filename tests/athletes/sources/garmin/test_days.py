"""Several answers make one day, newest first, with the state of each channel."""

from datetime import date, timedelta

from athletes.sources.garmin import mapping
from athletes.sources.garmin.days import failed
from athletes.sources.records import ChannelState, DailyChannel, RecordedDay
from tests.athletes.sources.garmin.said import DAY, answer, merged, the_day

RESTED = {"calendarDate": "2026-03-14", "restingHeartRate": 47, "minHeartRate": 40}
WALKED = {"calendarDate": "2026-03-14", "totalSteps": 5000}


def test_days_come_newest_first_and_each_of_them():
    found = merged(answer(mapping.STEPS_RANGE, [WALKED], days=3), days=3)

    assert [each.date for each in found] == [date(2026, 3, 14), date(2026, 3, 13), date(2026, 3, 12)]
    assert [each.steps for each in found if isinstance(each, RecordedDay)] == [5000, None, None]


def test_of_two_answers_the_earlier_one_is_believed_and_nothing_overwrites_a_value():
    first = answer(mapping.HEART_RATE, RESTED)
    second = answer(
        mapping.HEART_RATE, RESTED | {"restingHeartRate": 55, "minHeartRate": None, "maxHeartRate": 150}
    )
    day = the_day(first, second)

    assert (day.resting_hr_bpm, day.hr_min_bpm, day.hr_max_bpm) == (47, 40, 150)


def test_a_channel_that_failed_is_not_missing_but_unknown():
    day = the_day(
        answer(mapping.HEART_RATE, RESTED),
        failed(mapping.WEIGHT, DAY, DAY + timedelta(days=1), "not offered"),
        answer(mapping.HRV, None),
    )

    assert day.channels == {DailyChannel.HEART: ChannelState.PRESENT, DailyChannel.HRV: ChannelState.MISSING}
    assert [(each.endpoint, each.problem) for each in day.warnings] == [("weight", "not offered")]


def test_a_warning_of_a_whole_answer_is_told_once():
    found = merged(
        failed(mapping.WEIGHT, DAY - timedelta(days=2), DAY + timedelta(days=1), "refused"), days=3
    )

    assert [len(each.warnings) for each in found if isinstance(each, RecordedDay)] == [1, 0, 0]


def test_today_is_not_over_but_its_night_is():
    night = {"calendarDate": "2026-03-14", "sleepTimeSeconds": 27_000, "lightSleepSeconds": 9_000}
    parts = (
        answer(mapping.HEART_RATE, RESTED),
        answer(mapping.STEPS_RANGE, [WALKED]),
        answer(mapping.SLEEP, night),
    )

    states = the_day(*parts, today=DAY).channels
    assert states[DailyChannel.HEART] is ChannelState.PARTIAL
    assert states[DailyChannel.STEPS] is ChannelState.PARTIAL
    assert states[DailyChannel.SLEEP] is ChannelState.PRESENT
    assert the_day(*parts, today=DAY + timedelta(days=1)).channels[DailyChannel.STEPS] is ChannelState.PRESENT


def test_a_nap_alone_or_a_night_without_stages_is_part_of_sleep():
    nap = {"calendarDate": "2026-03-14", "napTimeSeconds": 1_800}
    typed_in = {"calendarDate": "2026-03-14", "sleepTimeSeconds": 27_000}

    for night in (nap, typed_in):
        day = the_day(answer(mapping.SLEEP, night))
        assert day.channels == {DailyChannel.SLEEP: ChannelState.PARTIAL}


def test_what_an_answer_gives_beside_its_channel_counts_too():
    night = {"calendarDate": "2026-03-14", "averageRespirationValue": 13}

    assert the_day(answer(mapping.SLEEP, night)).channels == {
        DailyChannel.SLEEP: ChannelState.MISSING,
        DailyChannel.RESPIRATION: ChannelState.PRESENT,
    }
