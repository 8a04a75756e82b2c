import numpy as np
import pytest

from athletes.sources.records import Interval, Sport
from metrics.science.clock import LONGEST_PAUSE_S
from metrics.science.streams import LONGEST_GRID_S, resample


def test_one_sample_a_second_stays_as_it_is(build) -> None:
    grid = resample(build(power_w=[100, 0, 300]))
    assert grid.n == 3
    assert grid.running.all()
    assert grid.channels["power_w"].tolist() == [100, 0, 300]


def test_a_gap_of_ten_seconds_holds_the_last_value(build) -> None:
    grid = resample(build(times=[0, 10, 11], power_w=[100, 200, 300]))
    assert grid.running.all()
    assert grid.channels["power_w"].tolist() == [100] * 10 + [200, 300]


def test_a_gap_of_eleven_seconds_is_a_pause(build) -> None:
    grid = resample(build(times=[0, 11, 12], power_w=[100, 200, 300]))
    assert grid.running.tolist() == [True] + [False] * 10 + [True, True]
    assert grid.channels["power_w"][0] == 100
    assert np.isnan(grid.channels["power_w"][1:11]).all()
    assert grid.running_s == 3


def test_timer_events_are_pauses_and_hide_what_was_recorded_in_them(build) -> None:
    grid = resample(
        build(power_w=np.full(60, 200), pauses=(Interval(20, 30),), has_timer_events=True, timer_s=50)
    )
    assert np.flatnonzero(~grid.running).tolist() == list(range(20, 30))
    assert np.isnan(grid.channels["power_w"][20:30]).all()
    assert grid.channels["power_w"][30] == 200


def test_a_pause_that_starts_within_a_second_begins_with_the_next(build) -> None:
    grid = resample(build(power_w=np.full(10, 200), pauses=(Interval(2.5, 5.5),), has_timer_events=True))
    assert np.flatnonzero(~grid.running).tolist() == [3, 4, 5]


def test_with_timer_events_a_long_gap_is_time_without_knowledge(build) -> None:
    recorded = build(times=[*range(30), *range(60, 90)], power_w=np.full(60, 200), has_timer_events=True)
    grid = resample(recorded)
    assert grid.running.all()
    assert np.isnan(grid.channels["power_w"][30:60]).all()


def test_gaps_are_pauses_when_the_timer_total_says_that_events_are_missing(build) -> None:
    times = [*range(300), *range(900, 1200)]
    recorded = build(times=times, power_w=np.full(600, 200), has_timer_events=True, timer_s=600)
    assert resample(recorded).running_s == 601 - 1


def test_events_stand_when_the_timer_total_fits_neither(build) -> None:
    times = [*range(300), *range(900, 1200)]
    recorded = build(times=times, power_w=np.full(600, 200), has_timer_events=True, timer_s=10)
    assert resample(recorded).running.all()


def test_a_heart_rate_of_zero_is_missing_and_short_silence_is_held(build) -> None:
    grid = resample(build(heart_rate_bpm=[120, 0, 30, 31, 125]))
    assert grid.channels["heart_rate_bpm"].tolist() == [120, 120, 120, 31, 125]


def test_a_heart_rate_of_only_zeros_is_unknown_and_warned_about(build) -> None:
    grid = resample(build(heart_rate_bpm=[0, 0, 0]))
    assert np.isnan(grid.channels["heart_rate_bpm"]).all()
    assert [(w.code, w.channel, w.start_s, w.end_s) for w in grid.warnings] == [
        ("sensor_dropout", "heart_rate_bpm", 0, 3)
    ]


def test_one_channel_may_be_silent_while_others_go_on(build) -> None:
    power = np.full(40, 200.0)
    power[10:30] = np.nan
    grid = resample(build(power_w=power, heart_rate_bpm=np.full(40, 140)))
    assert grid.running.all()
    assert np.flatnonzero(np.isnan(grid.channels["power_w"])).tolist() == list(range(10, 30))
    assert grid.channels["heart_rate_bpm"].tolist() == [140] * 40


def test_places_are_interpolated_over_short_gaps(build) -> None:
    grid = resample(build(times=[0, 4], distances=[0, 20], altitude_m=[100, 102]))
    assert grid.channels["distance_m"].tolist() == [0, 5, 10, 15, 20]
    assert grid.channels["altitude_m"].tolist() == [100, 100.5, 101, 101.5, 102]


