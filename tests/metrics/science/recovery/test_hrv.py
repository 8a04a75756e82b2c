from __future__ import annotations

import numpy as np
import pytest

from metrics.science.recovery.hrv import hrv_band, ln_rmssd, rmssd, weekly_cv

BEATS_MS = [1000, 1020, 990, 1010, 1005, 995, 1030, 970, 1000, 1015, 985, 1025]
WEEK = np.array([4.10, 4.05, 4.20, 4.15, 4.00, 4.12, 4.18])


def test_rmssd_of_twelve_beats():
    assert rmssd(BEATS_MS) == pytest.approx(30.56290086184407, abs=1e-12)
    assert ln_rmssd(np.array([rmssd(BEATS_MS)]))[0] == pytest.approx(3.4197868832830323, abs=1e-12)


def test_rmssd_of_five_beats_as_runalyze_has_it():
    assert rmssd([500, 510, 530, 550, 560]) == pytest.approx(15.8, abs=0.05)


def test_rmssd_needs_two_beats():
    assert np.isnan(rmssd([1000]))
    assert np.isnan(rmssd([]))


def test_what_is_zero_or_less_was_not_measured():
    assert np.isnan(ln_rmssd(np.array([0.0, -1.0, np.nan]))).all()


def test_the_weekly_variation_is_that_of_the_vector():
    assert weekly_cv(WEEK)[-1] == pytest.approx(1.7292689245384854, abs=1e-12)


def test_the_week_needs_three_nights():
    band = hrv_band(np.array([60.0, np.nan, 60.0, np.nan, 66.0]))

    assert np.isnan(band.week[:4]).all()
    assert np.exp(band.week[4]) == pytest.approx((60 * 60 * 66) ** (1 / 3))
    assert np.isnan(band.cv_pct[:4]).all()


def test_the_band_is_mean_and_three_quarters_of_a_deviation_of_the_60_days_before_the_week():
    nights = np.tile([50.0, 60.0], 50)
    nights[-7:] = 90.0
    before = np.log(nights[-67:-7])

    band = hrv_band(nights)

    center, spread = before.mean(), before.std(ddof=1)
    assert band.count[-1] == 60
    assert band.center[-1] == pytest.approx(center)
    assert band.low[-1] == pytest.approx(center - 0.75 * spread)
    assert band.high[-1] == pytest.approx(center + 0.75 * spread)
    assert band.z[-1] == pytest.approx((np.log(90) - center) / spread)


def test_the_band_needs_twenty_nights_before_the_week():
    steady = np.full(27, 55.0)

    band = hrv_band(steady)

    assert np.isnan(band.center[25])
    assert band.center[26] == pytest.approx(np.log(55))
    assert band.high[26] - band.center[26] == pytest.approx(0.75 * 0.02)


def test_scaling_all_nights_moves_the_band_and_leaves_the_distance():
    nights = 50 + 10 * np.sin(np.arange(120.0))

    one, double = hrv_band(nights), hrv_band(2 * nights)

    assert double.center[26:] - one.center[26:] == pytest.approx(np.full(94, np.log(2)))
    assert double.z == pytest.approx(one.z, nan_ok=True)


def test_gaps_and_empty_columns_never_raise():
    assert hrv_band(np.empty(0)).week.size == 0
    assert np.isnan(hrv_band(np.full(80, np.nan)).z).all()
