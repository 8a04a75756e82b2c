from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from athletes.sources.files import FileError, read_file
from athletes.sources.garmin_export import Cursor, GarminExportSource, Step
from athletes.sources.records import (
    ChannelState,
    DailyChannel,
    EstimateKind,
    RecordedActivity,
    RecordedDay,
    RecordedEstimate,
    Sport,
)
from config.core.errors import DataProcessingError
from tests.doubles.files.fit_files import other_kind
from tests.doubles.garmin_export import (
    FIRST_DAY,
    FIRST_START,
    Export,
    acute_load,
    health_status,
    max_met,
    race_predictions,
    readiness,
    rides,
    sleep,
    summarised,
    uds,
    weighing,
)

SINCE, UNTIL = date(2026, 1, 1), date(2027, 1, 1)
NEXT_DAY = FIRST_DAY + timedelta(days=1)


def parse(content: bytes, name: str) -> RecordedActivity:
    try:
        return read_file(content, name)
    except FileError as error:
        raise DataProcessingError(error.message, code=error.code) from error


@pytest.fixture
def source_of(tmp_path: Path):
    def write(export: Export, **options: object) -> GarminExportSource:
        return GarminExportSource(export.write(tmp_path / "export.zip"), parse=parse, **options)  # type: ignore[arg-type]

    return write


def fetched[R](source: GarminExportSource, kind: type[R]) -> list[R]:
    return [record for record in source.fetch(SINCE, UNTIL) if isinstance(record, kind)]


def skipped(steps: Iterator[Step]) -> list[tuple[str, str]]:
    return [(each.pattern, each.code) for step in steps for each in step.skipped]


def test_a_file_is_joined_to_the_row_that_starts_with_it(source_of):
    (row, fit), (_, unlisted) = rides(2)

    one, other = fetched(source_of(Export(activities=[row], fit_files=[fit, unlisted])), RecordedActivity)

    assert (one.source, one.external_id, one.name) == ("garmin_export", "1001", "Morning ride")
    assert one.start_time == FIRST_START + timedelta(seconds=2)
    assert one.samples.time_s.size == 61
    assert one.original is not None
    assert one.original.file_name == "1001.fit"
    assert one.original.content == fit
    assert (other.source, other.external_id, other.original.file_name) == (
        "garmin_export",
        None,
        "garmin-export.fit",
    )


def test_a_row_without_a_file_is_an_activity_without_samples_in_si_units(source_of):
    (activity,) = fetched(source_of(Export(activities=[summarised(7)])), RecordedActivity)

    assert activity.samples.is_empty
    assert (activity.external_id, activity.sport, activity.sub_sport) == ("7", Sport.CYCLING, "road")
    assert activity.start_time == FIRST_START
    assert activity.utc_offset_s == 7_200
    assert (activity.elapsed_s, activity.timer_s) == (600, 600)
    assert (activity.distance_m, activity.ascent_m) == (4_800, 123)
    assert activity.avg_speed_mps == pytest.approx(8.0)
    assert (activity.avg_heart_rate_bpm, activity.max_heart_rate_bpm, activity.avg_power_w) == (141, 163, 201)
    assert activity.calories_kcal is None


@pytest.mark.parametrize(
    ("written", "meant"), [(0.8, 8.0), (8.0, 8.0), (800.0, 8.0), (80.0, None), (None, None), ("8", None)]
)
def test_a_speed_is_believed_in_the_unit_that_fits_its_own_row(source_of, written, meant):
    source = source_of(Export(activities=[summarised(7, avgSpeed=written)]))

    (activity,) = fetched(source, RecordedActivity)

    assert activity.avg_speed_mps == (meant if meant is None else pytest.approx(meant))


def test_several_files_of_rows_and_parts_are_one_history(source_of):
    pairs = rides(5)
    export = Export(activities=[row for row, _ in pairs], fit_files=[fit for _, fit in pairs[:4]])

    activities = fetched(source_of(export), RecordedActivity)

    assert sorted(each.external_id or "" for each in activities) == ["1001", "1002", "1003", "1004", "1005"]
    assert [each.external_id for each in activities if each.samples.is_empty] == ["1005"]


def test_folders_do_not_matter(source_of, tmp_path):
    (row, fit), *_ = rides(1)
    export = Export(activities=[row], fit_files=[fit], days=[uds(FIRST_DAY)])

    here = list(source_of(export).fetch(SINCE, UNTIL))
    moved = list(source_of(replace(export, moved=True)).fetch(SINCE, UNTIL))

    assert len(here) == len(moved) == 2
    assert moved[0] == here[0]


