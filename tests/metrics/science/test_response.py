"""Banister's model against Clarke and Skiba's rider and the published days before a race."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from metrics.science.response import Response, accumulated, errors, fit

RIDER = Path(__file__).resolve().parents[4] / "shared/reference/vectors/clarke_skiba_2013_bikescore.csv"

type Rider = tuple[np.ndarray, list[int], list[float]]


@pytest.fixture
def rider() -> Rider:
    """Daily BikeScore, and the days and watts of nine five-minute tests."""
    if not RIDER.is_file():
        pytest.skip("no test vectors beside the project")
    rows = list(csv.DictReader(RIDER.read_text().splitlines()))
    days = [index for index, row in enumerate(rows) if row["Test_5min_Power"]]
    loads = np.array([float(row["BikeScore"]) for row in rows])
    return loads, days, [float(rows[day]["Test_5min_Power"]) for day in days]


def test_the_published_parameters_give_the_published_error(rider: Rider) -> None:
    found = errors(Response(262, 0.18, 0.23, 36, 21), *rider)
    assert found.squared_error == pytest.approx(21.260, abs=5e-4)
    assert found.r_squared == pytest.approx(0.9782, abs=5e-5)


def test_the_parameters_of_dorem_give_its_error(rider: Rider) -> None:
    found = errors(Response(266.0205, 0.3020749, 0.351475, 33.64338, 24.60564), *rider)
    assert (found.squared_error / 9) ** 0.5 == pytest.approx(1.48118, abs=5e-6)


def test_a_fit_with_given_time_constants_is_reproduced(rider: Rider) -> None:
    found = fit(*rider)
    assert found is not None
    assert found.squared_error == pytest.approx(29.216, abs=5e-4)
    gains = (found.response.base, found.response.fitness_gain, found.response.fatigue_gain)
    assert gains == pytest.approx((259.789, 0.0847, 0.1372), abs=5e-4)
    golden_cheetah = fit(*rider, fitness_days=50, fatigue_days=11)
    assert golden_cheetah is not None
    assert golden_cheetah.squared_error == pytest.approx(46.02, abs=5e-3)


def test_too_few_tests_carry_no_fit() -> None:
    assert fit(np.full(60, 50.0), list(range(7)), [250.0] * 7) is None


def test_a_sum_of_loads_follows_its_recursion() -> None:
    """Runalyze asserts these fitness values for time constants of 42 and 7 days, rounded."""
    loads = np.array([150.0, 50, 40, 0, 0, 60, 30, 100])
    assert np.round(accumulated(loads, 42.0))[:3].tolist() == [150, 196, 232]
    assert np.round(accumulated(loads, 7.0))[:3].tolist() == [150, 180, 196]


@pytest.mark.parametrize(
    ("response", "helpful", "most"),
    [
        (Response(0, 1, 2, 45, 15), 15.595811562598769, 40.314588057631234),
        (Response(0, 1, 2, 42, 7), 5.8224363167035404, 20.873215858219204),
        (Response(0, 0.18, 0.23, 36, 21), 12.354171884862449, 39.51959552178987),
        (Response(0, 1, 2, 50, 11), 9.775152546358202, 31.128235955239656),
    ],
)
def test_days_before_a_race_hold(response: Response, helpful: float, most: float) -> None:
    assert response.days_until_helpful == pytest.approx(helpful, rel=1e-9)
    assert response.days_of_most_help == pytest.approx(most, rel=1e-9)


def test_without_fatigue_no_load_does_harm() -> None:
    assert Response(0, 2, 1, 45, 44).days_until_helpful is None
