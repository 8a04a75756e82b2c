import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.downsample import downsample_lttb, lttb_indices


def test_few_points_stay_all() -> None:
    x, y = downsample_lttb(np.arange(4.0), np.array([1.0, 5.0, 2.0, 4.0]), 4)
    assert x.tolist() == [0, 1, 2, 3]
    assert y.tolist() == [1, 5, 2, 4]


def test_a_lone_peak_survives() -> None:
    y = np.zeros(1000)
    y[617] = 100
    assert downsample_lttb(np.arange(1000.0), y, 20)[1].max() == 100


def test_a_line_needs_three_points() -> None:
    with pytest.raises(ValueError, match="three"):
        lttb_indices(np.arange(10.0), np.arange(10.0), 2)


def test_the_choice_is_that_of_the_published_algorithm() -> None:
    x, y = np.arange(200.0), np.random.default_rng(7).normal(size=200)
    assert lttb_indices(x, y, 22).tolist() == by_the_book(x, y, 22)


def by_the_book(x: np.ndarray, y: np.ndarray, points: int) -> list[int]:
    """Point by point, with the buckets of the module."""
    edges = np.linspace(1, y.size - 1, points - 1).astype(int)
    chosen = [0]
    for bucket in range(points - 2):
        after = slice(edges[bucket + 1], edges[bucket + 2] if bucket + 2 < edges.size else y.size)
        mean_x, mean_y = x[after].mean(), y[after].mean()
        a = chosen[-1]
        areas = {
            i: abs((x[a] - mean_x) * (y[i] - y[a]) - (x[a] - x[i]) * (mean_y - y[a]))
            for i in range(edges[bucket], edges[bucket + 1])
        }
        chosen.append(max(areas, key=areas.__getitem__))
    return [*chosen, y.size - 1]


def test_a_hole_stays_a_hole_and_is_nowhere_else() -> None:
    y = np.sin(np.arange(1000) / 30)
    y[400:600] = np.nan
    x, kept = downsample_lttb(np.arange(1000.0), y, 50)
    assert np.isnan(kept).any()
    assert ((x[np.isnan(kept)] >= 400) & (x[np.isnan(kept)] < 600)).all()


def test_single_unknown_points_are_left_out() -> None:
    y = np.sin(np.arange(1000) / 30)
    y[5::10] = np.nan
    assert not np.isnan(downsample_lttb(np.arange(1000.0), y, 50)[1]).any()


def test_nothing_known_is_still_a_line_of_holes() -> None:
    x, y = downsample_lttb(np.arange(100.0), np.full(100, np.nan), 10)
    assert x.size == 10
    assert np.isnan(y).all()


@given(arrays(np.float64, st.integers(1, 300), elements=st.floats(-1e3, 1e3)), st.integers(3, 60))
def test_ends_order_and_number_hold(y: np.ndarray, points: int) -> None:
    chosen = lttb_indices(np.arange(float(y.size)), y, points)
    assert chosen.size == min(points, y.size)
    assert chosen[0] == 0
    assert chosen[-1] == y.size - 1
    assert (np.diff(chosen) > 0).all()