def test_files_of_the_watch_that_are_no_activities_are_passed_over_unparsed(tmp_path):
    parsed: list[bytes] = []

    def counting(content: bytes, name: str) -> RecordedActivity:
        parsed.append(content)
        return parse(content, name)

    (_, fit), *_ = rides(1)
    export = Export(
        fit_files=[other_kind("monitoring_b"), fit, other_kind("settings"), b"notes", b"\x0e\x10"]
    )
    source = GarminExportSource(export.write(tmp_path / "export.zip"), parse=counting)

    found = skipped(source.steps())

    assert parsed == [fit]
    assert found == [
        ("UploadedFiles_….zip", "FILE_TYPE_UNKNOWN"),
        ("UploadedFiles_….zip", "FILE_TYPE_UNKNOWN"),
        ("UploadedFiles_….zip", "FILE_NOT_ACTIVITY"),
        ("UploadedFiles_….zip", "FILE_NOT_ACTIVITY"),
    ]


def test_legs_and_rows_without_a_start_are_told_apart(source_of):
    rows = [
        summarised(1, parent=True, activityType="multi_sport"),
        summarised(2, parentId=1),
        {"activityId": 3},
        "nothing",
    ]

    source = source_of(Export(activities=rows, rows_per_file=10))

    assert [each.sport for each in fetched(source, RecordedActivity)] == [Sport.MULTISPORT]
    assert sorted(skipped(source.steps())) == [
        ("…_summarizedActivities.json", "EXPORT_LEG"),
        ("…_summarizedActivities.json", "EXPORT_ROW_INCOMPLETE"),
        ("…_summarizedActivities.json", "EXPORT_ROW_INCOMPLETE"),
    ]


def test_a_day_of_uds(source_of):
    (day,) = fetched(source_of(Export(days=[uds(FIRST_DAY), {}])), RecordedDay)

    assert day == RecordedDay(
        date=FIRST_DAY,
        steps=10_234,
        distance_m=8_123,
        floors=10,
        active_kcal=640,
        resting_kcal=1_850,
        moderate_min=20,
        vigorous_min=35,
        hr_min_bpm=44,
        hr_max_bpm=171,
        resting_hr_bpm=48,
        stress=27,
        stress_max=97,
        body_battery_high=88,
        body_battery_low=22,
        body_battery_charged=61,
        body_battery_drained=58,
        respiration_waking_rpm=14,
        channels={
            DailyChannel.HEART: ChannelState.PRESENT,
            DailyChannel.STRESS: ChannelState.PRESENT,
            DailyChannel.BODY_BATTERY: ChannelState.PRESENT,
            DailyChannel.RESPIRATION: ChannelState.PARTIAL,
            DailyChannel.STEPS: ChannelState.PRESENT,
        },
        source="garmin_export",
    )


def test_the_day_of_the_export_is_not_over(source_of):
    (day,) = fetched(source_of(Export(days=[uds(FIRST_DAY, durationInMilliseconds=30_000_000)])), RecordedDay)

    assert day.channels[DailyChannel.STEPS] is ChannelState.PARTIAL


def test_a_bad_field_costs_that_field_and_is_noted_without_its_value(source_of):
    row = uds(FIRST_DAY, restingHeartRate="fast", totalSteps=-3, allDayStress=[], somethingNew={"a": 1})

    (day,) = fetched(source_of(Export(days=[row])), RecordedDay)

    assert (day.resting_hr_bpm, day.steps, day.stress) == (None, None, None)
    assert (day.hr_max_bpm, day.body_battery_high) == (171, 88)
    assert {(each.endpoint, each.field, each.problem) for each in day.warnings} == {
        ("UDSFile_….json", "restingHeartRate", "not a number"),
        ("UDSFile_….json", "totalSteps", "out of range"),
        ("UDSFile_….json", "allDayStress", "not an object"),
    }


def test_a_night_belongs_to_the_day_it_ends_on_and_a_placeholder_is_none(source_of):
    (day,) = fetched(source_of(Export(nights=[{"retro": False}, sleep(FIRST_DAY)])), RecordedDay)

    assert day.date == FIRST_DAY
    assert (day.sleep_s, day.deep_sleep_s, day.light_sleep_s, day.rem_sleep_s) == (
        27_000,
        5_400,
        16_200,
        5_400,
    )
    assert (day.awake_s, day.nap_s, day.sleep_score) == (1_800, 1_200, 82)
    assert (day.respiration_rpm, day.spo2_pct, day.spo2_low_pct) == (13, 95, 88)
    assert day.sleep_start == datetime(2026, 5, 3, 21, 29, 40, tzinfo=UTC)
    assert day.sleep_end == datetime(2026, 5, 4, 5, 29, 40, tzinfo=UTC)
    assert day.channels[DailyChannel.SLEEP] is ChannelState.PRESENT


def test_hrv_and_weight(source_of):
    export = Export(
        statuses=[health_status(FIRST_DAY), health_status(NEXT_DAY, None)], weighings=[weighing(FIRST_DAY)]
    )

    status, without, weight = fetched(source_of(export), RecordedDay)

    assert (status.date, status.hrv_rmssd_ms) == (FIRST_DAY, 62)
    assert (without.date, without.channels) == (NEXT_DAY, {DailyChannel.HRV: ChannelState.MISSING})
    assert (weight.date, weight.weight_kg) == (FIRST_DAY, 71.4)


