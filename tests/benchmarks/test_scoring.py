"""Alarms are scored per event, and every rule of that can be seen in a handful of days."""

from __future__ import annotations

import pytest

from analysis.evaluation.scoring import (
    Stretch,
    Tally,
    Window,
    average_precision,
    once_a_week,
    score,
    score_faults,
)

YEAR = range(0, 365)
ILL = Window(opens=97, start=100, closes=108)


def test_an_alarm_in_the_window_is_a_hit_and_its_delay_counts_from_the_start() -> None:
    tally = score([ILL], [102], YEAR)
    assert (tally.hits, tally.misses, tally.false_alarms, tally.delays) == (1, 0, 0, [2])


def test_an_early_alarm_has_a_negative_delay() -> None:
    assert score([ILL], [98], YEAR).delays == [-2]


def test_only_the_first_alarm_in_a_window_counts() -> None:
    tally = score([ILL], [99, 101, 107], YEAR)
    assert (tally.hits, tally.false_alarms, tally.delays) == (1, 0, [-1])


@pytest.mark.parametrize("day", [96, 108])
def test_an_alarm_just_outside_is_false_and_the_event_missed(day: int) -> None:
    tally = score([ILL], [day], YEAR)
    assert (tally.hits, tally.misses, tally.false_alarms) == (0, 1, 1)


def test_false_alarms_within_a_week_are_one() -> None:
    assert once_a_week([30, 10, 12, 17, 23, 24]) == [10, 17, 24]
    assert score([], [10, 12, 17], YEAR).false_alarms == 2


def test_a_pardoned_alarm_is_neither_right_nor_wrong() -> None:
    tally = score([ILL], [200], YEAR, pardoned=[Window(195, 195, 205)])
    assert (tally.hits, tally.misses, tally.false_alarms) == (0, 1, 0)


def test_what_is_not_whole_within_the_days_does_not_count() -> None:
    tally = score([Window(360, 362, 370), Window(5, 8, 12)], [361, 7], range(10, 365))
    assert (tally.events, tally.false_alarms) == (0, 0)


def test_tallies_of_athletes_add_up() -> None:
    both = Tally(3, 1, 2, 1.0, [0, 1, 2]) + Tally(1, 3, 0, 3.0, [5])
    assert (both.recall, both.precision, both.false_alarms_per_year) == (0.5, 4 / 6, 0.5)
    assert both.f1 == pytest.approx(8 / 14)
    assert both.median_delay_days == 1.5


def test_without_events_nothing_was_shown() -> None:
    empty = Tally()
    assert (empty.recall, empty.precision, empty.f1, empty.median_delay_days) == (0.0, 0.0, 0.0, None)


def test_a_warning_near_the_fault_finds_it_and_each_other_one_is_false() -> None:
    fault = Stretch("cadence_lock", "heart_rate_bpm", 600.0, 900.0)
    warned = [
        Stretch("cadence_lock", "heart_rate_bpm", 925.0, 950.0),
        Stretch("cadence_lock", "heart_rate_bpm", 700.0, 710.0),
        Stretch("cadence_lock", "heart_rate_bpm", 1500.0, 1600.0),
    ]
    tally = score_faults([fault], warned)
    assert (tally.hits, tally.misses, tally.false_alarms) == (1, 0, 1)


@pytest.mark.parametrize(
    "warning",
    [
        Stretch("sensor_stuck", "heart_rate_bpm", 600.0, 900.0),
        Stretch("cadence_lock", "power_w", 600.0, 900.0),
        Stretch("cadence_lock", "heart_rate_bpm", 930.0, 990.0),
    ],
)
def test_another_code_channel_or_time_finds_nothing(warning: Stretch) -> None:
    tally = score_faults([Stretch("cadence_lock", "heart_rate_bpm", 600.0, 900.0)], [warning])
    assert (tally.hits, tally.misses, tally.false_alarms) == (0, 1, 1)


def test_the_area_takes_the_best_precision_from_each_recall_on() -> None:
    assert average_precision([(1.0, 0.5), (0.5, 1.0)]) == pytest.approx(0.75)
    assert average_precision([(0.8, 0.9), (0.8, 0.2), (0.4, 0.3)]) == pytest.approx(0.72)
    assert average_precision([]) == 0.0
