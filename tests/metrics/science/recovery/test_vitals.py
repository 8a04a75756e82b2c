from __future__ import annotations

import numpy as np
import pytest

from metrics.science.recovery.vitals import VITALS, coverage, usual


def test_the_usual_range_is_one_and_a_half_spreads_around_the_median_of_the_35_days_before():
    values = np.append(np.tile([44.0, 48.0, 52.0], 12)[:35], 56.0)

    found = usual(values, VITALS["resting_hr"])

    assert found.count[-1] == 35
    assert found.center[-1] == 48.0
    assert found.high[-1] == pytest.approx(48 + 1.5 * 1.4826 * 4)
    assert found.low[-1] == pytest.approx(48 - 1.5 * 1.4826 * 4)
    assert found.z[-1] == pytest.approx(8 / (1.4826 * 4))


def test_a_resting_heart_rate_that_never_moves_has_a_spread_of_one_beat():
    found = usual(np.append(np.full(20, 48.0), 50.0), VITALS["resting_hr"])

    assert found.z[-1] == 2.0


def test_thirteen_days_are_too_few():
    assert np.isnan(usual(np.full(14, 48.0), VITALS["resting_hr"]).center[13])
    assert usual(np.full(15, 48.0), VITALS["resting_hr"]).center[14] == 48.0


def test_weight_may_be_taken_weekly():
    values = np.full(60, np.nan)
    values[::7] = 70.0

    assert usual(values, VITALS["weight"]).center[-1] == 70.0


def test_coverage_counts_the_last_days_and_what_lies_before_the_first():
    values = np.array([np.nan, 1.0, 2.0, np.nan])

    assert coverage(values, 2) == 0.5
    assert coverage(values, 4) == 0.5
    assert coverage(values, 8) == 0.25
    assert coverage(np.empty(0), 7) == 0.0
