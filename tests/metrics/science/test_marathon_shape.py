from __future__ import annotations

import math

import pytest

from metrics.science import vdot as daniels
from metrics.science.marathon_shape import marathon_shape

MARATHON = 42_195.0


def test_kilometres_and_long_runs_count_two_to_one() -> None:
    """60 km a week on VDOT 50, of which 84.8 are wanted; one run of 25 km today, 17.3 km above 13 wanted."""
    runs = [*((ago, 60_000 / 7) for ago in range(182)), (0, 25_000)]
    shape = marathon_shape(50, MARATHON, runs, days_known=400)

    weekly = (60 * 26 + 25) / 26
    wanted = math.log(50 / 4) * 12 - 13
    assert shape.weekly_km == pytest.approx(weekly)
    assert shape.weekly_target_km == pytest.approx(50**1.135)
    assert shape.share == pytest.approx(0.67 * weekly / 50**1.135 + 0.33 * 2 * (12 / wanted) ** 2 / 10)
    assert (shape.long_runs, shape.longest_km) == (1, 25.0)


def test_an_older_long_run_counts_for_less() -> None:
    shares = [marathon_shape(50, MARATHON, [(ago, 25_000)], days_known=400).share for ago in (0, 35, 69, 70)]

    assert shares == sorted(shares, reverse=True)
    assert shares[3] == pytest.approx(0.67 * 25 / 26 / 50**1.135)


@pytest.mark.parametrize(("days_known", "weeks"), [(0, 10), (70, 10), (140, 20), (182, 26), (2000, 26)])
def test_a_newcomers_weeks_are_not_counted_as_empty(days_known: int, weeks: int) -> None:
    shape = marathon_shape(50, MARATHON, [(3, 10_000)], days_known=days_known)

    assert shape.weekly_km == pytest.approx(10 / weeks)


def test_enough_training_slows_nothing() -> None:
    runs = [(ago, 17_000.0) for ago in range(182)]

    shape = marathon_shape(50, MARATHON, runs, days_known=400)

    assert shape.share > shape.required == pytest.approx(0.99786, abs=1e-5)
    assert (shape.slowing, shape.is_fulfilled) == (0.0, True)


def test_no_training_slows_to_what_six_tenths_of_vdot_run() -> None:
    shape = marathon_shape(50, MARATHON, [], days_known=400)

    lower = 50 * (1 - 0.4 * shape.required)
    expected = math.log(daniels.time_for(lower, MARATHON) / daniels.time_for(50, MARATHON))
    assert shape.slowing == pytest.approx(expected)
    assert not shape.is_fulfilled


@pytest.mark.parametrize(("metres", "required"), [(21_097.5, 0.42536), (42_195, 0.99786)])
def test_a_longer_race_asks_for_more(metres: float, required: float) -> None:
    assert marathon_shape(50, metres, [], days_known=400).required == pytest.approx(required, abs=1e-4)


def test_a_short_race_does_not_fail_for_want_of_long_runs() -> None:
    assert marathon_shape(50, 10_000, [], days_known=400).is_fulfilled
