import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from athletes.sources.records import Sport
from metrics.science.efforts import BestEffort, best_efforts, fastest_over, travelled

SPEEDS = arrays(np.float64, st.integers(2, 80), elements=st.floats(0, 12) | st.just(0.0))


def along(*speeds: float) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(speeds)])


def test_the_best_power_names_its_start():
    power = np.full(120, 200.0)
    power[40:55] = 600

    found = best_efforts(Sport.CYCLING, {"power_w": power})

    assert found == (
        BestEffort("power_w", 5, 600, 40),
        BestEffort("power_w", 15, 600, 40),
        BestEffort("power_w", 30, 400, 25),
        BestEffort("power_w", 60, 300, 0),
        BestEffort("power_w", 120, 250, 0),
    )


def test_a_distance_may_begin_and_end_within_a_second():
    # 10 m at 4 m/s take 2.5 s; the fastest 14 m begin half a second before the fast part.
    assert fastest_over(along(4, 4, 4), 10) == (2.5, 0)
    assert fastest_over(along(4, 6, 6, 4), 14) == (2.5, 1)
    assert fastest_over(along(4, 4, 6, 6), 14) == (2.5, 1.5)


def test_too_short_is_no_best():
    assert fastest_over(along(4, 4), 8.1) is None
    assert fastest_over(along(4, 4), 8) == (2, 0)
    assert fastest_over(np.zeros(1), 8) is None


def test_standing_still_takes_its_time():
    assert fastest_over(along(5, 0, 0, 5), 6) == (3.2, 0)


def test_a_jump_of_the_satellites_makes_no_record():
    distance = np.arange(600) * 3.0
    distance[300:] += 200

    assert travelled(Sport.RUNNING, {"distance_m": distance})[-1] == pytest.approx(598 * 3)


def test_speed_stands_in_for_distance():
    found = best_efforts(Sport.RUNNING, {"speed_mps": np.full(121, 4.0)})

    assert found == (BestEffort("speed_mps", 100, 4.0, 0, 400),)


def test_the_heart_is_measured_over_what_is_known_of_most_of_a_window():
    beats = np.full(1300, 150.0)
    beats[50:110] = np.nan

    assert best_efforts(Sport.OTHER, {"heart_rate_bpm": beats}) == (
        BestEffort("heart_rate_bpm", 1200, 150.0, 0),
    )
    beats[200:400] = np.nan
    assert best_efforts(Sport.OTHER, {"heart_rate_bpm": beats}) == ()


def test_an_unknown_channel_has_no_bests():
    assert best_efforts(Sport.CYCLING, {"power_w": np.full(100, np.nan)}) == ()
    assert best_efforts(Sport.RUNNING, {}) == ()


@given(SPEEDS, st.floats(0.5, 300))
def test_no_finer_search_finds_a_faster_stretch(speeds, distance):
    metres = along(*speeds)
    found = fastest_over(metres, distance)
    if found is None:
        assert metres[-1] < distance
        return
    fine = np.linspace(0, speeds.size, 40 * speeds.size + 1)
    at = np.interp(fine, np.arange(metres.size), metres)
    ends = np.searchsorted(at, at + distance, side="left")
    times = (fine[np.minimum(ends, fine.size - 1)] - fine)[ends < fine.size]
    assert times.size == 0 or found[0] <= times.min() + 1e-6
    covered = np.interp([found[1], found[1] + found[0]], np.arange(metres.size), metres)
    assert covered[1] - covered[0] == pytest.approx(distance, rel=1e-6, abs=1e-6)


@given(SPEEDS, st.integers(0, 50))
def test_standing_before_the_start_changes_no_time(speeds, seconds):
    late = np.concatenate([np.zeros(seconds), along(*speeds)])

    early, later = fastest_over(along(*speeds), 20), fastest_over(late, 20)
    assert (early is None) == (later is None)
    if early is not None:
        assert later[0] == pytest.approx(early[0])
