"""FIT workouts, read by a decoder that did not write them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import fitdecode
import pytest
from hypothesis import given, settings

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue import catalogue
from plans.engine.steps import Repeat, Step, Workout
from plans.exports.aims import aim_of, note_of
from plans.exports.fit import workout_fit
from plans.exports.planned import Planned, shortened
from plans.exports.pool import distance_of, is_rest
from tests.plans.engine.workouts import workouts
from tests.plans.exports.made import KNOWN, planned

KINDS = {"warmup": "warmup", "work": "interval", "recover": "recovery", "cooldown": "cooldown"}


def messages(content: bytes, name: str) -> list[dict[str, Any]]:
    with fitdecode.FitReader(io.BytesIO(content), error_handling=fitdecode.ErrorHandling.RAISE) as reader:
        return [
            {field.name: field.value for field in frame.fields if field.value is not None}
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == name
        ]


def decoded(content: bytes) -> list[dict[str, Any]]:
    return messages(content, "workout_step")


def test_the_head_says_that_it_is_a_workout_of_this_session() -> None:
    content = workout_fit(planned())

    (head,) = messages(content, "file_id")
    (workout,) = messages(content, "workout")
    assert head["type"] == "workout"
    assert head["manufacturer"] == "development"
    assert head["serial_number"] == 42
    assert head["time_created"] == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert workout["sport"] == "cycling"
    assert workout["wkt_name"] == "Formline Threshold 4 × 5"
    assert workout["num_valid_steps"] == 5


def test_intervals_are_steps_and_a_way_back() -> None:
    warm_up, work, recovery, back, cool_down = decoded(workout_fit(planned()))

    assert warm_up["intensity"] == "warmup"
    assert warm_up["duration_time"] == 600.0
    assert (warm_up["custom_target_power_low"], warm_up["custom_target_power_high"]) == (1100, 1138)
    assert work["notes"] == "push"
    assert work["duration_time"] == 300.0
    assert (work["custom_target_power_low"], work["custom_target_power_high"]) == (1238, 1262)
    assert recovery["intensity"] == "recovery"
    assert (recovery["custom_target_power_low"], recovery["custom_target_power_high"]) == (1121, 1129)
    assert back["duration_type"] == "repeat_until_steps_cmplt"
    assert (back["duration_step"], back["repeat_steps"]) == (1, 4)
    assert cool_down["intensity"] == "cooldown"
    assert [each["message_index"] for each in (warm_up, work, recovery, back, cool_down)] == [0, 1, 2, 3, 4]


def test_paces_and_heart_rates_have_their_own_numbers() -> None:
    run = planned("- 1km 4:00-4:10/km Pace\n- 20m Z2 HR", Sport.RUNNING)

    by_pace, by_heart = decoded(workout_fit(run))

    assert by_pace["duration_distance"] == 1000.0
    assert (by_pace["custom_target_speed_low"], by_pace["custom_target_speed_high"]) == (4.0, 4.167)
    assert by_heart["target_type"] == "heart_rate"
    assert (by_heart["custom_target_heart_rate_low"], by_heart["custom_target_heart_rate_high"]) == (243, 251)


def test_a_swim_is_in_a_pool_in_whole_lengths_with_rests_at_the_wall() -> None:
    swim = planned("- 390mtr Z2 Pace\n\n4x\n- 100mtr Z4 Pace\n- Recover 20s", Sport.SWIMMING)

    content = workout_fit(swim)

    (workout,) = messages(content, "workout")
    assert (workout["sport"], workout["sub_sport"]) == ("swimming", "lap_swimming")
    assert (workout["pool_length"], workout["pool_length_unit"]) == (25.0, "metric")
    first, length, rest, _ = decoded(content)
    assert first["duration_distance"] == 400.0
    assert length["duration_distance"] == 100.0
    assert (rest["intensity"], rest["duration_time"]) == ("rest", 20.0)


def test_without_threshold_a_zone_is_the_devices() -> None:
    (step,) = decoded(workout_fit(planned("- 30m Z3", thresholds=Thresholds())))

    assert (step["target_type"], step["target_power_zone"]) == ("power", 3)


@pytest.mark.parametrize("sport", [Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING])
def test_every_session_of_the_catalogue_comes_back_step_by_step(sport: Sport) -> None:
    entries = catalogue(sport, KNOWN, "intermediate")
    by_kind = {(each.kind, each.minutes % 20): each for each in entries}

    for each in by_kind.values():
        session = planned(sport=each.sport, steps=each.steps, title=each.kind)
        assert_same(session, decoded(workout_fit(session)))


@settings(max_examples=60)
@given(workouts())
def test_any_workout_comes_back_step_by_step(steps: Workout) -> None:
    session = planned(sport=Sport.RUNNING, steps=steps)

    assert_same(session, decoded(workout_fit(session)))


def test_the_same_session_is_the_same_file() -> None:
    assert workout_fit(planned()) == workout_fit(planned())


def assert_same(session: Planned, found: list[dict[str, Any]]) -> None:
    """Each step of the session, and nothing else, is in the file."""
    left = list(found)
    for item in session.steps:
        if isinstance(item, Step):
            assert_step(item, left.pop(0), session)
            continue
        first = left[0]["message_index"]
        for step in item.steps:
            assert_step(step, left.pop(0), session)
        assert_back(item, left, first)
    assert left == []


def assert_back(item: Repeat, left: list[dict[str, Any]], first: int) -> None:
    if item.repeats > 1:
        back = left.pop(0)
        assert (back["duration_step"], back["repeat_steps"]) == (first, item.repeats)


def assert_step(step: Step, found: dict[str, Any], session: Planned) -> None:
    aim = aim_of(step, session.sport, session.thresholds)
    assert found["intensity"] == ("rest" if is_rest(step, session.sport) else KINDS[step.kind])
    assert found.get("notes", "").rstrip("\0") == shortened(note_of(step, aim), 250).rstrip("\0")
    if step.duration_s is not None:
        assert found["duration_time"] == step.duration_s
    else:
        distance_m = distance_of(step, session.sport)
        assert found["duration_distance"] == pytest.approx(distance_m, abs=0.005)
    if aim.unit == "none":
        assert found["target_type"] == "open"
    elif aim.unit == "mps":
        speeds = found["custom_target_speed_low"], found["custom_target_speed_high"]
        assert speeds == pytest.approx((aim.low, aim.high), abs=0.0005)
    elif aim.unit == "w":
        powers = found["custom_target_power_low"], found["custom_target_power_high"]
        assert powers == (aim.low + 1000, aim.high + 1000)
    elif aim.unit == "bpm":
        beats = found["custom_target_heart_rate_low"], found["custom_target_heart_rate_high"]
        assert beats == (aim.low + 100, aim.high + 100)
    else:
        assert found[f"target_{aim.unit}"] == aim.zone


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tempo\r\nrun\x00\x1b[31m\u2028hills", "Formline Tempo run[31m hills"),
        ("👩‍🚀 走る", "Formline 👩‍🚀 走る"),
        ("\x07\n", "Formline"),
    ],
)
def test_a_name_is_one_line_without_control_characters(title: str, name: str) -> None:
    (workout,) = messages(workout_fit(planned(title=title)), "workout")

    assert workout["wkt_name"] == name


def test_a_note_is_one_line_without_control_characters() -> None:
    steps = (Step("work", 600, None, "rpe", 5, 5, "easy\nnow\x07"),)
    (step,) = decoded(workout_fit(planned(steps=steps)))

    assert step["notes"].startswith("easy now")
    assert step["notes"].isprintable()
