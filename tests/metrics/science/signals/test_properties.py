"""What holds of all detectors of daily values, whatever the values are."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from athletes.sources.simulator import load_profile, simulate
from metrics.science.signals import DailySeries, Signal, detect
from tests.metrics.science.signals.conftest import FIRST

PROFILE = load_profile("nominal")
NAMES = ("resting_hr_bpm", "hrv_rmssd_ms", "respiration_rpm", "sleep_s", "load")


def year(seed: int, days: int = 365) -> DailySeries:
    athlete = simulate(PROFILE, seed, days)
    return DailySeries(athlete.first, athlete.columns)


def cut(series: DailySeries, n: int) -> DailySeries:
    return replace(series, columns={name: values[:n] for name, values in series.columns.items()})


def alarms(signals: list[Signal]) -> set[tuple]:
    """Gaps are told from their first empty day, which only the third makes certain."""
    return {(signal.kind, signal.start) for signal in signals if signal.kind != "data_gap"}


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 40), st.data())
def test_no_alarm_moves_when_later_days_arrive(seed: int, data) -> None:
    series = year(seed)
    all_of_it = alarms(detect(series))
    for n in data.draw(st.lists(st.integers(60, 364), min_size=8, max_size=8)):
        last = series.day(n)
        assert alarms(detect(cut(series, n))) == {each for each in all_of_it if each[1] < last}


@pytest.mark.parametrize("seed", [3, 11])
def test_each_morning_of_a_season_says_what_the_whole_season_says(seed: int) -> None:
    series = year(seed, 220)
    whole = alarms(detect(series))
    for n in range(1, 220):
        assert alarms(detect(cut(series, n))) == {each for each in whole if each[1] < series.day(n)}


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.integers(-5000, 5000))
def test_only_the_dates_move_when_all_dates_move(seed: int, days: int) -> None:
    series, shift = year(seed), timedelta(days=days)
    moved = detect(replace(series, first=series.first + shift))
    assert [(s.kind, s.start, s.end and s.end, s.severity) for s in moved] == [
        (s.kind, s.start + shift, s.end and s.end + shift, s.severity) for s in detect(series)
    ]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.floats(0.5, 2.0))
def test_hrv_of_another_scale_raises_the_same_alarms(seed: int, scale: float) -> None:
    series = year(seed)
    scaled = {**series.columns, "hrv_rmssd_ms": scale * series.columns["hrv_rmssd_ms"]}
    assert alarms(detect(replace(series, columns=scaled))) == alarms(detect(series))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(NAMES)), st.floats(0.0, 1.0), st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_whatever_is_missing_never_raises_and_evidence_is_finite(
    names: set[str], share: float, n: int, seed: int
) -> None:
    draws = np.random.default_rng(seed)
    columns = {name: np.round(draws.normal(60, 15, n)) for name in names}
    for values in columns.values():
        values[draws.random(n) < share] = np.nan
    for signal in detect(DailySeries(FIRST, columns)):
        assert signal.end is None or signal.start < signal.end
        for item in signal.evidence:
            assert np.isfinite([item.value, item.baseline or 0.0, item.z or 0.0]).all()


@pytest.mark.parametrize("value", [0.0, 1.0, 50.0, 1e6])
@pytest.mark.parametrize("name", [*NAMES, "weight_kg", "stress", "body_battery_high", "sleep_score"])
def test_a_value_that_never_changes_raises_no_alarm_of_the_body(name: str, value: float) -> None:
    kinds = {signal.kind for signal in detect(DailySeries(FIRST, {name: np.full(400, value)}))}
    assert kinds <= {"monotony_high"}


def test_all_values_constant_raise_no_alarm_of_the_body() -> None:
    columns = {name: np.full(400, 50.0) for name in NAMES}
    assert {signal.kind for signal in detect(DailySeries(FIRST, columns))} <= {"monotony_high"}


def test_zero_and_impossible_values_of_the_body_are_unknown() -> None:
    series = year(5)
    spoilt = {name: values.copy() for name, values in series.columns.items()}
    for name in ("resting_hr_bpm", "hrv_rmssd_ms", "respiration_rpm", "sleep_s"):
        spoilt[name][100:104] = [0.0, -3.0, np.inf, np.nan]
        series.columns[name][100:104] = np.nan
    assert alarms(detect(replace(series, columns=spoilt))) == alarms(detect(series))
