"""What an activity held: curve of the heart, best efforts and intervals by what its sport can tell."""

import numpy as np
import pytest

from athletes.sources.records import Sport
from metrics.science.activity import ActivityNumbers, measure, to_json
from metrics.science.thresholds import Thresholds

SECONDS = 2520
WORK = (np.arange(SECONDS) >= 600) & ((np.arange(SECONDS) - 600) % 480 < 240)


def worked(numbers: ActivityNumbers) -> list[tuple[float, float]]:
    return [(each.start_s, each.duration_s) for each in numbers.intervals if each.kind == "work"]


def levels(hard: float, easy: float) -> np.ndarray:
    return np.where(WORK, hard, easy)


FOUR = [(600, 240), (1080, 240), (1560, 240), (2040, 240)]


def test_a_rides_intervals_are_those_of_its_power(build) -> None:
    numbers = measure(build(power_w=levels(300, 120), speed_mps=np.full(SECONDS, 8.0)), Thresholds())

    assert worked(numbers) == FOUR
    assert [each.avg_power_w for each in numbers.intervals][:2] == [300, 120]


def test_a_ride_without_power_is_told_by_the_heart_and_never_by_speed(build) -> None:
    by_heart = build(speed_mps=levels(12, 6), heart_rate_bpm=levels(170, 130))

    assert worked(measure(by_heart, Thresholds())) == FOUR
    assert worked(measure(build(speed_mps=levels(12, 6)), Thresholds())) == []


def test_repeats_up_a_hill_count_by_what_they_cost(build) -> None:
    climbed = np.cumsum(np.where(WORK, 0.3, -0.3))
    run = build(Sport.RUNNING, speed_mps=np.full(SECONDS, 3.0), altitude_m=500 + climbed)

    found = worked(measure(run, Thresholds()))

    assert [start for start, _ in found] == pytest.approx([start for start, _ in FOUR], abs=20)


def test_swims_and_walks_have_no_intervals(build) -> None:
    for sport in (Sport.SWIMMING, Sport.WALKING):
        assert worked(measure(build(sport, heart_rate_bpm=levels(170, 130)), Thresholds())) == []


def test_decoupling_that_means_nothing_says_why(build) -> None:
    short = build(power_w=np.full(600, 200.0), heart_rate_bpm=np.full(600, 140.0))
    silent = build(heart_rate_bpm=np.full(3600, 140.0))

    assert measure(short, Thresholds()).decoupling_reason == "shorter than 20 min after the warm-up"
    assert measure(silent, Thresholds()).decoupling_reason == "neither power nor a run's speed was recorded"


def test_what_was_held_is_no_key_of_the_inspection(build) -> None:
    numbers = measure(build(power_w=levels(300, 120), heart_rate_bpm=levels(170, 130)), Thresholds())

    assert numbers.mean_max_heart_rate_bpm[180] == pytest.approx(170)
    assert numbers.bests
    assert not {"bests", "intervals", "decoupling_reason", "mean_max_heart_rate_bpm"} & set(to_json(numbers))
