from __future__ import annotations

import numpy as np
import pytest

from metrics.science.recovery.sleep import (
    EPOCHS,
    asleep_by_minute,
    regularity_index,
    sleep_debt,
    sleep_need,
)

HOUR = 3600.0


def nights(*hours):
    return np.array(hours) * HOUR


def test_the_need_is_the_usual_night():
    need = sleep_need(np.append(np.full(14, 7.8 * HOUR), np.nan))

    assert np.isnan(need[13])
    assert need[14] == 7.8 * HOUR


def test_a_short_sleepers_need_is_seven_hours_and_a_long_ones_nine():
    assert sleep_need(np.full(20, 6 * HOUR))[-1] == 7 * HOUR
    assert sleep_need(np.full(20, 10 * HOUR))[-1] == 9 * HOUR


def test_debt_is_what_fourteen_nights_lack():
    slept = np.append(np.full(6, 4 * HOUR), np.full(14, 7.5 * HOUR))

    assert sleep_debt(slept, np.full(20, 8 * HOUR))[-1] == pytest.approx(14 * 0.5 * HOUR)


def test_long_nights_pay_back_but_are_never_saved():
    need = np.full(14, 8 * HOUR)

    assert sleep_debt(np.tile(nights(7, 9), 7), need)[-1] == 0.0
    assert sleep_debt(np.full(14, 9 * HOUR), need)[-1] == 0.0


def test_a_night_without_a_value_owes_nothing():
    slept = np.full(14, 7 * HOUR)
    slept[3:7] = np.nan

    assert sleep_debt(slept, np.full(14, 8 * HOUR))[-1] == pytest.approx(10 * HOUR)


def test_debt_needs_seven_nights():
    need = np.full(8, 8 * HOUR)

    debt = sleep_debt(np.full(8, 7 * HOUR), need)

    assert np.isnan(debt[:6]).all()
    assert debt[6:] == pytest.approx([7 * HOUR, 8 * HOUR])


def test_debt_without_a_need_is_unknown():
    assert np.isnan(sleep_debt(np.full(14, 7 * HOUR), np.full(14, np.nan))).all()


def test_eight_and_nine_hours_from_the_same_bedtime_are_regular_to_91_and_two_thirds():
    start = np.full(10, 11 * 60.0)
    asleep = asleep_by_minute(start, start + np.tile([480.0, 540.0], 5))

    index = regularity_index(asleep, known=np.ones(10, bool))

    assert index[-1] == pytest.approx(91.66666666666669, abs=1e-9)


def test_the_same_night_again_and_again_is_100_and_its_opposite_minus_100():
    asleep = np.zeros((8, EPOCHS), bool)
    asleep[:, :720] = True
    known = np.ones(8, bool)
    assert regularity_index(asleep, known=known)[-1] == 100.0

    asleep[1::2] = ~asleep[1::2]
    assert regularity_index(asleep, known=known)[-1] == -100.0


def test_regularity_needs_five_pairs_of_nights():
    asleep = np.zeros((8, EPOCHS), bool)
    known = np.ones(8, bool)

    index = regularity_index(asleep, known=known)
    assert np.isnan(index[4])
    assert index[5] == 100.0

    known[3] = False
    assert index[-1] == regularity_index(asleep, known=known)[-1] == 100.0
    known[5] = False
    assert np.isnan(regularity_index(asleep, known=known)[-1])


def test_a_pair_counts_only_when_both_nights_are_known():
    start, end = np.full(9, 600.0), np.full(9, 1080.0)
    start[3] = end[3] = np.nan
    asleep = asleep_by_minute(start, end)

    index = regularity_index(asleep, known=~np.isnan(start))

    assert index[-1] == 100.0


def test_minutes_are_asleep_from_the_first_to_before_the_last():
    asleep = asleep_by_minute(np.array([600.0, np.nan]), np.array([602.0, np.nan]))

    assert np.flatnonzero(asleep[0]).tolist() == [600, 601]
    assert not asleep[1].any()
