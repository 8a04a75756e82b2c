"""Workouts as JSON, and every fault of one that makes no sense."""

from typing import Any

import pytest
from hypothesis import given

from plans.engine.steps import (
    InvalidWorkout,
    Repeat,
    Step,
    Workout,
    checked,
    faults,
    from_json,
    leaves,
    to_json,
)
from tests.plans.engine.workouts import workouts

WORKOUT: Workout = (
    Step("warmup", 600, None, "hr_zone", 1, 2, "loosely"),
    Repeat(4, (Step("work", None, 1000.0, "pace_s_per_km", 240, 240), Step("recover", 120))),
)
JSON: list[dict[str, Any]] = [
    {"kind": "warmup", "duration_s": 600, "target": "hr_zone", "low": 1, "high": 2, "note": "loosely"},
    {
        "kind": "repeat",
        "repeats": 4,
        "steps": [
            {"kind": "work", "distance_m": 1000, "target": "pace_s_per_km", "low": 240, "high": 240},
            {"kind": "recover", "duration_s": 120, "target": "none"},
        ],
    },
]
LEAF: dict[str, Any] = {"kind": "work", "duration_s": 60}


def test_json_is_the_grammar_s() -> None:
    assert to_json(WORKOUT) == JSON
    assert from_json(JSON) == WORKOUT
    assert from_json({"steps": JSON}) == WORKOUT


@given(workouts())
def test_json_gives_the_same_workout_back(workout: Workout) -> None:
    assert from_json(to_json(workout)) == workout


def test_null_is_left_out_and_low_alone_is_a_single_value() -> None:
    given_ = {"duration_s": 60.0, "distance_m": None, "repeats": None, "target": "power_w", "low": 250}

    assert from_json([given_]) == (Step("work", 60, None, "power_w", 250, 250),)


def test_leaves_are_counted_out() -> None:
    assert [each.kind for each in leaves(WORKOUT)] == ["warmup", *["work", "recover"] * 4]


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ([], "WORKOUT_EMPTY", "steps"),
        ("10m", "NOT_A_LIST", "steps"),
        (["10m"], "NOT_AN_OBJECT", "steps[0]"),
        ([{**LEAF, "cadence": 90}], "FIELD_UNKNOWN", "steps[0]"),
        ([{**LEAF, "steps": []}], "FIELD_UNKNOWN", "steps[0]"),
        ([{**LEAF, "kind": 3}], "FIELD_TYPE", "steps[0].kind"),
        ([{**LEAF, "duration_s": "60"}], "FIELD_TYPE", "steps[0].duration_s"),
        ([{**LEAF, "duration_s": True}], "FIELD_TYPE", "steps[0].duration_s"),
        ([{**LEAF, "duration_s": 60.5}], "FIELD_TYPE", "steps[0].duration_s"),
        ([{**LEAF, "kind": "swim"}], "KIND_UNKNOWN", "steps[0]"),
        ([{"kind": "work"}], "LENGTH_MISSING", "steps[0]"),
        ([{**LEAF, "distance_m": 100}], "LENGTH_TWICE", "steps[0]"),
        ([{**LEAF, "duration_s": 0}], "DURATION_OUT_OF_RANGE", "steps[0]"),
        ([{"distance_m": 0.5}], "DISTANCE_OUT_OF_RANGE", "steps[0]"),
        ([{"distance_m": float("nan")}], "DISTANCE_OUT_OF_RANGE", "steps[0]"),
        ([{**LEAF, "target": "cadence"}], "TARGET_UNKNOWN", "steps[0]"),
        ([{**LEAF, "target": "rpe"}], "TARGET_VALUE_MISSING", "steps[0]"),
        ([{**LEAF, "low": 7}], "TARGET_VALUE_UNWANTED", "steps[0]"),
        ([{**LEAF, "target": "rpe", "low": 11}], "VALUE_OUT_OF_RANGE", "steps[0]"),
        ([{**LEAF, "target": "rpe", "low": float("nan")}], "VALUE_OUT_OF_RANGE", "steps[0]"),
        ([{**LEAF, "target": "power_w", "low": 10**400}], "VALUE_OUT_OF_RANGE", "steps[0]"),
        ([{**LEAF, "target": "hr_zone", "low": 1.5, "high": 2}], "ZONE_NOT_WHOLE", "steps[0]"),
        ([{**LEAF, "target": "rpe", "low": 7, "high": 6}], "RANGE_REVERSED", "steps[0]"),
        ([{**LEAF, "note": "a\nb"}], "NOTE_INVALID", "steps[0]"),
        ([{"kind": "repeat", "repeats": 2}], "NOT_A_LIST", "steps[0]"),
        ([{"kind": "repeat", "steps": [LEAF]}], "REPEAT_COUNT", "steps[0]"),
        ([{"kind": "repeat", "repeats": 100, "steps": [LEAF]}], "REPEAT_COUNT", "steps[0]"),
        ([{"kind": "repeat", "repeats": 2, "steps": []}], "REPEAT_EMPTY", "steps[0]"),
        ([LEAF, {"kind": "repeat", "repeats": 2, "steps": [{}]}], "LENGTH_MISSING", "steps[1].steps[0]"),
        (
            [{"kind": "repeat", "repeats": 2, "steps": [{"kind": "repeat", "repeats": 2, "steps": [LEAF]}]}],
            "REPEAT_NESTED",
            "steps[0]",
        ),
        ([LEAF] * 201, "TOO_MANY_STEPS", "steps"),
    ],
)
def test_every_fault_has_a_name_and_a_place(data: object, code: str, path: str) -> None:
    with pytest.raises(InvalidWorkout) as raised:
        from_json(data)

    assert [(each.code, each.path) for each in raised.value.faults] == [(code, path)]
    assert raised.value.faults[0].message in str(raised.value)


def test_a_repeat_within_a_repeat_is_a_fault_however_it_was_built() -> None:
    nested = Repeat(2, (Repeat(2, (Step("work", 60),)),))  # type: ignore[arg-type]

    assert [each.code for each in faults((nested,))] == ["REPEAT_NESTED"]


def test_what_is_right_passes_unchanged() -> None:
    assert checked(WORKOUT) is WORKOUT
