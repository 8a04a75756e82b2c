import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.sources.records import DeviceFigures, Interval, RecordedLap, Sport, Warning
from metrics.science.activity import measure, measure_on, to_json
from metrics.science.streams import resample
from metrics.science.thresholds import Thresholds

ATHLETE = Thresholds(
    ftp_w=250,
    running_ftp_w=300,
    lthr_bpm=165,
    hr_max_bpm=190,
    hr_rest_bpm=50,
    sex="male",
    threshold_pace_s_per_km=250,
    css_s_per_100m=96,
)
NOBODY = Thresholds()
CONTRACT = [
    "sport",
    "sub_sport",
    "start_time",
    "utc_offset_s",
    "elapsed_s",
    "timer_s",
    "moving_s",
    "distance_m",
    "ascent_m",
    "avg_power_w",
    "weighted_power_w",
    "intensity",
    "load",
    "load_method",
    "load_reason",
    "trimp",
    "hr_load",
    "pace_load",
    "avg_hr_bpm",
    "max_hr_bpm",
    "variability",
    "efficiency",
    "decoupling_pct",
    "work_kj",
    "mean_max_power_w",
    "mean_max_speed_mps",
    "power_zones_s",
    "hr_zones_s",
    "pace_zones_s",
    "device",
    "legs",
    "warnings",
]


def hour(value: float) -> np.ndarray:
    return np.full(3600, float(value))


def test_an_hour_at_ftp(build) -> None:
    numbers = measure(build(power_w=hour(250), heart_rate_bpm=hour(165)), ATHLETE)
    assert numbers.load == pytest.approx(100)
    assert (numbers.load_method, numbers.load_reason) == ("power", None)
    assert numbers.intensity == pytest.approx(1)
    assert numbers.hr_load == pytest.approx(100)
    assert numbers.trimp == pytest.approx(152.70226154434948)
    assert numbers.efficiency == pytest.approx(250 / 165)
    assert numbers.variability == pytest.approx(1)
    assert numbers.work_kj == 900
    assert numbers.decoupling_pct == pytest.approx(0)
    assert numbers.power_zones_s == [0, 0, 0, 3600, 0, 0, 0]
    assert numbers.hr_zones_s == [0, 0, 0, 0, 3600]
    assert numbers.mean_max_power_w[3600] == pytest.approx(250)
    assert max(numbers.mean_max_power_w) == 3600
    assert (numbers.pace_load, numbers.pace_zones_s, numbers.mean_max_speed_mps) == (None, None, None)


def test_load_is_by_timer_time_and_the_curve_by_elapsed_time(build) -> None:
    power = np.full(4600, 250.0)
    recorded = build(
        power_w=power, pauses=(Interval(1000, 2000),), has_timer_events=True, timer_s=3600, elapsed_s=4600
    )
    numbers = measure(recorded, ATHLETE)
    assert (numbers.elapsed_s, numbers.timer_s) == (4600, 3600)
    assert numbers.load == pytest.approx(100)
    assert numbers.weighted_power_w == pytest.approx(250)
    assert numbers.mean_max_power_w[3600] == pytest.approx(250 * 2600 / 3600)


def test_the_files_totals_hold_when_they_fit_and_ours_when_they_do_not(build) -> None:
    fits = measure(build(power_w=hour(250), timer_s=3590.5, elapsed_s=3601), ATHLETE)
    assert (fits.timer_s, fits.elapsed_s) == (3590.5, 3601)
    wrong = measure(build(power_w=hour(250), timer_s=1000, elapsed_s=90_000), ATHLETE)
    assert (wrong.timer_s, wrong.elapsed_s) == (3600, 3600)


def test_moving_time_leaves_out_standing(build) -> None:
    speed = np.where(np.arange(3600) < 600, 0.4, 8.0)
    assert measure(build(speed_mps=speed), NOBODY).moving_s == 3000
    assert measure(build(power_w=hour(200)), NOBODY).moving_s == 3600
    assert measure(build(speed_mps=hour(5), timer_s=3590), NOBODY).moving_s == 3590


