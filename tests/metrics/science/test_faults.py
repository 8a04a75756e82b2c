import numpy as np
import pytest

from athletes.sources.records import Interval, Sport
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
    grid = resample(build(power_w=[200, 1300, 2100, 2500, 2200, 1400, 500]))
    assert grid.channels["power_w"].max() == 2500
    assert grid.warnings == ()


def test_power_above_2000_watts_that_stands_alone_is_no_sprint(build) -> None:
    watts = np.full(120, 250.0)
    watts[50:53] = [2100, 2600, 2050]
    grid = resample(build(power_w=watts))
    assert grid.channels["power_w"][49:54].tolist() == [250, 0, 0, 0, 250]
    assert codes(grid) == [("sensor_spike", "power_w", 50, 53)]


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


def busy_heart(seconds: int, seed: int = 1) -> np.ndarray:
    """A heart rate between 130 and 150 that never rests for long."""
    draws = np.random.default_rng(seed)
    return np.round(140 + 9 * np.sin(np.arange(seconds) / 70) + draws.normal(0, 0.6, seconds))


def busy_legs(seconds: int, rpm: float, spread: float = 2.0, seed: int = 2) -> np.ndarray:
    draws = np.random.default_rng(seed)
    return np.round(rpm + spread * np.sin(np.arange(seconds) / 23) + draws.normal(0, 0.5, seconds))


def test_a_heart_rate_that_repeats_one_value_for_three_minutes_is_stuck_and_unknown(build) -> None:
    beats = busy_heart(1200)
    beats[500:680] = 141.0
    beats[[499, 680]] = 139.0
    grid = resample(build(heart_rate_bpm=beats))
    assert codes(grid) == [("sensor_stuck", "heart_rate_bpm", 500, 680)]
    assert np.isnan(grid.channels["heart_rate_bpm"][500:680]).all()
    assert not np.isnan(grid.channels["heart_rate_bpm"][:500]).any()


def test_two_minutes_at_one_heart_rate_are_a_steady_effort(build) -> None:
    beats = busy_heart(1200)
    beats[500:620] = 141.0
    assert resample(build(heart_rate_bpm=beats)).warnings == ()


def test_a_heart_at_its_highest_rate_of_the_day_may_stay_there(build) -> None:
    beats = busy_heart(1200)
    beats[500:800] = 160.0
    assert resample(build(heart_rate_bpm=beats)).warnings == ()


def test_a_smart_recording_holds_values_without_being_stuck(build) -> None:
    times = np.arange(0, 3600, 7)
    recorded = build(times=times, heart_rate_bpm=busy_heart(3600)[times])
    assert resample(recorded).warnings == ()


def test_power_that_repeats_one_value_is_stuck_but_coasting_is_real(build) -> None:
    watts = np.round(np.random.default_rng(3).normal(220, 25, 1800))
    watts[300:400] = 0.0
    watts[900:960] = 231.0
    watts[[899, 960]] = 200.0
    assert codes(resample(build(power_w=watts))) == [("sensor_stuck", "power_w", 900, 960)]


def test_a_trainer_that_holds_its_power_is_not_stuck(build) -> None:
    steps = np.repeat([150.0, 240, 150, 240, 150, 240, 150, 100], 180)
    warm_up = np.round(np.random.default_rng(3).normal(130, 15, 400))
    assert resample(build(power_w=np.concatenate([warm_up, steps]))).warnings == ()


def test_a_sensor_that_shows_one_value_all_along_is_not_judged(build) -> None:
    assert resample(build(power_w=np.full(3600, 200.0), heart_rate_bpm=np.full(3600, 150.0))).warnings == ()


@pytest.mark.parametrize(
    ("sport", "rpm", "beats_per_turn"), [(Sport.RUNNING, 85.0, 2.0), (Sport.CYCLING, 92.0, 1.0)]
)
def test_a_heart_rate_that_follows_the_cadence_is_locked_and_unknown(
    build, sport: Sport, rpm: float, beats_per_turn: float
) -> None:
    beats, turns = busy_heart(1800), busy_legs(1800, rpm)
    beats[600:900] = beats_per_turn * turns[600:900]
    grid = resample(build(sport, heart_rate_bpm=beats, cadence_rpm=turns))
    ((code, channel, start, end),) = codes(grid)
    assert (code, channel) == ("cadence_lock", "heart_rate_bpm")
    assert abs(start - 600) <= 5
    assert abs(end - 900) <= 5
    assert np.isnan(grid.channels["heart_rate_bpm"][610:890]).all()


def test_a_heart_rate_near_the_cadence_that_goes_its_own_way_is_no_lock(build) -> None:
    beats, turns = np.round(170 + 3 * np.sin(np.arange(1800) / 130)), busy_legs(1800, 85.0, spread=1.0)
    assert (np.abs(beats - 2 * turns) <= 5).mean() > 0.9
    recorded = build(Sport.RUNNING, heart_rate_bpm=beats, cadence_rpm=turns)
    assert resample(recorded).warnings == ()


def test_a_lock_of_a_minute_is_let_go(build) -> None:
    beats, turns = busy_heart(1800), busy_legs(1800, 85.0)
    beats[600:660] = 2 * turns[600:660]
    assert resample(build(Sport.RUNNING, heart_rate_bpm=beats, cadence_rpm=turns)).warnings == ()


def test_a_jump_between_sparse_positions_is_told_by_the_speed_beside_them(build) -> None:
    times = np.arange(0, 600, 6)
    latitude = 50 + times * 3.0 / 111_195.08
    latitude[50] += 0.003
    recorded = build(
        Sport.RUNNING,
        times=times,
        latitude_deg=latitude,
        longitude_deg=np.full(100, 8.0),
        speed_mps=np.full(100, 3.0),
    )
    assert codes(resample(recorded)) == [("gps_jump", "latitude_deg", 294, 307)]


def test_positions_after_a_tunnel_are_no_jump(build) -> None:
    latitude = 50 + np.arange(300) * 8.0 / 111_195.08
    latitude[100:160] = np.nan
    recorded = build(latitude_deg=latitude, longitude_deg=np.full(300, 8.0), speed_mps=np.full(300, 8.0))
    assert resample(recorded).warnings == ()
