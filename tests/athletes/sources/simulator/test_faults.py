"""Sensor faults that are put in on request, with the truth beside them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from athletes.sources.records import RecordedActivity, Sport
from athletes.sources.simulator import FAULTS, FaultTruth, Profile, SimulatedAthlete, activities_on, inject
from athletes.sources.simulator.faults import smart_recording
from athletes.sources.simulator.mishaps import from_head_unit, shifted_zone, with_wrong_ftp


def first_of(sport: Sport, athlete: SimulatedAthlete, profile: Profile) -> RecordedActivity:
    return next(
        activity
        for index in range(84, 200)
        for activity in activities_on(athlete, athlete.day(index), profile)
        if activity.sport is sport and not activity.pauses and activity.samples.time_s.size > 3000
    )


@pytest.fixture(scope="module")
def ride(nominal: Profile, athletes: list[SimulatedAthlete]) -> RecordedActivity:
    return first_of(Sport.CYCLING, athletes[5], nominal)


@pytest.fixture(scope="module")
def run(nominal: Profile, athletes: list[SimulatedAthlete]) -> RecordedActivity:
    return first_of(Sport.RUNNING, athletes[5], nominal)


def spoil(
    recorded: RecordedActivity, *faults: str, seed: int = 1
) -> tuple[RecordedActivity, tuple[FaultTruth, ...]]:
    return inject(recorded, faults, np.random.default_rng(seed))


def inside(recorded: RecordedActivity, fault: FaultTruth, channel: str) -> np.ndarray:
    time_s = recorded.samples.time_s
    return recorded.samples.channels[channel][(time_s >= fault.start_s) & (time_s < fault.end_s)]


def test_a_strap_that_loses_contact_writes_zero(ride: RecordedActivity) -> None:
    spoilt, (fault,) = spoil(ride, "hr_dropout")
    assert (fault.code, fault.channel) == ("sensor_dropout", "heart_rate_bpm")
    assert 90 <= fault.end_s - fault.start_s <= 600
    assert np.all(inside(spoilt, fault, "heart_rate_bpm") == 0.0)


def test_an_optical_sensor_locks_to_the_steps_of_a_run(run: RecordedActivity) -> None:
    spoilt, (fault,) = spoil(run, "cadence_lock")
    assert 120 <= fault.end_s - fault.start_s <= 600
    steps = 2 * inside(spoilt, fault, "cadence_rpm")
    assert np.abs(inside(spoilt, fault, "heart_rate_bpm") - steps).max() < 5


@pytest.mark.parametrize(("fault", "lowest"), [("power_spike", 2050.0), ("hr_spike", 231.0)])
def test_spikes_are_beyond_what_bodies_do(ride: RecordedActivity, fault: str, lowest: float) -> None:
    spoilt, (truth,) = spoil(ride, fault)
    assert truth.code == "sensor_spike"
    assert inside(spoilt, truth, truth.channel).min() >= lowest


@pytest.mark.parametrize(("fault", "longest"), [("hr_stuck", 900), ("power_stuck", 600)])
def test_a_stuck_sensor_repeats_one_value(ride: RecordedActivity, fault: str, longest: int) -> None:
    spoilt, (truth,) = spoil(ride, fault)
    assert truth.code == "sensor_stuck"
    assert np.unique(inside(spoilt, truth, truth.channel)).size == 1
    assert 60 <= truth.end_s - truth.start_s <= longest


def test_a_jump_of_the_position_comes_back(run: RecordedActivity) -> None:
    spoilt, (truth,) = spoil(run, "gps_jump")
    moved = inside(spoilt, truth, "latitude_deg") - inside(run, truth, "latitude_deg")
    away = inside(spoilt, truth, "longitude_deg") - inside(run, truth, "longitude_deg")
    metres = np.hypot(moved * 111_320, away * 111_320 * 0.57)
    assert np.all((metres > 390) & (metres < 3010))


def test_nothing_else_is_touched(ride: RecordedActivity) -> None:
    spoilt, (fault,) = spoil(ride, "hr_dropout")
    time_s = ride.samples.time_s
    outside = (time_s < fault.start_s) | (time_s >= fault.end_s)
    for name, column in ride.samples.channels.items():
        rows = outside if name == "heart_rate_bpm" else slice(None)
        np.testing.assert_array_equal(spoilt.samples.channels[name][rows], column[rows])


def test_faults_keep_apart(ride: RecordedActivity) -> None:
    for seed in range(5):
        _, truth = spoil(ride, *FAULTS, seed=seed)
        ordered = sorted(truth, key=lambda fault: fault.start_s)
        assert all(b.start_s - a.end_s >= 120 for a, b in pairwise(ordered))


def test_what_is_not_measured_cannot_fail(run: RecordedActivity) -> None:
    spoilt, truth = spoil(run, "power_spike", "power_stuck")
    assert truth == ()
    np.testing.assert_array_equal(
        spoilt.samples.channels["heart_rate_bpm"], run.samples.channels["heart_rate_bpm"]
    )


def test_smart_recording_keeps_the_first_and_the_last_second(ride: RecordedActivity) -> None:
    kept = smart_recording(ride, np.random.default_rng(1)).samples
    assert (kept.time_s[0], kept.time_s[-1]) == (ride.samples.time_s[0], ride.samples.time_s[-1])
    assert 1 <= np.diff(kept.time_s).min() < np.diff(kept.time_s).max() == 8
    assert kept.channels["power_w"].shape == kept.time_s.shape


def test_the_head_unit_has_the_same_ride_a_little_later(ride: RecordedActivity) -> None:
    other = from_head_unit(ride, np.random.default_rng(1))
    late_s = (other.start_time - ride.start_time).total_seconds()
    assert 3 <= late_s < 40
    assert other.samples.time_s[0] == 0.0
    assert "heart_rate_bpm" not in other.samples.channels
    np.testing.assert_array_equal(
        other.samples.channels["power_w"], ride.samples.channels["power_w"][int(late_s) :]
    )


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        (
            lambda ride: shifted_zone(ride, 2),
            lambda was, now: (now.start_time - was.start_time).seconds == 7200,
        ),
        (lambda ride: with_wrong_ftp(ride, 111.0), lambda _, now: now.device.ftp_w == 111.0),
    ],
)
def test_a_clock_or_a_profile_can_be_wrong(
    ride: RecordedActivity,
    changed: Callable[[RecordedActivity], RecordedActivity],
    seen: Callable[[RecordedActivity, RecordedActivity], bool],
) -> None:
    assert seen(ride, changed(ride))