REASONS = [
    (Sport.CYCLING, {"power_w": 200, "heart_rate_bpm": 150}, {"ftp_w": None}, "heart_rate", "power: no FTP"),
    (Sport.CYCLING, {"heart_rate_bpm": 150}, {}, "heart_rate", "power: no power recorded"),
    (
        Sport.CYCLING,
        {"rpe": 7, "speed_mps": 8},
        {},
        "rpe",
        "power: no power recorded; heart rate: no heart rate recorded",
    ),
    (
        Sport.CYCLING,
        {"power_w": 200, "heart_rate_bpm": 150},
        {"ftp_w": None, "hr_rest_bpm": None},
        None,
        "power: no FTP; heart rate: no maximum and resting heart rate; RPE: not rated",
    ),
    (Sport.RUNNING, {"speed_mps": 4, "power_w": 300}, {}, "pace", None),
    (
        Sport.RUNNING,
        {"speed_mps": 4, "power_w": 300},
        {"threshold_pace_s_per_km": None},
        "running_power",
        "pace: no threshold pace",
    ),
    (
        Sport.RUNNING,
        {"power_w": 300, "heart_rate_bpm": 165},
        {"running_ftp_w": None},
        "heart_rate",
        "pace: no speed recorded; running power: no running power threshold",
    ),
    (Sport.SWIMMING, {"heart_rate_bpm": 140, "distance_m": 3750}, {}, "pace", None),
    (Sport.SWIMMING, {"heart_rate_bpm": 140}, {}, "heart_rate", "pace: no distance"),
    (
        Sport.SWIMMING,
        {"heart_rate_bpm": 140, "distance_m": 3000},
        {"css_s_per_100m": None},
        "heart_rate",
        "pace: no critical swim speed",
    ),
    (Sport.ROWING, {"power_w": 200, "heart_rate_bpm": 150}, {}, "heart_rate", None),
    (
        Sport.STRENGTH,
        {"cadence_rpm": 0},
        {},
        "duration",
        "heart rate: no heart rate recorded; RPE: not rated",
    ),
    (Sport.WALKING, {"speed_mps": 1.4, "rpe": 3}, {}, "rpe", "heart rate: no heart rate recorded"),
]


@pytest.mark.parametrize(("sport", "given", "changed", "method", "reason"), REASONS)
def test_the_first_method_that_applies_gives_the_load(build, sport, given, changed, method, reason) -> None:
    channels = {
        name: hour(value) if name not in ("rpe", "distance_m") else value for name, value in given.items()
    }
    numbers = measure(build(sport, **channels), replace(ATHLETE, **changed))
    assert (numbers.load_method, numbers.load_reason) == (method, reason)
    assert (numbers.load is None) == (method is None)


def test_a_sensor_that_knows_less_than_half_does_not_decide_the_load(build) -> None:
    power = hour(200)
    power[1700:] = np.nan
    numbers = measure(build(power_w=power, heart_rate_bpm=hour(150)), ATHLETE)
    assert numbers.load_method == "heart_rate"
    assert numbers.load_reason == "power: power for less than half of the time"
    assert numbers.weighted_power_w == pytest.approx(200)


def test_less_than_half_a_minute_has_no_weighted_load(build) -> None:
    short = measure(build(power_w=[200] * 20), ATHLETE)
    assert (short.load, short.load_reason.split(";")[0]) == (None, "power: shorter than 30 s")
    run = measure(build(Sport.RUNNING, speed_mps=[4] * 20), replace(ATHLETE, running_ftp_w=None))
    assert run.load_reason.split(";")[0] == "pace: shorter than 30 s"


def test_running_power_never_uses_the_cycling_ftp(build) -> None:
    numbers = measure(build(Sport.RUNNING, power_w=hour(250)), Thresholds(ftp_w=250))
    assert (numbers.load, numbers.intensity, numbers.power_zones_s) == (None, None, None)
    assert numbers.weighted_power_w == pytest.approx(250)


def test_power_of_other_sports_has_no_threshold(build) -> None:
    numbers = measure(build(Sport.ROWING, power_w=hour(250)), ATHLETE)
    assert (numbers.intensity, numbers.power_zones_s) == (None, None)


def test_an_hour_at_threshold_pace(build) -> None:
    run = build(Sport.RUNNING, speed_mps=hour(4), heart_rate_bpm=np.linspace(140, 160, 3600))
    numbers = measure(run, ATHLETE)
    assert numbers.load == numbers.pace_load == pytest.approx(100)
    assert numbers.graded_speed_mps == pytest.approx(4)
    assert numbers.pace_zones_s == [0, 0, 0, 3600, 0, 0]
    assert numbers.efficiency == pytest.approx(4 * 60 / 0.9144 / 150)
    assert numbers.decoupling_pct == pytest.approx(6.453347674105937)


def test_running_uphill_counts_more(build) -> None:
    climb = np.arange(3600) * 4 * 0.05
    numbers = measure(build(Sport.RUNNING, speed_mps=hour(4), altitude_m=climb), ATHLETE)
    assert numbers.load == pytest.approx(100 * 1.3014433506944445**2, rel=1e-6)
    assert numbers.ascent_m == pytest.approx(720, rel=0.01)
    assert numbers.descent_m == 0


def test_a_swim_at_critical_speed(build) -> None:
    swim = build(Sport.SWIMMING, heart_rate_bpm=hour(140), distance_m=3000, timer_s=3600)
    numbers = measure(swim, ATHLETE)
    assert numbers.load == numbers.pace_load == pytest.approx(51.2)
    assert numbers.intensity == pytest.approx(0.8)


