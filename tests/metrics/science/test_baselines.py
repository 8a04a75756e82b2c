"""What is usual, from the days before."""

import numpy as np

from metrics.science.baselines import mean_baseline, robust_baseline, trailing_mean


def test_a_day_is_never_part_of_its_own_baseline() -> None:
    values = np.array([50.0] * 20 + [90.0])
    baseline = robust_baseline(values, days=20, least=20, floor=1.0)
    assert baseline.center[-1] == 50.0
    assert baseline.z(values)[-1] == 40.0


def test_the_robust_spread_is_the_scaled_median_absolute_deviation() -> None:
    values = np.array([48.0, 50.0, 52.0, 54.0, 56.0, 60.0])
    baseline = robust_baseline(values, days=5, least=5)
    assert baseline.center[-1] == 52.0
    assert baseline.spread[-1] == 1.4826 * 2.0


def test_days_skipped_do_not_shape_the_mean() -> None:
    values = np.array([1.0, 2.0, 3.0, 100.0, 100.0, 9.0])
    baseline = mean_baseline(values, days=3, skip=2, least=3)
    assert baseline.center[-1] == 2.0
    assert baseline.spread[-1] == 1.0


def test_too_few_known_days_have_no_baseline() -> None:
    values = np.array([50.0, np.nan, np.nan, 50.0, 55.0])
    baseline = mean_baseline(values, days=4, skip=0, least=3)
    assert baseline.count.tolist() == [0, 1, 1, 1, 2]
    assert np.isnan(baseline.center).all()
    assert np.isnan(baseline.z(values)).all()


def test_the_trailing_mean_leaves_out_what_is_missing() -> None:
    mean = trailing_mean(np.array([1.0, np.nan, 3.0, 5.0]), days=3, least=2)
    assert np.isnan(mean[:2]).all()
    assert mean[2:].tolist() == [2.0, 4.0]


def test_no_days_are_no_trouble() -> None:
    assert trailing_mean(np.empty(0)).size == 0
    assert robust_baseline(np.empty(0)).center.size == 0