def test_estimates_of_each_kind(source_of):
    export = Export(
        metrics={
            "TrainingReadinessDTO": [
                readiness(FIRST_DAY, 63),
                readiness(FIRST_DAY, 41, hour=18, context="UPDATE_REALTIME_VARIABLES"),
                readiness(NEXT_DAY, 70, context=None),
                readiness(NEXT_DAY, 35, hour=19, context=None),
            ],
            "MetricsAcuteTrainingLoad": [
                acute_load(FIRST_DAY, 530, hour=20),
                acute_load(FIRST_DAY, 512, hour=6),
            ],
            "MetricsMaxMetData": [max_met(FIRST_DAY), max_met(FIRST_DAY, 55.5, "CYCLING")],
            "RunRacePredictions": [race_predictions(FIRST_DAY)],
            "TrainingHistory": [{"calendarDate": str(FIRST_DAY), "trainingStatus": "PRODUCTIVE"}, {}],
            "EnduranceScore": [{"calendarDate": str(FIRST_DAY), "overallScore": 6_400}],
            "HillScore": [{"calendarDate": str(FIRST_DAY), "overallScore": 58}],
        },
        more={"4711_fitnessAgeData.json": b'[{"asOfDateGmt":"2026-05-04T00:00:00.0","currentBioAge":31.5}]'},
    )

    found = {
        (each.date, each.kind): each.text or each.value
        for each in fetched(source_of(export), RecordedEstimate)
    }

    assert found == {
        (FIRST_DAY, EstimateKind.TRAINING_READINESS): 63,
        (NEXT_DAY, EstimateKind.TRAINING_READINESS): 70,
        (FIRST_DAY, EstimateKind.ACUTE_LOAD): 530,
        (FIRST_DAY, EstimateKind.CHRONIC_LOAD): 480,
        (FIRST_DAY, EstimateKind.VO2MAX_RUNNING): 52,
        (FIRST_DAY, EstimateKind.VO2MAX_CYCLING): 55.5,
        (FIRST_DAY, EstimateKind.RACE_5K): 1_260,
        (FIRST_DAY, EstimateKind.RACE_10K): 2_640,
        (FIRST_DAY, EstimateKind.RACE_HALF): 5_880,
        (FIRST_DAY, EstimateKind.RACE_MARATHON): 12_600,
        (FIRST_DAY, EstimateKind.TRAINING_STATUS): "PRODUCTIVE",
        (FIRST_DAY, EstimateKind.ENDURANCE_SCORE): 6_400,
        (FIRST_DAY, EstimateKind.HILL_SCORE): 58,
        (FIRST_DAY, EstimateKind.FITNESS_AGE): 31.5,
    }


def test_only_the_days_asked_for_are_fetched(source_of):
    pairs = rides(3)
    export = Export(
        activities=[row for row, _ in pairs],
        fit_files=[fit for _, fit in pairs],
        days=[uds(FIRST_DAY + timedelta(days=n)) for n in range(3)],
    )

    found = list(source_of(export).fetch(NEXT_DAY, NEXT_DAY + timedelta(days=1)))

    assert [type(each).__name__ for each in found] == ["RecordedDay", "RecordedActivity"]


def test_reading_goes_on_behind_any_step_as_if_it_had_never_stopped(source_of):
    pairs = rides(4)
    export = Export(
        activities=[row for row, _ in pairs],
        fit_files=[fit for _, fit in pairs[:3]] + [other_kind("monitoring_b")],
        days=[uds(FIRST_DAY + timedelta(days=n)) for n in range(3)],
        nights=[sleep(FIRST_DAY)],
        metrics={"TrainingReadinessDTO": [readiness(FIRST_DAY, 63), readiness(NEXT_DAY, 64)]},
        fit_files_per_part=2,
    )
    source = source_of(export)
    whole = list(source.steps())

    for number, step in enumerate(whole):
        cursor = Cursor.of_json(step.cursor.as_json())
        rest = list(source_of(export).steps(cursor))
        assert [(each.kind, repr(each.records), each.skipped) for each in rest] == [
            (each.kind, repr(each.records), each.skipped) for each in whole[number + 1 :]
        ]
    assert source.amounts(whole[-1].cursor) == (2 + 1 + 1 + 4 + 2, 10)


def test_what_is_left_alone_is_counted_by_pattern_without_anybodys_name(source_of):
    more = {
        "DI_CONNECT/someone.private@example.org_gear.json": b"[]",
        "DI_CONNECT/someone.private@example.org_workout.json": b"[]",
        "DI_CONNECT/x/unknown_of_someone.json": b"[]",
        "customer_data/letter.pdf": b"%PDF",
        "customer_data/.hidden": b"",
    }

    left = source_of(Export(days=[uds(FIRST_DAY)], more=more)).contents.left

    assert left == {"…_gear.json": 1, "…_workout.json": 1, "other .json files": 1, "other .pdf files": 1}