def test_without_any_threshold_all_that_needs_one_is_unknown(build) -> None:
    numbers = measure(build(power_w=hour(200), heart_rate_bpm=hour(150), speed_mps=hour(8)), NOBODY)
    assert {numbers.intensity, numbers.load, numbers.trimp, numbers.hr_load} == {None}
    assert {numbers.power_zones_s, numbers.hr_zones_s, numbers.pace_zones_s} == {None}
    assert numbers.weighted_power_w == pytest.approx(200)
    assert numbers.efficiency == pytest.approx(200 / 150)


def test_an_activity_without_samples_keeps_what_it_tells(build) -> None:
    typed = build(
        Sport.RUNNING,
        timer_s=3600.0,
        distance_m=10_000,
        rpe=7,
        avg_heart_rate_bpm=150,
        max_heart_rate_bpm=170,
    )
    numbers = measure(typed, ATHLETE)
    assert (numbers.timer_s, numbers.moving_s, numbers.distance_m) == (3600, 3600, 10_000)
    assert (numbers.avg_hr_bpm, numbers.max_hr_bpm) == (150, 170)
    assert numbers.avg_speed_mps == pytest.approx(10_000 / 3600)
    assert (numbers.load, numbers.load_method) == (pytest.approx(70.78831593389931), "heart_rate")


def test_without_samples_and_heart_rate_the_rating_gives_the_load(build) -> None:
    numbers = measure(build(Sport.RUNNING, timer_s=3600.0, rpe=7), ATHLETE)
    assert (numbers.load, numbers.load_method) == (pytest.approx(100), "rpe")


def test_an_activity_without_duration_has_no_load(build) -> None:
    numbers = measure(build(Sport.OTHER), ATHLETE)
    assert (numbers.load, numbers.load_method, numbers.load_reason) == (None, None, "no duration")


def test_distance_falls_back_to_the_channel_and_then_to_speed(build) -> None:
    assert measure(build(distances=100 + np.arange(61) * 5.0), NOBODY).distance_m == 300
    assert measure(build(speed_mps=np.full(60, 5.0)), NOBODY).distance_m == 300
    assert measure(build(power_w=np.full(60, 5.0)), NOBODY).distance_m is None


def test_ascent_is_the_devices_when_it_gives_one(build) -> None:
    assert measure(build(altitude_m=np.arange(600.0), ascent_m=580), NOBODY).ascent_m == 580


def test_the_devices_figures_and_all_warnings_are_kept_beside_ours(build) -> None:
    power = hour(200)
    power[10] = 9000
    told = Warning("CRC_WRONG")
    numbers = measure(
        build(power_w=power, device=DeviceFigures(weighted_power_w=222), warnings=(told,)), ATHLETE
    )
    assert numbers.device.weighted_power_w == 222
    assert numbers.weighted_power_w < 201
    assert [w.code for w in numbers.warnings] == ["CRC_WRONG", "sensor_spike"]


def test_average_cadence_leaves_out_coasting(build) -> None:
    assert measure(build(cadence_rpm=[0, 90, 80, 0]), NOBODY).avg_cadence_rpm == 85
    assert measure(build(cadence_rpm=[0, 0]), NOBODY).avg_cadence_rpm is None


def test_laps_are_the_devices_filled_up_from_the_seconds(build) -> None:
    power = np.repeat([100.0, 300.0], 300)
    laps = (
        RecordedLap(0, 300, trigger="manual"),
        RecordedLap(300, 300, timer_s=290, distance_m=2000, avg_power_w=299, ascent_m=12),
        RecordedLap(9000, 10),
    )
    beats, speed = np.repeat([120.0, 160.0], 300), np.full(600, 8.0)
    first, second, outside = measure(
        build(power_w=power, heart_rate_bpm=beats, speed_mps=speed, laps=laps), ATHLETE
    ).laps
    assert (first.avg_power_w, first.weighted_power_w, first.avg_hr_bpm) == (100, pytest.approx(100), 120)
    assert (first.timer_s, first.distance_m, first.avg_speed_mps, first.trigger) == (300, 2400, 8, "manual")
    assert (second.avg_power_w, second.timer_s, second.distance_m, second.ascent_m) == (299, 290, 2000, 12)
    assert second.avg_speed_mps == pytest.approx(2000 / 290)
    assert (outside.avg_power_w, outside.timer_s, outside.distance_m) == (None, None, None)