def test_the_last_sample_of_a_second_counts(build) -> None:
    assert resample(build(times=[0, 0.4, 0.9, 1.5], power_w=[1, 2, 3, 4])).channels["power_w"].tolist() == [
        3,
        4,
    ]


def test_seconds_before_the_first_sample_are_unknown(build) -> None:
    short = resample(build(times=[3, 4], power_w=[100, 100]))
    assert short.running.all()
    assert np.isnan(short.channels["power_w"][:3]).all()
    long = resample(build(times=[20, 21], power_w=[100, 100]))
    assert np.flatnonzero(long.running).tolist() == [20, 21]


def test_no_samples_make_an_empty_grid(build) -> None:
    grid = resample(build(Sport.STRENGTH))
    assert (grid.n, grid.running_s, grid.channels, grid.warnings) == (0, 0, {}, ())


def test_a_single_sample_is_one_second(build) -> None:
    grid = resample(build(times=[0], power_w=[150]))
    assert grid.n == 1
    assert grid.channels["power_w"].tolist() == [150]


def test_a_clock_that_jumps_a_year_does_not_take_the_memory_with_it(build) -> None:
    grid = resample(build(times=[0, 1, 2, 31_536_000], power_w=[100, 100, 100, 300]))
    assert grid.n == 2 + LONGEST_PAUSE_S + 1
    assert grid.running_s == 4
    assert grid.channels["power_w"][-1] == 300
    assert [(w.code, w.start_s, w.end_s) for w in grid.warnings] == [("pause_shortened", 2, 31_536_000)]


def test_a_recording_of_many_days_is_cut_after_a_week(build) -> None:
    times = np.arange(0, 10 * 86_400, 3600)
    grid = resample(build(times=times, power_w=np.full(times.size, 100)))
    assert grid.n == LONGEST_GRID_S - 3600 + 1
    assert [(w.code, w.start_s, w.end_s) for w in grid.warnings] == [
        ("recording_cut", LONGEST_GRID_S, 10 * 86_400 - 3600)
    ]


def test_timer_events_around_a_shortened_pause_still_fit(build) -> None:
    month = 30 * 86_400
    times = [*range(60), *range(month, month + 60)]
    pauses = (Interval(30, 40), Interval(60, month), Interval(month + 20, month + 30))
    grid = resample(build(times=times, power_w=np.full(120, 200), pauses=pauses, has_timer_events=True))
    assert grid.running_s == 100
    assert grid.running[-60:].tolist() == [True] * 20 + [False] * 10 + [True] * 30


def test_samples_before_the_start_are_left_out(build) -> None:
    grid = resample(build(times=[-5, 0, 1], power_w=[900, 100, 100]))
    assert grid.channels["power_w"].tolist() == [100, 100]
    assert grid.warnings == ()


def test_speed_comes_from_distance_when_the_device_gives_none(build) -> None:
    grid = resample(build(distances=np.arange(60) * 3.0))
    assert grid.channels["speed_mps"].tolist() == pytest.approx([3.0] * 60)


def test_speed_comes_from_positions_when_there_is_nothing_else(build) -> None:
    degrees = np.arange(60) * 3.0 / 111_195.08
    grid = resample(build(latitude_deg=50 + degrees, longitude_deg=np.full(60, 8.0)))
    assert grid.channels["speed_mps"].tolist() == pytest.approx([3.0] * 60, rel=1e-6)


def test_a_speed_that_was_recorded_is_kept(build) -> None:
    grid = resample(build(speed_mps=[2.0] * 20, distances=np.arange(20) * 3.0))
    assert grid.channels["speed_mps"].tolist() == [2.0] * 20


def test_derived_speed_never_spans_a_pause(build) -> None:
    times = [*range(10), *range(100, 110)]
    distances = [*(np.arange(10) * 3.0), *(1000 + np.arange(10) * 3.0)]
    speed = resample(build(times=times, distances=distances)).channels["speed_mps"]
    assert speed[:10].tolist() == pytest.approx([3.0] * 10)
    assert np.isnan(speed[10:100]).all()
    assert speed[100:].tolist() == pytest.approx([3.0] * 10)
