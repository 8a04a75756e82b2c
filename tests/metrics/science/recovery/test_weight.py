from __future__ import annotations

import numpy as np
import pytest

from metrics.science.recovery.weight import weight_trend


def test_the_first_weight_is_the_first_trend():
    assert weight_trend(np.array([np.nan, 70.0]))[1] == 70.0
    assert np.isnan(weight_trend(np.array([np.nan, 70.0]))[0])


def test_a_tenth_of_each_days_difference_enters():
    assert weight_trend(np.array([70.0, 72.0, 72.0])) == pytest.approx([70.0, 70.2, 70.38])


def test_a_weight_after_three_days_counts_as_much_as_three_such_days():
    daily = weight_trend(np.array([70.0, 72.0, 72.0, 72.0]))
    sparse = weight_trend(np.array([70.0, np.nan, np.nan, 72.0]))

    assert sparse[3] == pytest.approx(daily[3])
    assert sparse[:3] == pytest.approx([70.0, 70.0, 70.0])


def test_a_trend_stands_for_two_weeks():
    trend = weight_trend(np.append(70.0, np.full(20, np.nan)))

    assert trend[13] == 70.0
    assert np.isnan(trend[14:]).all()


def test_no_weight_has_no_trend():
    assert np.isnan(weight_trend(np.full(3, np.nan))).all()
    assert weight_trend(np.empty(0)).size == 0
