"""Other tools' figures, and workload ratios."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.science import aerobic, workload
from metrics.science.alternatives import (
    GOLDEN_CHEETAH_ALPHA,
    edwards_load,
    exponential_power,
    lucia_load,
    squared_heart_rate_load,
)

INTERVALS = np.tile(np.concatenate([np.full(60, 300.0), np.full(60, 100.0)]), 30)


def test_exponential_power_is_skibas() -> None:
    assert exponential_power(INTERVALS) == pytest.approx(219.5757724082869, rel=1e-9)
    assert exponential_power(np.full(3600, 300.0)) == pytest.approx(298.9195240839053, rel=1e-9)
    assert exponential_power(INTERVALS, GOLDEN_CHEETAH_ALPHA) == pytest.approx(219.11561557675205, rel=1e-9)


def test_exponential_power_of_nothing_is_unknown() -> None:
    assert exponential_power(np.full(60, np.nan)) is None


def test_zone_loads_weigh_minutes() -> None:
    assert edwards_load([600, 1200, 900, 600, 300]) == 160
    assert lucia_load([2400, 900, 300]) == 85


def test_the_squared_shortcut_overrates_easy_work() -> None:
    assert squared_heart_rate_load(150, 165, 1) == pytest.approx(82.64462809917354, rel=1e-9)


def test_workload_ratios_hold() -> None:
    loads = np.array([50.0] * 21 + [100.0] * 7)
    assert workload.coupled_ratio(loads) == pytest.approx(1.6)
    assert workload.uncoupled_ratio(loads) == pytest.approx(2.0)
    assert workload.weighted_ratio(loads) == pytest.approx(1.3393501030132535, rel=1e-9)


def test_workload_needs_four_weeks_and_some_training() -> None:
    assert workload.coupled_ratio(np.full(27, 50.0)) is None
    assert workload.weighted_ratio(np.full(27, 50.0)) is None
    assert workload.uncoupled_ratio(np.array([0.0] * 21 + [100.0] * 7)) is None
    assert workload.weighted_ratio(np.zeros(28)) is None


def test_estimates_of_capacity_hold() -> None:
    assert aerobic.vo2max_from_heart_rates(190, 50) == pytest.approx(58.14)
    assert aerobic.vo2max_from_12_minutes(2800) == pytest.approx(51.31008271853342, rel=1e-9)
    assert aerobic.vo2_of_running(200) == pytest.approx(43.5)
    assert aerobic.vo2_of_running(200, 0.05) == pytest.approx(52.5)
    assert aerobic.vo2_of_cycling(250, 70) == pytest.approx(45.57142857142857, rel=1e-9)
    assert aerobic.vo2max_from_peak_power(350, 70) == pytest.approx(63.26428571428571, rel=1e-9)


def test_estimates_of_heart_rates_and_altitude_hold() -> None:
    assert aerobic.hr_max_by_age(40) == 180
    assert aerobic.hr_max_by_age_fox(40) == 180
    assert aerobic.heart_rate_of_reserve(0.7, 50, 190) == pytest.approx(148)
    assert aerobic.vo2max_factor_at(2000) == pytest.approx(0.8929)
    assert aerobic.vo2max_factor_at(0) == 1
