"""Activities that a watch could have recorded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from athletes.sources.demo import ROBIN
from athletes.sources.records import CHANNELS, RecordedActivity, Sport


def named(activities: list[RecordedActivity], name: str) -> list[RecordedActivity]:
    found = [activity for activity in activities if (activity.name or "").startswith(name)]
    assert found, f"nobody did {name}"
    return found


def outdoors(activities: list[RecordedActivity]) -> Iterator[RecordedActivity]:
    return (activity for activity in activities if "latitude_deg" in activity.samples.channels)


@pytest.mark.long
def test_time_rises_strictly_from_zero(activities: list[RecordedActivity]) -> None:
    for activity in activities:
        assert activity.samples.time_s[0] == 0.0
        assert np.all(np.diff(activity.samples.time_s) >= 1.0)


def test_every_channel_is_known_and_as_long_as_time(activities: list[RecordedActivity]) -> None:
    for activity in activities:
        for name, column in activity.samples.channels.items():
            assert name in CHANNELS
            assert column.shape == activity.samples.time_s.shape


def test_only_heart_rate_has_gaps_and_rarely(activities: list[RecordedActivity]) -> None:
    with_gaps = {
        name
        for activity in activities
        for name, column in activity.samples.channels.items()
        if np.isnan(column).any()
    }
    torn = [a for a in activities if np.isnan(a.samples.channels["heart_rate_bpm"]).any()]
    assert with_gaps == {"heart_rate_bpm"}
    assert len(torn) < 0.1 * len(activities)


def test_distance_never_falls_and_agrees_with_speed(activities: list[RecordedActivity]) -> None:
    for activity in activities:
        distance = activity.samples.channels["distance_m"]
        assert np.all(np.diff(distance) >= 0.0)
        assert activity.distance_m == pytest.approx(activity.samples.channels["speed_mps"].sum(), rel=0.003)


def test_the_way_on_the_map_is_as_long_as_the_distance(activities: list[RecordedActivity]) -> None:
    for activity in outdoors(activities):
        channels = activity.samples.channels
        north = np.diff(channels["latitude_deg"][::30]) * 111_320
        east = np.diff(channels["longitude_deg"][::30]) * 111_320 * np.cos(np.radians(55.2))
        assert np.hypot(north, east).sum() == pytest.approx(activity.distance_m, rel=0.05)


def test_routes_stay_in_the_open_sea(activities: list[RecordedActivity]) -> None:
    for activity in outdoors(activities):
        assert np.all(np.abs(activity.samples.channels["latitude_deg"] - 55.2) < 0.6)
        assert np.all(np.abs(activity.samples.channels["longitude_deg"] - 5.6) < 1.0)


def test_a_loop_ends_where_it_began(activities: list[RecordedActivity]) -> None:
    for activity in named(activities, "Long ride"):
        latitude = activity.samples.channels["latitude_deg"]
        assert latitude[-1] == pytest.approx(latitude[0], abs=0.001)


def test_pauses_are_the_seconds_without_samples(activities: list[RecordedActivity]) -> None:
    paused = [activity for activity in activities if activity.pauses]
    assert len(paused) > 50
    for activity in activities:
        assert activity.has_timer_events
        missing = sum(pause.end_s - pause.start_s for pause in activity.pauses)
        assert activity.elapsed_s == activity.timer_s + missing
        for pause in activity.pauses:
            inside = (activity.samples.time_s >= pause.start_s) & (activity.samples.time_s < pause.end_s)
            assert not inside.any()
            assert 30 <= pause.end_s - pause.start_s <= 90


def test_laps_cover_the_activity_without_gaps(activities: list[RecordedActivity]) -> None:
    for activity in activities:
        ends = [lap.start_s + lap.elapsed_s for lap in activity.laps]
        starts = [lap.start_s for lap in activity.laps]
        assert starts == [0.0, *ends[:-1]]
        assert ends[-1] == activity.elapsed_s
        assert sum(lap.timer_s or 0 for lap in activity.laps) == activity.timer_s
        assert sum(lap.distance_m or 0 for lap in activity.laps) == pytest.approx(activity.distance_m)


def test_coasting_does_not_count_for_the_cadence_of_a_lap(activities: list[RecordedActivity]) -> None:
    ride = named(activities, "Long ride")[0]
    lap, cadence = ride.laps[0], ride.samples.channels["cadence_rpm"]
    inside = cadence[ride.samples.time_s < lap.start_s + lap.elapsed_s]

    assert (inside == 0).any()
    assert lap.avg_cadence_rpm == pytest.approx(inside[inside > 0].mean(), abs=0.001)


def test_a_workout_has_a_lap_for_each_step(activities: list[RecordedActivity]) -> None:
    for activity in named(activities, "Threshold 4×8 min"):
        assert [lap.trigger for lap in activity.laps] == ["manual"] * 9
        work = activity.laps[1:-1:2]
        assert [lap.timer_s for lap in work] == [480.0] * 4


def test_easy_runs_are_easy(activities: list[RecordedActivity]) -> None:
    for activity in [*named(activities, "Morning run"), *named(activities, "Evening run")]:
        assert 128 <= (activity.avg_heart_rate_bpm or 0) <= 148


def test_nobody_beats_the_maximum_heart_rate(activities: list[RecordedActivity]) -> None:
    assert max(activity.max_heart_rate_bpm or 0 for activity in activities) <= ROBIN.hr_max_bpm


def test_rides_have_power_and_the_commuting_bike_has_none(activities: list[RecordedActivity]) -> None:
    for activity in activities:
        has_power = "power_w" in activity.samples.channels
        assert has_power == (activity.sport is Sport.CYCLING and activity.sub_sport != "commuting")


def test_the_heart_follows_the_power_late(activities: list[RecordedActivity]) -> None:
    ride = next(a for a in named(activities, "VO2max") if not a.pauses)
    power, bpm = ride.samples.channels["power_w"], ride.samples.channels["heart_rate_bpm"]
    power = np.convolve(power, np.ones(30) / 30, mode="same")
    known = slice(300, -300)
    fits = [np.corrcoef(power[known], np.roll(bpm, -late)[known])[0, 1] for late in range(0, 120, 5)]
    assert 20 <= 5 * int(np.argmax(fits)) <= 60


def test_indoor_rides_know_no_place(activities: list[RecordedActivity]) -> None:
    indoors = [activity for activity in activities if activity.sub_sport == "indoor_cycling"]
    assert {activity.start_time.month for activity in indoors} <= {11, 12, 1, 2}
    assert len(indoors) > 8
    for activity in indoors:
        assert "latitude_deg" not in activity.samples.channels
        assert activity.ascent_m is None


def test_winter_is_colder_than_summer(activities: list[RecordedActivity]) -> None:
    def mean_c(months: set[int]) -> float:
        of = [
            a.samples.channels["temperature_c"].mean()
            for a in outdoors(activities)
            if a.start_time.month in months
        ]
        return float(np.mean(of))

    assert mean_c({12, 1, 2}) < 8 < 15 < mean_c({6, 7, 8})


def test_a_few_activities_say_how_hard_they_were(activities: list[RecordedActivity]) -> None:
    rated = [activity.rpe for activity in activities if activity.rpe is not None]
    assert 0.1 < len(rated) / len(activities) < 0.5
    assert all(1 <= rpe <= 10 for rpe in rated)