def test_a_ride_resumed_after_a_month_is_measured_whole(build) -> None:
    month = 30 * 86_400
    times = np.concatenate([np.arange(1800), month + np.arange(1800)])
    laps = (RecordedLap(0, 1800), RecordedLap(month, 1800))
    numbers = measure(
        build(times=times, power_w=np.repeat([200.0, 300.0], 1800), laps=laps, elapsed_s=month + 1800.0),
        ATHLETE,
    )
    assert (numbers.timer_s, numbers.elapsed_s) == (3600, month + 1800)
    assert [lap.avg_power_w for lap in numbers.laps] == [200, 300]
    assert numbers.mean_max_power_w[1800] == pytest.approx(300)


def triathlon(build):
    swim = build(Sport.SWIMMING, heart_rate_bpm=hour(150), distance_m=3750, timer_s=3600.0)
    change = build(Sport.OTHER, heart_rate_bpm=np.full(300, 100.0))
    ride = build(power_w=hour(250), heart_rate_bpm=hour(160), distance_m=36_000)
    start = swim.start_time
    legs = (
        swim,
        replace(change, start_time=start + timedelta(seconds=3600)),
        replace(ride, start_time=start + timedelta(seconds=3900)),
    )
    return build(Sport.MULTISPORT, legs=legs, warnings=(Warning("CRC_WRONG"),))


def test_a_multisport_parent_is_the_sum_of_its_legs(build) -> None:
    numbers = measure(triathlon(build), ATHLETE)
    assert [leg.sport for leg in numbers.legs] == ["swimming", "other", "cycling"]
    assert numbers.load == pytest.approx(sum(leg.load for leg in numbers.legs))
    assert (numbers.load_method, numbers.load_reason) == ("legs", None)
    assert (numbers.elapsed_s, numbers.timer_s, numbers.distance_m) == (7500, 7500, 39_750)
    assert numbers.avg_hr_bpm == pytest.approx((150 * 3600 + 100 * 300 + 160 * 3600) / 7500)
    assert (numbers.max_hr_bpm, numbers.work_kj) == (160, 900)
    assert numbers.mean_max_power_w is None


def test_a_parent_names_the_legs_without_load(build) -> None:
    numbers = measure(triathlon(build), replace(ATHLETE, ftp_w=None, hr_rest_bpm=None))
    assert numbers.load == pytest.approx(100 + 35 / 12)
    assert numbers.load_reason == (
        "without cycling (power: no FTP; heart rate: no maximum and resting heart rate; RPE: not rated)"
    )


def test_a_parent_of_empty_legs_knows_nothing(build) -> None:
    numbers = measure(build(Sport.MULTISPORT, elapsed_s=100.0, legs=(build(Sport.RUNNING),)), ATHLETE)
    assert (numbers.load, numbers.load_method, numbers.elapsed_s, numbers.avg_hr_bpm) == (
        None,
        None,
        100,
        None,
    )


def test_measuring_on_a_grid_at_hand_is_the_same(build) -> None:
    recorded = build(power_w=hour(250))
    assert measure_on(resample(recorded), recorded, ATHLETE) == measure(recorded, ATHLETE)


def test_json_has_the_keys_of_the_contract_in_its_order(build) -> None:
    answer = to_json(measure(triathlon(build), ATHLETE))
    assert list(answer) == CONTRACT
    assert list(answer["legs"][2]) == CONTRACT
    assert answer["start_time"] == "2026-05-04T06:30:00+00:00"
    assert answer["warnings"] == [{"code": "CRC_WRONG", "channel": None, "start_s": None, "end_s": None}]
    assert answer["device"] == {"weighted_power_w": None, "load": None, "intensity": None, "ftp_w": None}
    assert answer["legs"][2]["mean_max_power_w"]["5"] == pytest.approx(250)
    assert answer["legs"][2]["sport"] == "cycling"


CHANNELS = st.sampled_from(
    [
        "power_w",
        "heart_rate_bpm",
        "speed_mps",
        "distances",
        "altitude_m",
        "cadence_rpm",
        "latitude_deg",
        "longitude_deg",
    ]
)
VALUES = st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 300)


@given(data=st.data(), sport=st.sampled_from([s for s in Sport if s is not Sport.MULTISPORT]))
def test_whatever_a_file_holds_no_nan_leaks_and_nothing_raises(build, data, sport) -> None:
    steps = data.draw(st.lists(st.floats(0.1, 30), min_size=1, max_size=60))
    names = data.draw(st.lists(CHANNELS, unique=True))
    channels = {name: data.draw(st.lists(VALUES, min_size=len(steps), max_size=len(steps))) for name in names}
    athlete = data.draw(st.sampled_from([ATHLETE, NOBODY, replace(ATHLETE, sex=None, lthr_bpm=None)]))
    activity = build(sport, times=np.cumsum(steps)[: len(steps) if names else 0], **channels)
    json.dumps(to_json(measure(activity, athlete)), allow_nan=False)
