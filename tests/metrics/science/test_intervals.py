"""Sessions as they are ridden and run, with noise, and rides that are no sessions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.intervals import (
    BY_HEART_RATE,
    BY_POWER,
    BY_SPEED,
    FoundInterval,
    found_intervals,
    work_spans,
)

WARM_UP, COOL_DOWN = (900, 160), (600, 140)


def session(*parts: tuple[float, float]) -> np.ndarray:
    return np.concatenate([np.full(int(seconds), float(level)) for seconds, level in parts])


def noisy(levels: np.ndarray, spread: float, seed: int) -> np.ndarray:
    """Noise that lasts some seconds, as that of legs does."""
    chance = np.random.default_rng(seed)
    noise = np.convolve(chance.normal(0, spread * np.sqrt(3), levels.size + 2), np.ones(3) / 3, "valid")
    return np.maximum(levels + noise, 0)


def heart(power: np.ndarray) -> np.ndarray:
    """A heart that follows with a time constant of 35 s."""
    beats = np.empty(power.size)
    now = 95.0
    for second, target in enumerate(95 + power / 4):
        now += (target - now) / 35
        beats[second] = now
    return beats


HILLS = [
    *((120, 330), (200, 70)),
    *((125, 325), (230, 70)),
    *((117, 340), (190, 70)),
    *((128, 318), (210, 70)),
    *((122, 328), (240, 70)),
]
RIDES = {
    "20 x 30/30 s in two sets": (
        session(WARM_UP, *[(30, 360), (30, 150)] * 10, (300, 140), *[(30, 360), (30, 150)] * 10, COOL_DOWN),
        [30] * 20,
    ),
    "8 x 20/10 s": (session(WARM_UP, *[(20, 450), (10, 60)] * 8, COOL_DOWN), [20] * 8),
    "4 x 8 min": (session(WARM_UP, *[(480, 280), (180, 130)] * 4, COOL_DOWN), [480] * 4),
    "2 x 20 min": (session(WARM_UP, *[(1200, 255), (300, 130)] * 2, COOL_DOWN), [1200] * 2),
    "3 x 10 min and 6 sprints": (
        session(WARM_UP, *[(600, 270), (240, 130)] * 3, (300, 150), *[(30, 450), (120, 130)] * 6, COOL_DOWN),
        [600] * 3 + [30] * 6,
    ),
    "hill repeats": (session(WARM_UP, *HILLS, COOL_DOWN), [120, 125, 117, 128, 122]),
}

NO_SESSIONS = {
    "steady": session((7200, 200)),
    "steady with stops": session(
        *((700, 200), (40, 0), (400, 200), (15, 0), (1150, 200), (80, 0)),
        *((320, 200), (30, 0), (900, 200), (60, 0)),
    ),
    "ever harder": np.linspace(140, 280, 5400),
    "rolling hills": session(
        *((180, 240), (90, 60), (180, 170), (420, 225), (200, 60), (400, 170), (75, 280), (60, 60)),
        *((120, 170), (900, 230), (400, 60), (800, 170), (260, 250), (120, 60), (240, 170)),
    ),
    "nothing": np.zeros(3600),
    "one second": np.ones(1),
}


@pytest.mark.parametrize("name", RIDES)
@pytest.mark.parametrize("spread_w", [10, 35])
def test_every_interval_of_a_session_is_found_to_the_second_or_two(name, spread_w):
    levels, lengths = RIDES[name]

    found = work_spans(noisy(levels, spread_w, seed=3), BY_POWER)

    hard = np.flatnonzero(np.diff(levels) > 90) + 1
    assert [end - start for start, end in found] == pytest.approx(lengths, abs=2)
    assert [start for start, _ in found] == pytest.approx(hard[-len(lengths) :].tolist(), abs=2)


@pytest.mark.parametrize("name", NO_SESSIONS)
@pytest.mark.parametrize("seed", range(3))
def test_a_ride_that_repeats_nothing_has_no_intervals(name, seed):
    spread_w = 25 if NO_SESSIONS[name].any() else 0

    assert work_spans(noisy(NO_SESSIONS[name], spread_w, seed), BY_POWER) == []


def test_nothing_recorded_has_no_intervals():
    assert work_spans(np.empty(0), BY_POWER) == []
    assert work_spans(np.full(900, np.nan), BY_POWER) == []


def test_intervals_with_pauses_between_them_are_found_by_speed():
    levels = session((900, 2.8), *[(80, 5.0), (75, 0)] * 10, (600, 2.7))
    speed = np.where(levels > 0, noisy(levels, 0.2, seed=1), np.nan)

    found = work_spans(speed, BY_SPEED)

    assert found == [(900 + 155 * number, 980 + 155 * number) for number in range(10)]


def test_the_heart_tells_long_intervals_with_its_delay():
    found = work_spans(heart(RIDES["4 x 8 min"][0]), BY_HEART_RATE)

    assert [start for start, _ in found] == pytest.approx([900 + 660 * number for number in range(4)], abs=45)


def test_two_stretches_are_a_session_only_when_they_are_long_and_alike():
    assert len(work_spans(session(WARM_UP, (600, 280), (240, 120), (600, 280), COOL_DOWN), BY_POWER)) == 2
    assert work_spans(session(WARM_UP, (120, 280), (240, 120), (120, 280), COOL_DOWN), BY_POWER) == []
    assert work_spans(session(WARM_UP, (600, 280), (240, 120), (800, 280), COOL_DOWN), BY_POWER) == []


def test_an_interval_tells_its_figures_and_the_recovery_between_two():
    channels = {
        "power_w": session((10, 100), (20, 300), (30, 100), (20, 320)),
        "heart_rate_bpm": np.concatenate([np.full(40, np.nan), np.full(40, 150.0)]),
        "speed_mps": np.full(80, 8.0),
    }

    found = found_intervals([(10, 30), (60, 80)], channels)

    assert found == (
        FoundInterval("work", 10, 20, 160, 300, 8, None, None),
        FoundInterval("recover", 30, 30, 240, 100, 8, 150, 150),
        FoundInterval("work", 60, 20, 160, 320, 8, 150, 150),
    )


def test_a_long_ride_between_two_sets_is_no_recovery():
    found = found_intervals([(0, 30), (931, 961)], {})

    assert [each.kind for each in found] == ["work", "work"]


@given(st.floats(0.5, 3), st.integers(0, 600))
@settings(max_examples=15)
def test_stronger_riders_and_later_starts_have_the_same_intervals(factor, late_s):
    levels = noisy(RIDES["4 x 8 min"][0], 10, seed=5)

    found = work_spans(np.concatenate([np.full(late_s, np.nan), levels * factor]), BY_POWER)

    plain = work_spans(levels, BY_POWER)
    assert [(start - late_s, end - late_s) for start, end in found] == plain


@given(arrays(np.float64, st.integers(0, 400), elements=st.floats(0, 1500) | st.just(np.nan)))
@settings(max_examples=50)
def test_whatever_a_sensor_says_intervals_are_in_order_and_apart(values):
    edges = [edge for span in work_spans(values, BY_POWER) for edge in span]

    assert edges == sorted(edges)
    assert all(0 <= edge <= values.size for edge in edges)
