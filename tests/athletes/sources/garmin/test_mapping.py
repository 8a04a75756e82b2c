"""Each answer becomes the values it holds; what it does not hold stays unknown."""

from datetime import UTC, datetime

import pytest

from athletes.sources.garmin import mapping
from athletes.sources.records import ChannelState, DailyChannel, EstimateKind, FieldWarning, RecordedEstimate
from tests.athletes.sources.garmin.said import DAY, answer, merged, the_day

SUMMARY = {
    "calendarDate": "2026-03-14",
    "includesWellnessData": True,
    "movement": {"steps": {"value": 9000, "distanceInMeters": 7200}, "floorsAscended": 12.5},
    "calories": {"burnedResting": 1700, "burnedActive": 600},
    "heartRate": {"minValue": 44, "maxValue": 171, "restingValue": 47},
    "intensityMinutes": {"moderate": 10, "vigorous": 50},
    "stress": {"avgLevel": 24, "maxLevel": 90},
    "bodyBattery": {"minValue": 20, "maxValue": 95, "chargedValue": 70, "drainedValue": 60},
    "respiration": {"avgValue": 14.5},
    "pulseOx": {"avgValue": 95, "minValue": 87},
    "somethingNew": [1, {"of": "it"}],
}
NIGHT = {
    "calendarDate": "2026-03-14",
    "sleepTimeSeconds": 27_000,
    "napTimeSeconds": 0,
    "deepSleepSeconds": 5_000,
    "lightSleepSeconds": 15_000,
    "remSleepSeconds": 7_000,
    "awakeSleepSeconds": 600,
    "sleepStartTimestampGMT": 1_773_435_600_000,
    "sleepEndTimestampGMT": 1_773_463_200_000,
    "sleepStartTimestampLocal": 1_773_439_200_000,
    "sleepEndTimestampLocal": 1_773_466_800_000,
    "averageRespirationValue": 13.0,
    "averageSpO2Value": 94.0,
    "lowestSpO2Value": 88,
    "sleepScores": {"overall": {"value": 81, "qualifierKey": "GOOD"}},
}


def test_a_daily_summary_gives_every_value_it_has():
    day = the_day(answer(mapping.DAILY_SUMMARIES, {"data": [SUMMARY]}))

    assert (day.steps, day.distance_m, day.floors) == (9000, 7200, 12.5)
    assert (day.resting_kcal, day.active_kcal) == (1700, 600)
    assert (day.hr_min_bpm, day.hr_max_bpm, day.resting_hr_bpm) == (44, 171, 47)
    assert (day.moderate_min, day.vigorous_min) == (10, 50)
    assert (day.stress, day.stress_max) == (24, 90)
    assert (day.body_battery_low, day.body_battery_high) == (20, 95)
    assert (day.body_battery_charged, day.body_battery_drained) == (70, 60)
    assert (day.respiration_waking_rpm, day.respiration_rpm) == (14.5, None)
    assert (day.spo2_pct, day.spo2_low_pct) == (95, 87)
    assert (day.source, day.warnings) == ("garmin_key", ())


def test_floors_come_bare_or_beside_their_goal():
    movement = SUMMARY["movement"] | {"floorsAscended": {"goal": 10, "value": 3.0}}
    assert the_day(answer(mapping.DAILY_SUMMARIES, {"data": [SUMMARY | {"movement": movement}]})).floors == 3

    movement = SUMMARY["movement"] | {"floorsAscended": {"goal": 10, "value": None}}
    day = the_day(answer(mapping.DAILY_SUMMARIES, {"data": [SUMMARY | {"movement": movement}]}))
    assert (day.floors, day.warnings) == (None, ())


def test_a_zero_without_wellness_data_was_not_measured():
    row = {"calendarDate": "2026-03-14", "includesWellnessData": False, "totalSteps": 0}
    day = the_day(answer(mapping.DAILY_SUMMARY, row | {"restingHeartRate": None, "averageStressLevel": -1}))

    assert (day.steps, day.stress) == (None, None)
    assert set(day.channels.values()) == {ChannelState.MISSING}


