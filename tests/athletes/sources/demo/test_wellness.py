"""Mornings that answer to load, illness and travel."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from athletes.sources.demo import HISTORY_DAYS
from athletes.sources.demo.disruptions import illness_onset, travel_monday
from athletes.sources.demo.history import life
from athletes.sources.demo.seasons import load_on
from athletes.sources.records import RecordedDay

SEED, TODAY = 7, date(2026, 11, 22)
FIRST_DAY = TODAY - timedelta(days=HISTORY_DAYS)
type Days = dict[date, RecordedDay]


def values(days: Days, name: str, wanted: list[date] | None = None) -> np.ndarray:
    chosen = days.values() if wanted is None else [days[day] for day in wanted if day in days]
    found = [getattr(day, name) for day in chosen]
    return np.array([value for value in found if value is not None], dtype=float)


def around(day: date, start: int, end: int) -> list[date]:
    return [day + timedelta(days=number) for number in range(start, end)]


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("resting_hr_bpm", 44, 62),
        ("hrv_rmssd_ms", 40, 80),
        ("sleep_s", 3 * 3600, 10.5 * 3600),
        ("sleep_score", 30, 98),
        ("stress", 8, 70),
        ("body_battery_high", 30, 100),
        ("respiration_rpm", 12.5, 17),
        ("weight_kg", 58.5, 63.5),
        ("steps", 1000, 45000),
    ],
)
def test_values_are_those_of_a_healthy_athlete(days: Days, name: str, low: float, high: float) -> None:
    found = values(days, name)
    assert found.size > 250
    assert low <= found.min() < found.max() <= high


def test_illness_shows_in_heart_variability_and_breath(days: Days) -> None:
    onset = illness_onset(2, SEED)
    assert onset is not None
    sick, before = around(onset, 0, 3), around(onset, -32, -4)

    def change(name: str) -> float:
        return float(values(days, name, sick).mean() - values(days, name, before).mean())

    assert 4 < change("resting_hr_bpm") < 9
    assert 0.68 < 1 + change("hrv_rmssd_ms") / values(days, "hrv_rmssd_ms", before).mean() < 0.85
    assert change("respiration_rpm") > 1.2
    assert change("body_battery_high") < -8


def test_illness_announces_itself_before_the_symptoms(days: Days) -> None:
    onset = illness_onset(2, SEED)
    assert onset is not None
    early = values(days, "resting_hr_bpm", around(onset, -2, 0)).mean()
    assert early > values(days, "resting_hr_bpm", around(onset, -32, -4)).mean() + 2


def test_the_morning_after_a_hard_day_is_worse(days: Days) -> None:
    hard = [day for day in days if load_on(day - timedelta(days=1), SEED) > 110]
    rest = [day for day in days if load_on(day - timedelta(days=1), SEED) == 0]
    assert values(days, "resting_hr_bpm", hard).mean() > values(days, "resting_hr_bpm", rest).mean()
    assert values(days, "hrv_rmssd_ms", hard).mean() < values(days, "hrv_rmssd_ms", rest).mean()


def test_recent_load_lowers_variability(days: Days) -> None:
    disturbed = {
        event.visible_from + timedelta(days=number)
        for event in life(TODAY, SEED).truth
        for number in range((event.gone - event.visible_from).days)
    }
    week = {day: sum(load_on(day - timedelta(days=n), SEED) for n in range(1, 8)) for day in days}
    fresh = [day for day, load in week.items() if load < 300 and day not in disturbed]
    tired = [day for day, load in week.items() if load > 480 and day not in disturbed]
    assert values(days, "hrv_rmssd_ms", tired).mean() < values(days, "hrv_rmssd_ms", fresh).mean()


def test_the_week_away_leaves_a_gap_of_four_days(days: Days) -> None:
    monday = travel_monday(3, SEED)
    assert monday is not None
    assert all(day not in days for day in around(monday, 1, 5))
    assert monday + timedelta(days=5) in days


def test_some_nights_are_missing_but_not_many(days: Days) -> None:
    assert 8 <= HISTORY_DAYS - len(days) <= 40


def test_weekends_are_for_sleep(days: Days) -> None:
    weekend = [day for day in days if day.weekday() >= 5]
    weekdays = [day for day in days if day.weekday() < 5]
    assert values(days, "sleep_s", weekend).mean() > values(days, "sleep_s", weekdays).mean() + 900


def test_a_usual_week_has_weight_on_some_mornings_only(days: Days) -> None:
    weighed = values(days, "weight_kg").size / len(days)
    assert 0.4 < weighed < 0.7
