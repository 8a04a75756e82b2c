"""Time that advances and values that can be true."""

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.limits import MAX_SPAN_S
from athletes.sources.files.motion import with_motion
from athletes.sources.files.samples import advancing, clean, fill_from_repeats, largest_piece
from athletes.sources.records import Samples, Warning

NAN = np.nan


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_times_that_are_no_numbers_are_dropped():
    assert advancing(column(0, NAN, 1, np.inf, 2)).tolist() == [True, False, True, False, True]


def test_no_times_at_all_are_no_trouble():
    assert advancing(column()).tolist() == []


def test_repeats_fill_what_the_first_left_open():
    times, power = column(0, 1, 1, 2), column(1, NAN, 7, 3)
    channels = {"power_w": power}

    lost = fill_from_repeats(times, channels, advancing(times))

    assert channels["power_w"].tolist() == [1, 7, 7, 3]
    assert not lost.any()


def test_a_repeat_that_says_something_else_is_a_loss():
    times = column(0, 1, 1, 2)

    lost = fill_from_repeats(times, {"power_w": column(1, 2, 7, 3)}, advancing(times))

    assert lost.tolist() == [False, False, True, False]


def test_a_span_of_years_keeps_its_largest_piece():
    times = column(0, *range(10 * MAX_SPAN_S, 10 * MAX_SPAN_S + 5))

    assert largest_piece(times).tolist() == [False, True, True, True, True, True]


def test_infinite_and_missing_values_are_unknown():
    cleaned = clean(column(0, 1, 2), {"power_w": column(100, np.inf, NAN)})

    np.testing.assert_array_equal(cleaned.samples.channels["power_w"], [100, NAN, NAN])
    assert cleaned.warnings == (Warning(notes.VALUE_OUT_OF_RANGE, channel="power_w"),)


def test_a_channel_without_a_value_is_left_out():
    assert clean(column(0, 1), {"power_w": column(NAN, NAN)}).samples.channels == {}


def test_half_a_position_is_none():
    cleaned = clean(column(0, 1), {"latitude_deg": column(47, NAN), "longitude_deg": column(8, 8)})

    np.testing.assert_array_equal(cleaned.samples.channels["longitude_deg"], [8, NAN])
    assert clean(column(0), {"latitude_deg": column(47)}).samples.channels == {}


def test_speed_comes_from_distance_but_not_across_pieces():
    samples = Samples(column(0, 1, 3, 103), {"distance_m": column(0, 3, 9, 500)})

    speed = with_motion(samples, column(1, 1, 1, 2)).channels["speed_mps"]

    np.testing.assert_array_equal(speed, [NAN, 3, 3, NAN])


def test_distance_comes_from_positions():
    one_degree = Samples(column(0, 1000), {"latitude_deg": column(47, 48), "longitude_deg": column(8, 8)})

    distance = with_motion(one_degree).channels["distance_m"]

    assert round(float(distance[1])) == 111195


def test_what_the_file_gives_is_left_alone():
    channels = {"speed_mps": column(5, 5), "distance_m": column(0, 1)}

    assert with_motion(Samples(column(0, 1), channels)).channels["speed_mps"].tolist() == [5, 5]
