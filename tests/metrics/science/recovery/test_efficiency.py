from __future__ import annotations

import numpy as np
import pytest

from metrics.science.recovery.efficiency import efficiency_change_pct

AGO = np.array([1, 5, 13, 14, 20, 30, 40, 59, 60])


def test_compares_the_median_of_two_weeks_with_the_46_days_before():
    efficiency = np.array([1.90, 1.94, 1.80, 2.0, 2.0, 2.1, 1.9, 2.0, 9.0])

    assert efficiency_change_pct(AGO, efficiency) == pytest.approx(-5.0)


def test_needs_three_activities_and_five_before():
    assert np.isnan(efficiency_change_pct(AGO[1:], np.full(8, 2.0)))
    assert np.isnan(efficiency_change_pct(AGO[:7], np.full(7, 2.0)))
    assert efficiency_change_pct(AGO[:8], np.full(8, 2.0)) == 0.0


def test_what_lies_ahead_and_what_is_unknown_does_not_count():
    efficiency = np.full(9, 2.0)
    efficiency[0] = np.nan
    assert np.isnan(efficiency_change_pct(AGO, efficiency))

    assert np.isnan(efficiency_change_pct(AGO - 6, np.full(9, 2.0)))
