"""Eighteen months that look like somebody's training."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from athletes.sources.demo import HISTORY_DAYS, ROBIN, thresholds_on
from athletes.sources.demo.cycle import Phase, week_of
from athletes.sources.demo.disruptions import illness_onset, is_travelling, travel_monday
from athletes.sources.demo.seasons import load_on, sessions_on
from athletes.sources.records import RecordedActivity, Sport
from metrics.science.activity import measure
from metrics.science.load import load_series
from metrics.science.thresholds import Thresholds

SEED, TODAY = 7, date(2026, 11, 22)
FIRST_DAY = TODAY - timedelta(days=HISTORY_DAYS)
ALL_DAYS = [FIRST_DAY + timedelta(days=number) for number in range(HISTORY_DAYS)]


def measured_load(activity: RecordedActivity) -> float:
    step = thresholds_on(activity.start_time.date())
    is_run = activity.sport is Sport.RUNNING
    thresholds = Thresholds(
        ftp_w=step.ftp_w,
        lthr_bpm=step.lthr_running_bpm if is_run else step.lthr_cycling_bpm,
        hr_max_bpm=ROBIN.hr_max_bpm,
        hr_rest_bpm=ROBIN.hr_rest_bpm,
        sex=ROBIN.sex,
        threshold_pace_s_per_km=step.threshold_pace_s_per_km,
    )
    return measure(activity, thresholds).load or 0.0


@pytest.fixture(scope="module")
def loads(activities: list[RecordedActivity]) -> np.ndarray:
    """Load of every day of the history, oldest first, as the application would compute it."""
    by_day = np.zeros(HISTORY_DAYS)
    for activity in activities:
        by_day[(activity.start_time.date() - FIRST_DAY).days] += measured_load(activity)
    return by_day


@pytest.mark.long
def test_a_typical_week_has_a_load_of_300_to_550(loads: np.ndarray) -> None:
    weeks = loads[: HISTORY_DAYS // 7 * 7].reshape(-1, 7).sum(axis=1)
    low, middle, high = np.percentile(weeks, [15, 50, 100])
    assert 230 < low < 320
    assert 370 < middle < 450
    assert 480 < high < 600


@pytest.mark.long
def test_fitness_ends_where_a_keen_amateur_is(loads: np.ndarray) -> None:
    assert 52 < load_series(loads).fitness[-1] < 70


def test_an_hour_at_threshold_is_worth_about_a_hundred(activities: list[RecordedActivity]) -> None:
    (race,) = [a for a in activities if a.name == "Harbour 10 km" and a.start_time.year == 2026]
    per_hour = measured_load(race) * 3600 / (race.timer_s or 1)
    assert per_hour == pytest.approx(101.0, abs=2.0)


@pytest.mark.long
def test_planned_load_is_close_to_the_measured_one(loads: np.ndarray) -> None:
    planned = np.array([load_on(day, SEED) for day in ALL_DAYS])
    assert loads.sum() == pytest.approx(planned.sum(), rel=0.08)


def test_the_races_are_where_the_calendar_has_them(activities: list[RecordedActivity]) -> None:
    races = [
        (a.start_time.date(), a.name)
        for a in activities
        if a.name and ("Harbour" in a.name or "half" in a.name)
    ]
    assert races == [
        (date(2026, 10, 4), "Harbour 10 km"),
        (date(2026, 4, 5), "Lakeside half marathon"),
        (date(2025, 10, 5), "Harbour 10 km"),
    ]


def test_a_half_marathon_is_as_long_as_it_should_be(activities: list[RecordedActivity]) -> None:
    (race,) = [a for a in activities if a.name == "Lakeside half marathon"]
    assert 21_097 < (race.distance_m or 0) < 21_350
    assert 5700 < (race.timer_s or 0) < 6300


def test_after_three_weeks_of_work_comes_an_easy_one() -> None:
    weeks = [week_of(date(2026, 10, 5) + timedelta(weeks=number)) for number in range(24)]
    assert [week.is_easy for week in weeks[2:22]] == [False, False, False, True] * 5


def test_volume_falls_before_the_race() -> None:
    *_, before, first, second = [week_of(date(2026, 4, 5) - timedelta(weeks=back)) for back in (2, 1, 0)]
    assert (before.phase, first.phase, second.phase) == (Phase.PEAK, Phase.TAPER, Phase.TAPER)
    assert before.volume > first.volume > second.volume
    assert second.is_race_week


def test_mondays_are_for_rest() -> None:
    assert all(sessions_on(day, SEED) == () for day in ALL_DAYS if day.weekday() == 0)


def test_long_sessions_are_at_weekends() -> None:
    long = {s.day.weekday() for day in ALL_DAYS for s in sessions_on(day, SEED) if s.name.startswith("Long")}
    assert long == {5, 6}


def test_nobody_trains_when_ill() -> None:
    onset = illness_onset(2, SEED)
    assert onset == date(2025, 12, 26)
    assert all(sessions_on(onset + timedelta(days=number), SEED) == () for number in range(6))


def test_the_week_away_has_few_sessions() -> None:
    monday = travel_monday(3, SEED)
    assert monday == date(2026, 6, 22)
    week = [monday + timedelta(days=number) for number in range(7)]
    assert all(is_travelling(day, SEED) for day in week)
    assert sum(len(sessions_on(day, SEED)) for day in week) <= 2


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32])
def test_every_eighteen_months_hold_an_illness_and_a_journey(seed: int) -> None:
    cycles = {week_of(day).cycle for day in ALL_DAYS[60:-60]}
    assert any(illness_onset(cycle, seed) for cycle in cycles)
    assert any(travel_monday(cycle, seed) for cycle in cycles)