def test_the_flat_summary_gives_the_same():
    day = the_day(
        answer(
            mapping.DAILY_SUMMARY,
            {
                "calendarDate": "2026-03-14",
                "totalSteps": 9000,
                "restingHeartRate": 47,
                "averageStressLevel": 24,
                "bodyBatteryHighestValue": 95,
                "bodyBatteryLowestValue": 20,
                "averageSpo2": 95,
                "lowestSpo2": 87,
                "avgWakingRespirationValue": 14,
            },
        )
    )

    assert (day.steps, day.resting_hr_bpm, day.stress, day.spo2_pct) == (9000, 47, 24, 95)
    assert day.channels[DailyChannel.BODY_BATTERY] is ChannelState.PRESENT
    assert day.channels[DailyChannel.RESPIRATION] is ChannelState.PARTIAL


@pytest.mark.parametrize("payload", [NIGHT, [NIGHT], {"dailySleepDTO": NIGHT, "sleepMovement": []}])
def test_a_night_is_read_bare_and_wrapped(payload):
    day = the_day(answer(mapping.SLEEP, payload))

    assert (day.sleep_s, day.deep_sleep_s, day.light_sleep_s) == (27_000, 5_000, 15_000)
    assert (day.rem_sleep_s, day.awake_s, day.nap_s, day.sleep_score) == (7_000, 600, 0, 81)
    assert (day.respiration_rpm, day.spo2_pct, day.spo2_low_pct) == (13, 94, 88)
    assert day.sleep_start == datetime(2026, 3, 13, 21, 0, tzinfo=UTC)
    assert day.sleep_end == datetime(2026, 3, 14, 4, 40, tzinfo=UTC)


def test_a_night_says_its_times_in_either_form():
    times = {
        "sleepStartTimestampGMT": "2026-03-13T21:00:00.0",
        "sleepEndTimestampGMT": "2026-03-14T04:40:00.0",
        "sleepEndTimestampLocal": "2026-03-14T05:40:00.0",
    }
    day = the_day(answer(mapping.SLEEP_RANGE, [NIGHT | times]))

    assert day.sleep_start == datetime(2026, 3, 13, 21, 0, tzinfo=UTC)
    assert day.sleep_end == datetime(2026, 3, 14, 4, 40, tzinfo=UTC)


def test_the_night_belongs_to_the_day_it_ends_on():
    fallen_asleep = NIGHT | {"calendarDate": "2026-03-13"}
    parts = answer(mapping.SLEEP_RANGE, [fallen_asleep], days=2)

    assert [part.date for part in parts.parts] == [DAY]


def test_a_broken_end_does_not_move_the_night_far():
    parts = answer(mapping.SLEEP_RANGE, [NIGHT | {"sleepEndTimestampLocal": 1_600_000_000_000}])

    assert [part.date for part in parts.parts] == [DAY]


def test_a_night_without_sleep_has_no_stages_and_one_that_ends_first_no_times():
    nobody = NIGHT | {"sleepTimeSeconds": 0, "sleepEndTimestampGMT": 1_773_435_000_000}
    day = the_day(answer(mapping.SLEEP, nobody))

    assert (day.sleep_s, day.awake_s, day.sleep_start, day.sleep_end) == (None, None, None, None)


def test_a_placeholder_of_a_night_is_no_night():
    empty = {"dailySleepDTO": {"calendarDate": "2026-03-14", "sleepTimeSeconds": None, "retro": False}}

    assert the_day(answer(mapping.SLEEP, empty)).channels == {DailyChannel.SLEEP: ChannelState.MISSING}
    assert the_day(answer(mapping.SLEEP, {"dailySleepDTO": None})).warnings == ()


def test_hrv_is_last_nights_mean():
    row = {"calendarDate": "2026-03-14", "weeklyAvg": 50, "lastNightAvg": 61, "lastNight5MinHigh": 88}

    for endpoint, payload in (
        (mapping.HRV_RANGE, {"hrvSummaries": [row]}),
        (mapping.HRV, {"hrvSummary": row}),
    ):
        day = the_day(answer(endpoint, payload))
        assert (day.hrv_rmssd_ms, day.hrv_high_ms) == (61, 88)
        assert day.channels == {DailyChannel.HRV: ChannelState.PRESENT}


def test_negative_stress_is_not_enough_data():
    rows = [{"calendarDate": "2026-03-14", "values": {"overallStressLevel": -1}}]
    day = the_day(answer(mapping.STRESS_RANGE, rows))

    assert (day.stress, day.warnings) == (None, ())
    assert day.channels == {DailyChannel.STRESS: ChannelState.MISSING}


