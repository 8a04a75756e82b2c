"""Thresholds with the dates from which they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.sources.demo.history import capacity_on
from athletes.sources.demo.thresholds import thresholds_between, thresholds_on

SEED = 7
SINCE, UNTIL = date(2025, 5, 23), date(2026, 11, 22)


def test_steps_cover_the_history_from_before_its_first_day() -> None:
    steps = thresholds_between(SINCE, UNTIL)
    dates = [step.effective_from for step in steps]
    assert dates == sorted(set(dates))
    assert dates[0] <= SINCE < dates[1]
    assert dates[-1] < UNTIL


def test_each_day_has_the_last_step_before_it() -> None:
    steps = thresholds_between(SINCE, UNTIL)
    for step in steps:
        assert thresholds_on(step.effective_from) == step
        assert thresholds_on(step.effective_from - timedelta(days=1)) != step


def test_the_athlete_improves_over_eighteen_months() -> None:
    first, last = thresholds_on(SINCE), thresholds_on(UNTIL)
    assert (first.ftp_w, last.ftp_w) == (202, 214)
    assert (first.threshold_pace_s_per_km, last.threshold_pace_s_per_km) == (283, 271)


def test_a_window_does_not_change_the_steps() -> None:
    inner = thresholds_between(date(2026, 1, 1), date(2026, 6, 1))
    assert set(inner) <= set(thresholds_between(SINCE, UNTIL))


def test_years_before_and_after_are_believable() -> None:
    assert 190 <= thresholds_on(date(2020, 1, 1)).ftp_w <= 210
    assert 220 <= thresholds_on(date(2040, 1, 1)).ftp_w <= 240


def test_capacity_stays_close_to_the_profile() -> None:
    for number in range(548):
        assert 0.95 < capacity_on(SINCE + timedelta(days=number), SEED) < 1.05


def test_a_test_writes_down_what_the_body_can_do() -> None:
    for step in thresholds_between(SINCE, UNTIL):
        assert capacity_on(step.effective_from, SEED) == pytest.approx(1.0, abs=0.03)
