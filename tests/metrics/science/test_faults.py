import numpy as np
import pytest

from athletes.sources.records import Interval
from metrics.science.power import weighted_power
from metrics.science.streams import resample


def codes(grid) -> list[tuple]:
    return [(w.code, w.channel, w.start_s, w.end_s) for w in grid.warnings]


def test_a_power_spike_becomes_zero_and_is_told(build) -> None:
    watts = np.full(120, 200.0)
    watts[[50, 51]] = [47_000, 2501]
    grid = resample(build(power_w=watts))
    assert grid.channels["power_w"][[49, 50, 51, 52]].tolist() == [200, 0, 0, 200]
    assert codes(grid) == [("sensor_spike", "power_w", 50, 52)]


def test_a_sprint_of_2500_watts_is_believed(build) -> None:
    grid = resample(build(power_w=[200, 2500, 200]))
    assert grid.channels["power_w"].max() == 2500
    assert grid.warnings == ()


def test_spikes_far_apart_are_two_stories(build) -> None:
    watts = np.full(300, 200.0)
    watts[[50, 110, 200]] = 5000
    assert codes(resample(build(power_w=watts))) == [
        ("sensor_spike", "power_w", 50, 111),
        ("sensor_spike", "power_w", 200, 201),
    ]


def test_a_broken_sensor_does_not_flood_the_warnings(build) -> None:
    watts = np.full(100 * 100, 200.0)
    watts[::100] = 9000
    assert len(resample(build(power_w=watts)).warnings) == 20


def test_negative_power_is_unknown(build) -> None:
    grid = resample(build(power_w=[-5, 200]))
    assert np.isnan(grid.channels["power_w"][0])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_unknown(build, value: float) -> None:
    grid = resample(build(power_w=[value, 200], heart_rate_bpm=[value, 150]))
    assert np.isnan(grid.channels["power_w"][0])
    assert np.isnan(grid.channels["heart_rate_bpm"][0])


def test_a_heart_rate_above_230_is_unknown_and_told(build) -> None:
    grid = resample(build(heart_rate_bpm=[150, 231, 230]))
    assert grid.channels["heart_rate_bpm"].tolist() == [150, 150, 230]
    assert codes(grid) == [("sensor_spike", "heart_rate_bpm", 1, 2)]


def test_positions_off_the_globe_are_unknown(build) -> None:
    grid = resample(build(latitude_deg=[91, 50, 50], longitude_deg=[8, 8, 181]))
    assert np.isnan(grid.channels["latitude_deg"][0])
    assert grid.channels["longitude_deg"].tolist() == [8, 8, 8]


def test_a_minute_of_silence_is_a_dropout_and_59_seconds_are_not(build) -> None:
    beats = np.full(400, 150.0)
    beats[100:160] = 0
    beats[200:259] = 0
    assert codes(resample(build(heart_rate_bpm=beats))) == [("sensor_dropout", "heart_rate_bpm", 100, 160)]


def test_a_sensor_that_starts_late_or_ends_early_has_not_failed(build) -> None:
    beats = np.full(600, 150.0)
    beats[:200] = 0
    beats[400:] = 0
    assert resample(build(heart_rate_bpm=beats)).warnings == ()


def test_a_sensor_that_blinks_is_one_dropout(build) -> None:
    beats = np.full(400, 150.0)
    beats[100:200] = 0
    beats[150] = 150
    (told,) = codes(resample(build(heart_rate_bpm=beats)))
    assert told == ("sensor_dropout", "heart_rate_bpm", 100, 200)


def test_silence_in_a_pause_is_no_dropout(build) -> None:
    beats = np.full(400, 150.0)
    beats[100:300] = 0
    recorded = build(heart_rate_bpm=beats, pauses=(Interval(100, 300),), has_timer_events=True)
    assert resample(recorded).warnings == ()


def test_a_position_that_jumps_is_told_and_adds_no_speed(build) -> None:
    latitude = 50 + np.arange(60) * 3.0 / 111_195.08
    latitude[30:] += 0.01
    grid = resample(build(latitude_deg=latitude, longitude_deg=np.full(60, 8.0)))
    assert codes(grid) == [("gps_jump", "latitude_deg", 29, 31)]
    assert grid.channels["speed_mps"].max() == pytest.approx(3.0, rel=1e-6)


def test_weighted_power_survives_a_spike(build) -> None:
    watts = np.full(3600, 250.0)
    watts[1000] = 47_000
    weighted = weighted_power(resample(build(power_w=watts)).channels["power_w"])
    assert weighted == pytest.approx(250, rel=0.01)
