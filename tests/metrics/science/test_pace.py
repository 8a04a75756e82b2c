import numpy as np
import pytest

from metrics.science.pace import (
    climbed_m,
    grade_cost,
    graded_speed,
    grades,
    threshold_speed,
    weighted_speed,
)

RUNNING = np.ones(600, dtype=bool)
SPEED = np.full(600, 3.0)


def test_steeper_than_minetti_measured_costs_as_much_as_the_steepest() -> None:
    assert grade_cost(np.array([0.9, -0.9])).tolist() == grade_cost(np.array([0.45, -0.45])).tolist()


def test_without_altitude_all_is_flat() -> None:
    assert graded_speed(SPEED, None, RUNNING).tolist() == SPEED.tolist()


def test_unknown_altitude_is_flat() -> None:
    assert graded_speed(SPEED, np.full(600, np.nan), RUNNING).tolist() == SPEED.tolist()


def test_a_constant_slope_is_found_to_the_ends() -> None:
    altitude = 500 + np.arange(600) * 3.0 * -0.08
    np.testing.assert_allclose(grades(SPEED, altitude, RUNNING), -0.08, atol=1e-12)


def test_standing_on_a_noisy_altimeter_is_no_hill() -> None:
    altitude = 100 + np.resize([0.0, 3.0], 600)
    assert not grades(np.full(600, 0.1), altitude, RUNNING).any()


def test_an_altimeter_step_of_a_metre_is_hardly_a_hill() -> None:
    altitude = np.where(np.arange(600) < 300, 100.0, 101.0)
    assert np.abs(grades(SPEED, altitude, RUNNING)).max() < 0.02


def test_a_jump_of_altitude_in_a_pause_is_no_hill() -> None:
    running = (np.arange(600) < 250) | (np.arange(600) >= 350)
    altitude = np.where(np.arange(600) < 300, 100.0, 400.0)
    assert not grades(SPEED, altitude, running).any()


def test_weighted_speed_of_even_running_is_its_speed() -> None:
    assert weighted_speed(SPEED, RUNNING) == pytest.approx(3.0)
    assert weighted_speed(np.full(600, np.nan), RUNNING) is None


def test_threshold_pace_becomes_speed() -> None:
    assert threshold_speed(250) == 4
    assert threshold_speed(None) is None
    assert threshold_speed(0) is None


def test_metres_up_and_down_are_those_of_the_smoothed_altitude() -> None:
    altitude = np.concatenate([np.linspace(100, 200, 300), np.linspace(200, 150, 300)])
    up, down = climbed_m(altitude, RUNNING)
    assert up == pytest.approx(100, rel=0.02)
    assert down == pytest.approx(50, rel=0.04)
    assert climbed_m(np.full(600, np.nan), RUNNING) is None
