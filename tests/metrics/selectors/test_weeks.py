from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from metrics.selectors.load import LoadWindow
from metrics.selectors.weeks import LastDays, last_days, monday_of, weekly_table

MONDAY = date(2026, 11, 2)


def window(loads, start=MONDAY, fitness=None, ramp=np.nan):
    load = np.asarray(loads, dtype=float)
    rising = np.arange(load.size, dtype=float) if fitness is None else np.asarray(fitness, dtype=float)
    return LoadWindow(start, load, rising, rising + 5, -rising, np.full(load.size, ramp), start)


def test_a_week_sums_its_load_and_ends_with_its_sunday():
    rows = weekly_table(window([10.0] * 7 + [20.0] * 7))

    assert [(row.start, row.load, row.fitness, row.fatigue, row.form) for row in rows] == [
        (MONDAY + timedelta(days=7), 140.0, 13.0, 18.0, -13.0),
        (MONDAY, 70.0, 6.0, 11.0, -6.0),
    ]
    assert [row.change for row in rows] == [7.0, None]
    assert [row.is_running for row in rows] == [False, False]


def test_the_week_that_is_not_over_is_marked():
    rows = weekly_table(window([10.0] * 9))

    assert [(row.load, row.is_running) for row in rows] == [(20.0, True), (70.0, False)]


def test_a_window_within_a_week_is_one_row():
    (row,) = weekly_table(window([10.0, 20.0], start=MONDAY + timedelta(days=2)))

    assert (row.start, row.load, row.is_running) == (MONDAY, 30.0, True)


def test_no_days_are_no_weeks():
    assert weekly_table(window([])) == []
    assert last_days(window([])) == LastDays(None, None, None, None)


def test_the_last_days_end_yesterday():
    found = last_days(window([400, 0, 600, 300, 500, 800, 200, 9999], ramp=2.5))

    assert (found.load, found.ramp) == (2800, 2.5)
    assert found.monotony == pytest.approx(1.632993, abs=1e-6)
    assert found.strain == pytest.approx(4572.381, abs=1e-3)


def test_a_week_of_rest_has_no_monotony():
    assert last_days(window([0.0] * 8)) == LastDays(0.0, None, None, None)


def test_less_than_a_week_says_nothing():
    assert last_days(window([50.0] * 7)) == LastDays(None, None, None, None)


@pytest.mark.parametrize("offset", range(7))
def test_every_day_belongs_to_the_monday_before(offset):
    assert monday_of(MONDAY + timedelta(days=offset)) == MONDAY
