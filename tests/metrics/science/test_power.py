import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.power import average_power, intensity, load, variability, weighted_power, work_kj

watts = arrays(np.float64, st.integers(30, 300), elements=st.floats(0, 2000))


def test_an_hour_at_threshold_is_a_load_of_100() -> None:
    assert load(3600, intensity(weighted_power(np.full(3600, 250.0)), 250)) == pytest.approx(100)


def test_fewer_than_thirty_seconds_have_no_weighted_power() -> None:
    assert weighted_power(np.full(29, 200.0)) is None
    assert weighted_power(np.full(30, 200.0)) == pytest.approx(200)


def test_no_window_crosses_a_pause() -> None:
    power = np.concatenate([np.full(40, 100.0), np.full(20, np.nan), np.full(40, 300.0)])
    eleven_windows_each = ((100.0**4 + 300.0**4) / 2) ** 0.25
    assert weighted_power(power) == pytest.approx(eleven_windows_each)


def test_pieces_shorter_than_a_window_do_not_count() -> None:
    power = np.concatenate([np.full(29, 900.0), [np.nan], np.full(30, 100.0)])
    assert weighted_power(power) == pytest.approx(100)


def test_the_mask_leaves_seconds_out() -> None:
    running = np.arange(100) < 50
    power = np.where(running, 200.0, 900.0)
    assert weighted_power(power, running) == pytest.approx(200)
    assert average_power(power, running) == 200
    assert work_kj(power, running) == 10


def test_zeros_count_in_the_average_and_unknown_seconds_do_not() -> None:
    assert average_power(np.array([0.0, 200.0, np.nan])) == 100


def test_nothing_known_gives_nothing() -> None:
    nothing = np.full(60, np.nan)
    assert (weighted_power(nothing), average_power(nothing), work_kj(nothing)) == (None, None, None)


@pytest.mark.parametrize(("weighted", "threshold"), [(None, 250), (200, None), (200, 0), (200, -5)])
def test_no_intensity_without_both(weighted: float | None, threshold: float | None) -> None:
    assert intensity(weighted, threshold) is None


def test_no_load_and_no_variability_without_their_parts() -> None:
    assert load(None, 0.8) is None
    assert load(3600, None) is None
    assert variability(200, 0) is None
    assert variability(None, 100) is None


@given(watts, st.floats(0.1, 10))
def test_weighted_power_scales(power: np.ndarray, factor: float) -> None:
    assert weighted_power(power * factor) == pytest.approx(weighted_power(power) * factor, rel=1e-6, abs=1e-3)


@given(watts)
def test_weighted_power_lies_between_the_lowest_and_the_highest_half_minute(power: np.ndarray) -> None:
    means = np.convolve(power, np.full(30, 1 / 30), "valid")
    assert means.min() - 1e-6 <= weighted_power(power) <= means.max() + 1e-6


@given(watts)
def test_weighted_power_is_that_of_a_plain_loop(power: np.ndarray) -> None:
    means = [sum(power[k : k + 30]) / 30 for k in range(power.size - 29)]
    expected = (sum(mean**4 for mean in means) / len(means)) ** 0.25
    assert weighted_power(power) == pytest.approx(expected, rel=1e-6, abs=1e-3)
