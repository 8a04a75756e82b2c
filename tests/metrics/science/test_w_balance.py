import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.w_balance import recovery_s, w_balance, w_balance_integral

MODEL = {"cp_w": 250.0, "w_prime_j": 20_000.0}
TEN = np.tile(np.repeat([400.0, 150.0], 60), 10)
FOUR = np.tile(np.repeat([300.0, 150.0], 180), 4)
WATTS = arrays(np.float64, st.integers(0, 300), elements=st.floats(0, 1500) | st.just(np.nan))


@pytest.mark.parametrize(
    ("power", "lowest", "last"),
    [(TEN, -12937.96544848934, -4382.689847479686), (FOUR, 5267.3691370700835, 14023.66626560057)],
)
def test_the_differential_form_is_the_published_one(power, lowest, last):
    balance = w_balance(power, **MODEL)

    assert balance.size == power.size
    assert (balance.min(), balance[-1]) == pytest.approx((lowest, last), rel=1e-9)


@pytest.mark.parametrize(
    ("power", "lowest", "last"),
    [(TEN, -17024.377532884, -12966.48510882548), (FOUR, 5771.322806203285, 9955.711817527366)],
)
def test_the_integral_form_is_the_published_one(power, lowest, last):
    balance = w_balance_integral(power, **MODEL)

    assert recovery_s(power, 250) == pytest.approx(516.8621748796076, rel=1e-9)
    assert (balance.min(), balance[-1]) == pytest.approx((lowest, last), rel=1e-9)


def test_a_pause_is_rest_and_a_silent_sensor_changes_nothing():
    power = np.concatenate([np.full(60, 350.0), np.full(60, np.nan)])
    running = np.arange(120) < 60

    resting = w_balance(power, **MODEL, running=running)
    silent = w_balance(power, **MODEL, running=np.ones(120, dtype=bool))

    assert resting[59] == silent[59] == silent[119] == 14_000
    assert resting[119] == pytest.approx(20_000 - 6_000 * (1 - 250 / 20_000) ** 60)


def test_nothing_has_no_balance():
    assert w_balance(np.empty(0), **MODEL).size == w_balance_integral(np.empty(0), **MODEL).size == 0


@given(WATTS)
def test_the_balance_is_never_more_than_full(power):
    assert np.all(w_balance(power, **MODEL) <= 20_000)
    assert np.all(w_balance_integral(power, **MODEL) <= 20_000)


@given(WATTS, st.floats(0.25, 4))
def test_a_larger_body_has_the_same_balance_in_its_own_units(power, factor):
    larger = w_balance(power * factor, cp_w=250 * factor, w_prime_j=20_000 * factor)
    assert larger == pytest.approx(w_balance(power, **MODEL) * factor, rel=1e-6, abs=1e-3)


@given(WATTS, WATTS)
def test_the_second_half_goes_on_where_the_first_one_ended(first, second):
    whole = w_balance(np.concatenate([first, second]), **MODEL)

    assert np.array_equal(whole[: first.size], w_balance(first, **MODEL))
