"""Answers that only the Garmin login gives, as values and estimates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.sources.garmin.days import DayPart, Noted
from athletes.sources.garmin_login import mapping
from athletes.sources.garmin_login.mapping import READERS, map_login_answer
from athletes.sources.records import EstimateKind

DAY = date(2026, 11, 20)
NEXT = date(2026, 11, 21)
START = date(2026, 11, 1)


def parts(endpoint: str, payload: Any, start: date = START, end: date = NEXT) -> list[DayPart]:
    return [part for each in map_login_answer(endpoint, payload, start=start, end=end) for part in each.parts]


def noted(endpoint: str, payload: Any) -> dict[EstimateKind, float | str | None]:
    """Estimates of an answer; of one kind the first, which is the one that is believed."""
    found: dict[EstimateKind, float | str | None] = {}
    for part in parts(endpoint, payload):
        for each in part.estimates:
            found.setdefault(each.kind, each.text or each.value)
    return found


def reading(score: int, clock: str, context: str | None) -> dict[str, Any]:
    return {
        "calendarDate": "2026-11-20",
        "timestamp": f"2026-11-20T{clock}:00.0",
        "score": score,
        "acuteLoad": 310,
        "inputContext": context,
    }


def test_of_several_readings_the_one_after_waking_counts() -> None:
    answer = [
        reading(40, "15:00", "UPDATE_REALTIME_VARIABLES"),
        reading(71, "06:10", "AFTER_WAKEUP_RESET"),
        reading(66, "05:00", None),
    ]

    assert noted(mapping.READINESS, answer) == {
        EstimateKind.TRAINING_READINESS: 71,
        EstimateKind.ACUTE_LOAD: 310,
    }


def test_without_contexts_the_first_reading_of_the_day_counts() -> None:
    answer = [reading(40, "15:00", None), reading(66, "06:10", None)]

    assert noted(mapping.READINESS, answer)[EstimateKind.TRAINING_READINESS] == 66


def status(phrase: str | None, **more: Any) -> dict[str, Any]:
    loads = {"dailyTrainingLoadAcute": 399, "dailyTrainingLoadChronic": 300}
    row = {
        "calendarDate": "2026-11-20",
        "trainingStatusFeedbackPhrase": phrase,
        "acuteTrainingLoadDTO": loads,
    }
    return row | more


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("PRODUCTIVE_6", "Productive"),
        ("DETRAINING", "Detraining"),
        ("NO_STATUS", "No status"),
        ("PEAKING_1", "Peaking"),
        ("SOMETHING_NEW_12", "Something new"),
    ],
)
def test_a_status_is_a_word(phrase: str, word: str) -> None:
    answer = {"reportData": {"7": [status(phrase)]}}

    assert noted(mapping.TRAINING_STATUS, answer) == {
        EstimateKind.TRAINING_STATUS: word,
        EstimateKind.ACUTE_LOAD: 399,
        EstimateKind.CHRONIC_LOAD: 300,
    }


def test_of_two_devices_the_primary_one_is_believed_and_a_pause_is_a_pause() -> None:
    rows = {
        "1": status("STRAINED_1"),
        "2": status("PRODUCTIVE_1", primaryTrainingDevice=True, trainingPaused=True),
    }
    answer = {"mostRecentTrainingStatus": {"latestTrainingStatusData": rows}}

    assert noted(mapping.TRAINING_STATUS_DAY, answer)[EstimateKind.TRAINING_STATUS] == "Paused"


def test_a_status_of_an_older_day_is_not_one_of_these() -> None:
    old = {
        "mostRecentTrainingStatus": {
            "latestTrainingStatusData": {"1": status("X_1", calendarDate="2026-09-01")}
        }
    }

    assert noted(mapping.TRAINING_STATUS_DAY, old) == {}
    assert noted(mapping.TRAINING_STATUS_DAY, {"mostRecentTrainingStatus": None}) == {}


def test_vo2max_is_the_precise_one_of_each_sport() -> None:
    answer = [
        {
            "generic": {
                "calendarDate": "2026-11-19",
                "vo2MaxPreciseValue": 52.4,
                "vo2MaxValue": 52.0,
                "fitnessAge": 29,
            },
            "cycling": {"calendarDate": "2026-11-20", "vo2MaxPreciseValue": None, "vo2MaxValue": 58.0},
        },
        {"generic": None, "cycling": None},
    ]

    assert noted(mapping.VO2MAX, answer) == {
        EstimateKind.VO2MAX_RUNNING: 52.4,
        EstimateKind.FITNESS_AGE: 29,
        EstimateKind.VO2MAX_CYCLING: 58,
    }


@pytest.mark.parametrize(
    "names",
    [
        ("time5K", "time10K", "timeHalfMarathon", "timeMarathon"),
        ("raceTime5K", "raceTime10K", "raceTimeHalf", "raceTimeMarathon"),
    ],
)
def test_predictions_have_two_sets_of_names(names: tuple[str, ...]) -> None:
    row = {"calendarDate": "2026-11-20", **dict(zip(names, (1_200, 2_500, 5_600, 0), strict=True))}

    assert noted(mapping.RACE_PREDICTIONS, [row]) == noted(mapping.RACE_PREDICTIONS, row)
    assert noted(mapping.RACE_PREDICTIONS, [row]) == {
        EstimateKind.RACE_5K: 1_200,
        EstimateKind.RACE_10K: 2_500,
        EstimateKind.RACE_HALF: 5_600,
    }


@pytest.mark.parametrize("speed", [0.4, 4.0])
def test_a_threshold_speed_in_either_unit_is_a_pace(speed: float) -> None:
    row = {"from": "2026-11-20", "until": "2026-11-20", "series": "running", "value": speed}

    assert noted(mapping.THRESHOLD_SPEED, [row]) == {EstimateKind.THRESHOLD_PACE: pytest.approx(250)}


@pytest.mark.parametrize("key", ["heartRate", "hearRate"])
def test_the_threshold_pulse_has_two_spellings(key: str) -> None:
    answer = [
        {"calendarDate": "2026-11-20T06:00:00.0", "speed": 0.4, key: None},
        {"calendarDate": "2026-11-20T06:00:00.0", "speed": None, key: 171},
    ]

    assert noted(mapping.THRESHOLD_LATEST, answer) == {
        EstimateKind.THRESHOLD_PACE: pytest.approx(250),
        EstimateKind.LTHR: 171,
    }


def test_thresholds_by_range_and_the_latest_power() -> None:
    row = {"from": None, "updatedDate": "2026-11-18", "value": 262.0}

    assert noted(mapping.FTP, [row]) == {EstimateKind.FTP: 262}
    assert noted(mapping.THRESHOLD_PULSE, [row | {"value": 168}]) == {EstimateKind.LTHR: 168}
    latest = {"calendarDate": "2026-11-18T06:00:00.0", "functionalThresholdPower": 262, "isStale": False}
    assert noted(mapping.FTP_LATEST, latest) == {EstimateKind.FTP: 262}


def test_scores_come_by_day_in_groups_or_alone() -> None:
    latest = {"calendarDate": "2026-11-20", "overallScore": 5_712}
    endurance = {
        "avg": 5_600,
        "groupMap": {
            "2026-11-19": {"groupAverage": 5_600, "groupMax": 5_650},
            "2026-11-20": {"groupAverage": None},
        },
        "enduranceScoreDTO": latest,
    }
    hills = {
        "periodAvgScore": {"2026-11-20": 61},
        "hillScoreDTOList": [{"calendarDate": "2026-11-20", "overallScore": 61}],
    }

    by_day = {part.date: part.estimates for part in parts(mapping.ENDURANCE, endurance) if part.estimates}
    assert by_day == {
        DAY: (Noted(EstimateKind.ENDURANCE_SCORE, 5_712),),
        date(2026, 11, 19): (Noted(EstimateKind.ENDURANCE_SCORE, 5_600),),
    }
    assert noted(mapping.HILL, hills) == {EstimateKind.HILL_SCORE: 61}
    assert noted(mapping.HILL, latest | {"overallScore": 20}) == {EstimateKind.HILL_SCORE: 20}
    shell = {"avg": None, "enduranceScoreDTO": None, "groupMap": {"2026-11-20": {"groupAverage": None}}}
    assert noted(mapping.ENDURANCE, shell) == {}


def test_a_night_of_the_statistics() -> None:
    night = {
        "totalSleepTimeInSeconds": 27_000,
        "deepTime": 5_400,
        "lightTime": 15_600,
        "remTime": 6_000,
        "awakeTime": 900,
        "sleepScore": 84,
        "respiration": 13.5,
        "spO2": 95,
        "avgOvernightHrv": 61,
        "gmtSleepStartTimeInMillis": 1_763_592_000_000,
        "gmtSleepEndTimeInMillis": 1_763_619_900_000,
    }
    rows = [{"calendarDate": "2026-11-20", "values": night}, {"calendarDate": "2026-11-19", "values": None}]

    found = {part.date: part.values for part in parts(mapping.SLEEP_STATS, {"individualStats": rows})}

    assert found[DAY] == {
        "sleep_s": 27_000,
        "deep_sleep_s": 5_400,
        "light_sleep_s": 15_600,
        "rem_sleep_s": 6_000,
        "awake_s": 900,
        "sleep_score": 84,
        "respiration_rpm": 13.5,
        "spo2_pct": 95,
        "hrv_rmssd_ms": 61,
        "sleep_start": datetime(2025, 11, 19, 22, 40, tzinfo=UTC),
        "sleep_end": datetime(2025, 11, 20, 6, 25, tzinfo=UTC),
    }
    assert found[date(2026, 11, 19)] == {}


def test_summaries_of_the_older_kind_are_read_as_well() -> None:
    answer = {"data": [{"calendarDate": "2026-11-20", "totalSteps": 8_123, "restingHeartRate": 47}]}

    (found,) = parts("daily_summaries", answer)

    assert found.values == {"steps": 8_123, "resting_hr_bpm": 47}


def test_stress_and_breathing_of_a_day() -> None:
    (stress,) = parts(
        mapping.STRESS, {"calendarDate": "2026-11-20", "avgStressLevel": 22, "maxStressLevel": -1}
    )
    (breathing,) = parts(
        mapping.RESPIRATION,
        {"calendarDate": "2026-11-20", "avgSleepRespirationValue": 13.0, "avgWakingRespirationValue": 14.5},
    )

    assert stress.values == {"stress": 22}
    assert breathing.values == {"respiration_rpm": 13, "respiration_waking_rpm": 14.5}


def test_one_odd_field_costs_itself_and_leaves_a_warning() -> None:
    row = reading(71, "06:10", "AFTER_WAKEUP_RESET") | {"acuteLoad": "a lot", "newField": {"x": 1}}

    (part,) = parts(mapping.READINESS, [row])

    assert part.estimates == (Noted(EstimateKind.TRAINING_READINESS, 71),)
    assert [(each.field, each.problem) for each in part.warnings] == [("acuteLoad", "not a number")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "calendarDate",
                    "values",
                    "reportData",
                    "payload",
                    "generic",
                    "groupMap",
                    "value",
                    "score",
                    "data",
                    "individualStats",
                    "mostRecentTrainingStatus",
                    "latestTrainingStatusData",
                    "hillScoreDTO",
                    "7",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("endpoint", sorted({*READERS, mapping.VO2MAX}))
@given(payload=JSON)
def test_no_answer_breaks_the_reading(endpoint: str, payload: Any) -> None:
    for each in map_login_answer(endpoint, payload, start=START, end=NEXT):
        assert all(START <= part.date < NEXT for part in each.parts)
