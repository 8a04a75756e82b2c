import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.load import decaying_mean, load_series, monotony, ramp_rate, seed, strain

loads = arrays(np.float64, st.integers(1, 400), elements=st.floats(0, 500))


def test_form_is_yesterdays_fitness_less_yesterdays_fatigue() -> None:
    series = load_series(np.array([100.0, 0.0]), start_fitness=50, start_fatigue=60)
    assert series.form[0] == -10
    assert series.form[1] == series.fitness[0] - series.fatigue[0]


def test_no_days_give_no_values() -> None:
    series = load_series(np.empty(0), start_fitness=50)
    assert [series.fitness.size, series.fatigue.size, series.form.size, series.ramp.size] == [0, 0, 0, 0]


@given(loads, st.integers(0, 400))
def test_a_series_continues_from_any_day_as_if_never_cut(daily: np.ndarray, cut: int) -> None:
    whole = load_series(daily)
    cut = min(cut, daily.size)
    head = load_series(daily[:cut])
    fitness, fatigue = (head.fitness[-1], head.fatigue[-1]) if cut else (0.0, 0.0)
    rest = load_series(
        daily[cut:], start_fitness=fitness, start_fatigue=fatigue, earlier_fitness=head.fitness[-7:]
    )
    np.testing.assert_allclose(rest.fitness, whole.fitness[cut:], atol=1e-9)
    np.testing.assert_allclose(rest.form, whole.form[cut:], atol=1e-9)
    np.testing.assert_allclose(rest.ramp, whole.ramp[cut:], atol=1e-9)


@given(loads, st.floats(0.1, 10))
def test_twice_the_load_is_twice_the_fitness(daily: np.ndarray, factor: float) -> None:
    np.testing.assert_allclose(
        decaying_mean(daily * factor, 42), decaying_mean(daily, 42) * factor, rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("days", [7.0, 42.0])
def test_fitness_converges_on_a_steady_load(days: float) -> None:
    assert decaying_mean(np.full(2000, 80.0), days)[-1] == pytest.approx(80)


def test_settings_of_the_athlete_change_the_time_constants() -> None:
    series = load_series(np.full(60, 100.0), fitness_days=60, fatigue_days=10)
    assert series.fitness[59] == pytest.approx(100 * (1 - np.exp(-1)))
    assert series.fatigue[9] == pytest.approx(100 * (1 - np.exp(-1)))


def test_ramp_is_unknown_for_a_week_and_then_the_difference() -> None:
    ramp = ramp_rate(np.arange(10.0) ** 2)
    assert np.isnan(ramp[:7]).all()
    assert ramp[7:].tolist() == [49, 63, 77]


def test_seed_is_the_mean_of_the_first_four_weeks() -> None:
    assert seed(np.concatenate([np.full(28, 50.0), np.full(100, 200.0)])) == 50
    assert seed(np.array([30.0, 60.0])) == 45
    assert seed(np.empty(0)) == 0


def test_monotony_of_runalyzes_example() -> None:
    assert monotony(np.array([0.0, 20, 10, 10, 10, 10, 10]))[6] == pytest.approx(1.870829, abs=1e-6)


def test_equal_days_reach_the_cap_and_rest_has_no_monotony() -> None:
    assert monotony(np.full(7, 80.0))[6] == 10
    assert np.isnan(monotony(np.zeros(7))[6])
    assert np.isnan(strain(np.zeros(7))[6])


def test_monotony_needs_a_whole_week() -> None:
    assert np.isnan(monotony(np.array([100.0] * 6))).all()
    assert np.isnan(strain(np.array([100.0] * 6))).all()


@given(st.permutations([400.0, 0.0, 600.0, 300.0, 500.0, 800.0, 200.0]))
def test_monotony_does_not_depend_on_the_order_of_the_days(week: list[float]) -> None:
    assert monotony(np.array(week))[6] == pytest.approx(1.632993161855452)
