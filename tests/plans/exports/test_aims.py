"""What a device is told to hold an athlete to."""

import pytest

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.steps import Step
from plans.exports.aims import Aim, aim_of, note_of
from tests.plans.exports.made import KNOWN


def aim(target: str, low: float, high: float, sport: Sport = Sport.CYCLING) -> Aim:
    return aim_of(Step("work", 600, None, target, low, high), sport, KNOWN)


@pytest.mark.parametrize(
    ("target", "low", "high", "expected"),
    [
        ("power_w", 200, 220, Aim("w", 200, 220)),
        ("power_pct", 95, 105, Aim("w", 238, 262)),
        ("power_zone", 2, 2, Aim("w", 138, 188)),
        ("power_zone", 1, 1, Aim("w", 100, 138)),
        ("power_zone", 7, 7, Aim("w", 375, 450)),
        ("hr_bpm", 130, 140, Aim("bpm", 130, 140)),
        ("hr_zone", 2, 2, Aim("bpm", 136, 151)),
        ("hr_zone", 5, 5, Aim("bpm", 168, 178)),
        ("hr_pct", 70, 80, Aim("bpm", 133, 152)),
    ],
)
def test_targets_are_the_athletes_own_numbers(target: str, low: float, high: float, expected: Aim) -> None:
    assert aim(target, low, high) == expected


def test_paces_become_speeds_with_the_slower_one_first() -> None:
    assert aim("pace_s_per_km", 240, 250, Sport.RUNNING) == Aim("mps", 4.0, 4.167)
    assert aim("pace_pct", 80, 100, Sport.RUNNING) == Aim("mps", 3.2, 4.0)
    assert aim("pace_zone", 1, 1, Sport.RUNNING) == Aim("mps", 2.759, 3.101)
    assert aim("pace_pct", 100, 100, Sport.SWIMMING) == Aim("mps", 0.971, 1.031)


def test_a_single_value_has_room_on_both_sides() -> None:
    assert aim("power_w", 250, 250) == Aim("w", 242, 258)
    assert aim("hr_bpm", 140, 140) == Aim("bpm", 136, 144)
    assert aim("power_w", 1, 1) == Aim("w", 1, 2)


def test_what_nothing_measures_is_told_in_words() -> None:
    step = Step("work", 20, None, "rpe", 8, 8, note="stride")

    found = aim_of(step, Sport.RUNNING, KNOWN)

    assert found == Aim(words="RPE 8")
    assert note_of(step, found) == "stride · RPE 8"


def test_without_a_threshold_a_zone_is_left_to_the_device_and_all_else_to_the_athlete() -> None:
    nothing = Thresholds()
    for target, expected in (
        ("power_zone", Aim("power_zone", zone=3, words="Z3")),
        ("hr_zone", Aim("hr_zone", zone=3, words="Z3 HR")),
        ("power_pct", Aim(words="3%")),
    ):
        step = Step("work", 600, None, target, 3, 3)
        assert aim_of(step, Sport.CYCLING, nothing) == expected
    assert aim_of(Step("work", 600, None, "power_zone", 2, 3), Sport.CYCLING, nothing) == Aim(words="Z2-Z3")


def test_zones_by_the_highest_heart_rate_end_there() -> None:
    known = Thresholds(hr_max_bpm=190.0)

    assert aim_of(Step("work", 600, None, "hr_zone", 5, 5), Sport.RUNNING, known) == Aim("bpm", 171, 190)


def test_a_step_without_target_has_none() -> None:
    assert aim_of(Step("work", 600), Sport.CYCLING, KNOWN) == Aim()
