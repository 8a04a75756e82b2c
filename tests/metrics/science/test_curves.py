import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.curves import GRID, mean_max


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