def test_steps_and_heart_rate_of_a_day():
    steps = [{"calendarDate": "2026-03-14", "totalSteps": 8000, "totalDistance": 6100, "stepGoal": 9000}]
    assert the_day(answer(mapping.STEPS_RANGE, steps)).steps == 8000

    heart = {"calendarDate": "2026-03-14", "restingHeartRate": 46, "minHeartRate": 41, "maxHeartRate": 0}
    day = the_day(answer(mapping.HEART_RATE, heart))
    assert (day.resting_hr_bpm, day.hr_min_bpm, day.hr_max_bpm, day.warnings) == (46, 41, None, ())


@pytest.mark.parametrize("swapped", [False, True])
def test_body_battery_columns_are_found_by_their_key(swapped):
    keys = ["bodyBatteryLevel", "timestamp"] if swapped else ["timestamp", "bodyBatteryLevel"]
    rows = [[1_773_435_600_000, 91], [1_773_439_200_000, None], [1_773_442_800_000, 34]]
    report = {
        "date": "2026-03-14",
        "charged": 60,
        "drained": 57,
        "bodyBatteryValuesArray": [row[::-1] for row in rows] if swapped else rows,
        "bodyBatteryValueDescriptorDTOList": [
            {"bodyBatteryValueDescriptorIndex": index, "bodyBatteryValueDescriptorKey": key}
            for index, key in enumerate(keys)
        ],
    }
    day = the_day(answer(mapping.BODY_BATTERY, [report]))

    assert (day.body_battery_high, day.body_battery_low) == (91, 34)
    assert (day.body_battery_charged, day.body_battery_drained) == (60, 57)


@pytest.mark.parametrize(("written", "kg"), [(59_720.0, 59.72), (59.72, 59.72), (400, 400), (20_000, 20)])
def test_weight_is_grams_or_kilograms_by_its_magnitude(written, kg):
    payload = {"dailyWeightSummaries": [{"summaryDate": "2026-03-14", "latestWeight": {"weight": written}}]}

    assert the_day(answer(mapping.WEIGHT, payload)).weight_kg == kg


@pytest.mark.parametrize("written", [401, 999, 1_000, 5_000, 400_001, 0, -70])
def test_a_weight_that_nobody_has_is_refused(written):
    payload = {"dailyWeightSummaries": [{"summaryDate": "2026-03-14", "latestWeight": {"weight": written}}]}
    day = the_day(answer(mapping.WEIGHT, payload))

    assert day.weight_kg is None
    assert day.warnings == (FieldWarning("weight", "latestWeight.weight", "out of range"),)


def test_the_latest_weighing_counts_and_body_fat_of_whichever_measured_it():
    by_hand = {"calendarDate": "2026-03-14", "weight": 59_500.0, "bodyFat": None}
    on_scale = {"calendarDate": "2026-03-14", "weight": 59_130.0, "bodyFat": 20.3}
    payload = {
        "dailyWeightSummaries": [
            {"summaryDate": "2026-03-14", "latestWeight": by_hand, "allWeightMetrics": [by_hand, on_scale]}
        ]
    }
    assert_weighs = the_day(answer(mapping.WEIGHT, payload))
    assert (assert_weighs.weight_kg, assert_weighs.body_fat_pct) == (59.5, 20.3)

    listed = {"dateWeightList": [by_hand, on_scale]}
    assert the_day(answer(mapping.WEIGHT, listed)).weight_kg == 59.5


def test_oxygen_and_fitness_age_are_of_the_day_that_was_asked_for():
    oxygen = answer(mapping.SPO2, {"averageSpO2": 96.0, "lowestSpO2": 85})
    age = answer(mapping.FITNESS_AGE, {"fitnessAge": 31.4, "chronologicalAge": 40})
    day, estimate = merged(oxygen, age)

    assert (day.spo2_pct, day.spo2_low_pct) == (96, 85)
    assert estimate == RecordedEstimate(DAY, EstimateKind.FITNESS_AGE, 31.4, source="garmin_key")


def test_a_row_of_another_day_is_left_out():
    rows = [SUMMARY, SUMMARY | {"calendarDate": "2026-03-20"}]

    assert [part.date for part in answer(mapping.DAILY_SUMMARIES, {"data": rows}).parts] == [DAY]
