"""What holds for every activity, whatever was recorded: scaling, order, shifts, halves, and missing data."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from athletes.sources.records import CHANNELS, Interval, RecordedActivity, Samples, Sport
from metrics.science.activity import measure, to_json
from metrics.science.curves import GRID, mean_max_column, mean_max_known_column
from metrics.science.heart import decoupling
from metrics.science.power import average_power, weighted_power, work_kj
from metrics.science.thresholds import Thresholds
from tests.factories.records import START

WATTS = arrays(np.float64, st.integers(1, 400), elements=st.floats(0, 1500, width=32) | st.just(np.nan))
BEATS = arrays(np.float64, st.integers(1, 400), elements=st.floats(40, 200, width=32) | st.just(np.nan))
CLOSE = {"rel": 1e-6, "abs": 1e-6}
RANGES = {
    "power_w": (0, 1500),
    "heart_rate_bpm": (31, 210),
    "speed_mps": (0, 20),
    "distance_m": (0, 20_000),
    "altitude_m": (-100, 4000),
    "cadence_rpm": (0, 150),
    "latitude_deg": (47, 47.1),
    "longitude_deg": (8, 8.1),
    "temperature_c": (-20, 40),
}
ATHLETE = Thresholds(
    ftp_w=250,
    running_ftp_w=300,
    lthr_bpm=165,
    hr_max_bpm=190,
    hr_rest_bpm=50,
    sex="male",
    threshold_pace_s_per_km=255,
    css_s_per_100m=96,
)


@st.composite
def records(draw: st.DrawFn) -> RecordedActivity:
    """Any sport with any channels, holes of any kind, and perhaps pauses and totals that contradict them."""
    times = sorted(draw(st.sets(st.integers(0, 900), max_size=120)))
    chosen = draw(st.sets(st.sampled_from(CHANNELS)))
    unknown = st.sampled_from((np.nan, np.inf, -1.0, 1e9))
    channels = {
        name: np.array([draw(st.floats(*RANGES[name]) | unknown) for _ in times], dtype=np.float64)
        for name in sorted(chosen)
    }
    pause = draw(st.none() | st.tuples(st.integers(-10, 500), st.integers(0, 600)))
    return RecordedActivity(
        sport=draw(st.sampled_from(list(Sport))),
        start_time=START,
        samples=Samples(np.array(times, dtype=np.float64), channels),
        timer_s=draw(st.none() | st.floats(0, 2000)),
        pauses=() if pause is None else (Interval(pause[0], pause[0] + pause[1]),),
        has_timer_events=draw(st.booleans()),
        rpe=draw(st.none() | st.floats(0, 10)),
    )


@given(records(), st.sampled_from([ATHLETE, Thresholds()]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_missing_nothing_is_raised_and_nothing_is_nan(recorded, thresholds):
    numbers = measure(recorded, thresholds)

    assert json.loads(json.dumps(to_json(numbers), allow_nan=False))["sport"] == recorded.sport
    assert all(best.value > 0 and best.duration_s > 0 for best in numbers.bests)


@given(WATTS, st.floats(0.25, 4))
def test_twice_the_power_is_twice_of_every_mean(power, factor):
    assert mean_max_column(factor * power) == pytest.approx(factor * mean_max_column(power), **CLOSE)
    for of in (weighted_power, average_power, work_kj):
        plain = of(power)
        assert of(factor * power) == (None if plain is None else pytest.approx(factor * plain, **CLOSE))


@given(WATTS)
def test_work_never_shrinks_with_the_window_and_no_mean_is_above_the_best_second(power):
    best = mean_max_column(power)
    work = best * np.array(GRID[: best.size])

    assert np.all(np.diff(work) >= -1e-6)
    assert np.all(best <= best[0] + 1e-9)


@given(WATTS, st.integers(1, 3))
def test_a_multiple_of_a_duration_is_never_held_higher(power, multiple):
    best = dict(zip(GRID, mean_max_column(power).tolist(), strict=False))

    assert all(
        best[seconds * multiple] <= mean + 1e-6
        for seconds, mean in best.items()
        if seconds * multiple in best
    )


@given(BEATS)
def test_the_curve_of_the_heart_lies_between_its_lowest_and_highest_beat(beats):
    known = beats[~np.isnan(beats)]
    curve = mean_max_known_column(beats)

    held = curve[~np.isnan(curve)]
    assert known.size == 0 or (np.all(held >= known.min() - 1e-6) and np.all(held <= known.max() + 1e-6))
    assert known.size or held.size == 0


@given(WATTS, st.integers(0, 200), st.integers(0, 200))
def test_pauses_before_and_after_change_no_number(power, before, after):
    later = np.concatenate([np.full(before, np.nan), power, np.full(after, np.nan)])

    assert mean_max_column(later)[: mean_max_column(power).size] == pytest.approx(
        mean_max_column(power), **CLOSE
    )
    for of in (weighted_power, average_power, work_kj):
        plain = of(power)
        assert of(later) == (None if plain is None else pytest.approx(plain, **CLOSE))


@given(WATTS, WATTS)
def test_two_halves_make_a_whole(first, second):
    whole = np.concatenate([first, second])
    best, of_first, of_second = (mean_max_column(part) for part in (whole, first, second))

    shared = min(of_first.size, of_second.size)
    assert np.all(best[:shared] >= np.maximum(of_first[:shared], of_second[:shared]) - 1e-6)
    assert work_kj(whole) == (
        None
        if work_kj(first) is work_kj(second) is None
        else pytest.approx((work_kj(first) or 0) + (work_kj(second) or 0), **CLOSE)
    )


@given(st.floats(50, 400), st.floats(-20, 20), st.floats(0.5, 2))
def test_decoupling_does_not_depend_on_how_strong_one_is(watts, drift_bpm, factor):
    beats, running = np.linspace(140, 140 + drift_bpm, 3600), np.ones(3600, dtype=bool)

    weak = decoupling(np.full(3600, watts), beats, running).pct
    strong = decoupling(np.full(3600, watts * factor), beats, running).pct
    assert weak == pytest.approx(strong, **CLOSE)
    assert weak * drift_bpm >= -1e-9


@given(st.integers(0, 3000))
@settings(max_examples=10, deadline=None)
def test_an_activity_is_measured_the_same_whenever_it_starts(late_s):
    chance = np.random.default_rng(late_s)
    power = np.rint(chance.uniform(100, 300, 900))
    recorded = RecordedActivity(
        sport=Sport.CYCLING, start_time=START, samples=Samples(np.arange(900.0), {"power_w": power})
    )
    late = RecordedActivity(
        sport=Sport.CYCLING, start_time=START, samples=Samples(np.arange(900.0) + late_s, {"power_w": power})
    )

    first, second = measure(recorded, ATHLETE), measure(late, ATHLETE)
    assert second.weighted_power_w == pytest.approx(first.weighted_power_w)
    assert second.work_kj == pytest.approx(first.work_kj)
    later = {best.duration_s: best.value for best in second.bests}
    assert {best.duration_s: later[best.duration_s] for best in first.bests} == {
        best.duration_s: pytest.approx(best.value) for best in first.bests
    }
