"""What the channels of a FIT file become: which field fills them, and what is no measurement."""

from datetime import timedelta

import numpy as np

from athletes.sources.files import notes, read_file
from athletes.sources.records import RecordedActivity, Sport, Warning
from tests.doubles.files.fit_files import START, begin, finish, ride
from tests.doubles.files.fit_profile import UINT16
from tests.doubles.files.fit_writer import Value, at

NOW = START + timedelta(days=3)


def read(content: bytes) -> RecordedActivity:
    return read_file(content, "ride.fit", now=NOW)


def codes(activity: RecordedActivity) -> list[str]:
    return [warning.code for warning in activity.warnings]


def test_enhanced_fields_win_over_plain_ones():
    def record(second: int) -> dict[str, Value]:
        return {"speed": 1.0, "enhanced_speed": 9.5, "altitude": 10.0, "enhanced_altitude": 812.4}

    channels = read(ride(5, record=record)).samples.channels

    assert set(channels["speed_mps"].tolist()) == {9.5}
    assert channels["altitude_m"].round(6).tolist() == [812.4] * 6


def test_plain_fields_fill_where_enhanced_ones_are_unknown():
    def record(second: int) -> dict[str, Value]:
        return {"speed": 1.5, "enhanced_speed": 9.5 if second < 3 else None}

    assert read(ride(4, record=record)).samples.channels["speed_mps"].tolist() == [9.5, 9.5, 9.5, 1.5, 1.5]


def test_cadence_is_joined_with_its_fraction():
    def record(second: int) -> dict[str, Value]:
        return {"cadence": 84, "fractional_cadence": 0.5}

    activity = read(ride(3, record=record, sport="running", sub_sport="trail"))

    assert activity.samples.channels["cadence_rpm"].tolist() == [84.5] * 4
    assert (activity.sport, activity.sub_sport) == (Sport.RUNNING, "trail")


def with_developer_power(native: int | None) -> bytes:
    writer = begin()
    power = writer.describe(0, 0, UINT16, "Power", "Watts", native=7)
    for second in range(5):
        values: dict[str, Value] = {"heart_rate": 150} if native is None else {"power": native}
        writer.write("record", developer={power: 301}, timestamp=at(START, second), **values)
    finish(writer, START, 4, sport="running", sub_sport="generic")
    return writer.content()


def test_developer_power_counts_where_there_is_no_native_power():
    assert read(with_developer_power(None)).samples.channels["power_w"].tolist() == [301.0] * 5


def test_developer_power_never_overwrites_native_power():
    assert read(with_developer_power(250)).samples.channels["power_w"].tolist() == [250.0] * 5


def test_a_developer_field_of_another_meaning_is_left_alone():
    writer = begin()
    form_power = writer.describe(0, 0, UINT16, "Form Power", "Watts")
    for second in range(5):
        writer.write("record", developer={form_power: 70}, timestamp=at(START, second), heart_rate=150)
    finish(writer, START, 4)

    assert list(read(writer.content()).samples.channels) == ["heart_rate_bpm"]


def test_a_heart_rate_of_nothing_but_zeros_is_no_heart_rate():
    activity = read(ride(5, record=lambda second: {"heart_rate": 0, "power": 180}))

    assert list(activity.samples.channels) == ["power_w"]
    assert activity.warnings == (Warning(notes.CHANNEL_ALL_ZERO, channel="heart_rate_bpm"),)


def test_a_single_heart_rate_of_zero_is_missing():
    heart_rate = read(ride(3, record=lambda s: {"heart_rate": 0 if s == 1 else 140})).samples.channels
    np.testing.assert_array_equal(heart_rate["heart_rate_bpm"], [140, np.nan, 140, 140])


def test_zero_power_is_a_measurement():
    power = read(ride(3, record=lambda s: {"power": 0 if s == 1 else 250})).samples.channels["power_w"]

    assert power.tolist() == [250.0, 0.0, 250.0, 250.0]


def test_five_thousand_watts_are_kept_for_the_spike_filter():
    power = read(ride(3, record=lambda s: {"power": 5000 if s == 2 else 250})).samples.channels["power_w"]

    assert power.tolist() == [250.0, 250.0, 5000.0, 250.0]


def test_impossible_values_are_unknown_and_noted():
    activity = read(ride(3, record=lambda s: {"power": 250, "heart_rate": 254 if s == 1 else 150}))

    np.testing.assert_array_equal(activity.samples.channels["heart_rate_bpm"], [150, np.nan, 150, 150])
    assert activity.warnings == (Warning(notes.VALUE_OUT_OF_RANGE, channel="heart_rate_bpm"),)


def test_a_position_of_zero_zero_is_no_position():
    activity = read(ride(3, record=lambda s: {"position_lat": 0.0, "position_long": 0.0, "power": 99}))

    assert list(activity.samples.channels) == ["power_w"]
