import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.curves import (
    GRID,
    best_window,
    by_duration,
    grid_up_to,
    mean_max,
    mean_max_column,
    mean_max_known_column,
)


def test_the_grid_has_every_second_of_a_minute_and_the_round_durations() -> None:
    grid = GRID
    assert grid[:60] == tuple(range(1, 61))
    assert set((90, 120, 180, 300, 480, 600, 720, 1200, 1800, 2400, 3600, 5400, 7200, 10800, 14400)) <= set(
        grid
    )
    assert grid[-1] == 86_400
    assert len(set(grid)) == len(grid) == 193


def test_the_curve_of_intervals_is_sweatpys() -> None:
    parts = [np.full(120, 100.0), *[np.repeat([300.0, 100.0], 60)] * 4, np.full(60, 100.0)]
    curve = mean_max(np.concatenate(parts))
    assert [curve[d] for d in (1, 30, 60, 120, 300, 600)] == pytest.approx([300, 300, 300, 200, 220, 180])


def test_the_curve_ends_with_the_activity() -> None:
    assert list(mean_max(np.full(59, 200.0))) == list(range(1, 60))
    assert mean_max(np.empty(0)) == {}


def test_a_window_crosses_a_pause_whose_seconds_count_as_zero() -> None:
    power = np.concatenate([np.full(20, 200.0), np.full(20, np.nan), np.full(20, 200.0)])
    curve = mean_max(power)
    assert curve[20] == pytest.approx(200)
    assert curve[60] == pytest.approx(400 / 3)


@given(arrays(np.float64, st.integers(1, 200), elements=st.floats(0, 2000) | st.just(np.nan)))
def test_each_point_is_the_best_mean_of_a_plain_loop(power: np.ndarray) -> None:
    known = np.nan_to_num(power)
    for seconds, best in mean_max(power).items():
        means = [sum(known[k : k + seconds]) / seconds for k in range(known.size - seconds + 1)]
        assert best == pytest.approx(max(means), rel=1e-6, abs=1e-6)


def test_the_grid_up_to_a_time_holds_it() -> None:
    assert grid_up_to(90)[-1] == 90
    assert grid_up_to(89.9)[-1] < 90
    assert grid_up_to(0.5) == ()


def test_a_heart_is_averaged_over_what_is_known_of_nine_tenths_of_a_window() -> None:
    beats = np.full(40, 150.0)
    beats[10:13] = np.nan
    curve = by_duration(mean_max_known_column(beats))
    assert set(curve.values()) == {150.0}
    assert max(curve) == 40
    beats[13:15] = np.nan
    # 27 s from the 13th second on miss two, any 28 s miss three.
    assert max(by_duration(mean_max_known_column(beats))) == 27


def test_without_holes_the_two_kinds_of_curve_are_one() -> None:
    beats = 120 + 30 * np.sin(np.arange(900) / 60)
    assert np.array_equal(mean_max_known_column(beats), mean_max_column(beats))


def test_the_best_window_is_the_point_of_the_curve_and_where_it_lies() -> None:
    power = np.concatenate([np.full(30, 100.0), np.full(20, 400.0), np.full(30, np.nan)])
    assert best_window(power, 20) == (400.0, 30)
    assert best_window(power, 30) == (300.0, 20)
    assert best_window(power, 81) is None
    assert best_window(power, 60, known_only=True) is None
    assert best_window(power, 50, known_only=True) == (pytest.approx(10_500 / 45), 5)
