"""TCX files, from Garmin's own to what exporters make of it."""

from datetime import timedelta

import numpy as np
import pytest

from athletes.sources.files import FileError, notes, read_file
from athletes.sources.records import Interval, RecordedActivity, Sport
from tests.doubles.files.xml_files import START, tcx, tcx_activity, tcx_lap, tcx_point

NOW = START + timedelta(days=1)
FULL = (
    "<Position><LatitudeDegrees>47.5</LatitudeDegrees><LongitudeDegrees>8.25</LongitudeDegrees></Position>"
    "<AltitudeMeters>412.5</AltitudeMeters><DistanceMeters>{distance}</DistanceMeters>"
    "<HeartRateBpm><Value>151</Value></HeartRateBpm><Cadence>88</Cadence>"
    "<Extensions><ns3:TPX><ns3:Speed>7.25</ns3:Speed><ns3:Watts>231</ns3:Watts></ns3:TPX></Extensions>"
)


def read(content: bytes) -> RecordedActivity:
    return read_file(content, "ride.tcx", now=NOW)


def track(*seconds: float, inside: str = FULL) -> str:
    return "".join(tcx_point(second, inside.format(distance=8 * second)) for second in seconds)


def ride(*tracks: str, sport: str = "Biking", **lap: float) -> bytes:
    return tcx(tcx_activity([tcx_lap(tracks, **lap)], sport))


def test_a_ride_keeps_its_values():
    activity = read(ride(track(0, 1, 2, 3), timer_s=3))

    assert (activity.sport, activity.sub_sport, activity.start_time) == (Sport.CYCLING, None, START)
    assert activity.device_name == "Edge 530"
    assert activity.samples.time_s.tolist() == [0, 1, 2, 3]
    assert {name: float(values[2]) for name, values in activity.samples.channels.items()} == {
        "power_w": 231.0,
        "heart_rate_bpm": 151.0,
        "speed_mps": 7.25,
        "distance_m": 16.0,
        "altitude_m": 412.5,
        "cadence_rpm": 88.0,
        "latitude_deg": 47.5,
        "longitude_deg": 8.25,
    }
    assert (activity.elapsed_s, activity.timer_s) == (3.0, 3.0)
    assert activity.warnings == ()


def test_a_missing_namespace_does_not_cost_the_power():
    without = ride(track(0, 1, 2), timer_s=2).replace(
        b' xmlns:ns3="http://www.garmin.com', b' xmlns:x="http://x'
    )

    assert read(without).samples.channels["power_w"].tolist() == [231.0] * 3


def test_running_cadence_is_found_in_its_extension():
    inside = "<Extensions><TPX><RunCadence>86</RunCadence></TPX></Extensions>"

    activity = read(ride(track(0, 1, inside=inside), sport="Running", timer_s=1))

    assert activity.sport is Sport.RUNNING
    assert activity.samples.channels["cadence_rpm"].tolist() == [86.0, 86.0]


def test_a_new_track_after_a_break_is_a_pause():
    activity = read(ride(track(*range(61)), track(*range(300, 361)), timer_s=120))

    assert activity.has_timer_events
    assert activity.pauses == (Interval(60.0, 300.0),)
    assert activity.timer_s == 120.0


def test_a_new_track_without_a_break_is_no_pause():
    activity = read(ride(track(0, 1, 2), track(3, 4, 5), timer_s=5))

    assert (activity.has_timer_events, activity.pauses) == (False, ())


def test_laps_keep_their_figures():
    figures = (
        "<DistanceMeters>480.5</DistanceMeters><Calories>21</Calories>"
        "<AverageHeartRateBpm><Value>148</Value></AverageHeartRateBpm>"
        "<MaximumHeartRateBpm><Value>160</Value></MaximumHeartRateBpm>"
        "<Extensions><LX><AvgSpeed>8.01</AvgSpeed><AvgWatts>225</AvgWatts></LX></Extensions>"
    )
    laps = [
        tcx_lap([track(*range(60))], start=0, timer_s=60, inside=figures),
        tcx_lap([track(*range(60, 91))], start=60, timer_s=30, inside=figures),
    ]

    activity = read(tcx(tcx_activity(laps)))

    assert [(lap.start_s, lap.elapsed_s, lap.timer_s) for lap in activity.laps] == [(0, 60, 60), (60, 30, 30)]
    lap = activity.laps[0]
    assert (lap.distance_m, lap.avg_heart_rate_bpm, lap.max_heart_rate_bpm) == (480.5, 148.0, 160.0)
    assert (lap.avg_speed_mps, lap.avg_power_w, lap.trigger) == (8.01, 225.0, "manual")
    assert (activity.distance_m, activity.calories_kcal, activity.max_heart_rate_bpm) == (961.0, 42.0, 160.0)


def test_an_empty_first_point_is_passed_over():
    activity = read(ride("<Trackpoint></Trackpoint>" + track(0, 1, 2), timer_s=2))

    assert activity.samples.time_s.size == 3


def test_a_pause_that_goes_back_in_time_loses_what_does_not_advance():
    activity = read(ride(track(*range(60)), track(*range(50, 70)), timer_s=70))

    assert activity.samples.time_s.tolist() == list(range(70))


def test_speed_is_derived_where_only_distance_is_given():
    inside = "<DistanceMeters>{distance}</DistanceMeters>"

    speed = read(ride(track(0, 1, 3, inside=inside), timer_s=3)).samples.channels["speed_mps"]

    np.testing.assert_array_equal(speed, [np.nan, 8.0, 8.0])


def test_a_lap_without_points_is_an_activity_without_samples():
    activity = read(
        tcx(tcx_activity([tcx_lap([], timer_s=1800, inside="<DistanceMeters>900</DistanceMeters>")]))
    )

    assert activity.samples.is_empty
    assert (activity.timer_s, activity.distance_m) == (1800.0, 900.0)
    assert [warning.code for warning in activity.warnings] == [notes.NO_RECORDS]


def test_activities_that_follow_each_other_are_legs_of_one():
    legs = [
        tcx_activity([tcx_lap([track(*range(60))], timer_s=60)], "Biking"),
        tcx_activity([tcx_lap([track(*range(120, 150))], start=120, timer_s=30)], "Running"),
    ]

    parent = read(tcx(*legs))

    assert (parent.sport, parent.timer_s) == (Sport.MULTISPORT, 90.0)
    assert [leg.sport for leg in parent.legs] == [Sport.CYCLING, Sport.RUNNING]
    assert parent.samples.time_s.size == 90


@pytest.mark.parametrize("number", ["NaN", "1e400", "-1e400", "", "much"])
def test_what_is_no_number_is_unknown(number: str):
    inside = f"<HeartRateBpm><Value>{number}</Value></HeartRateBpm><AltitudeMeters>400</AltitudeMeters>"

    assert list(read(ride(track(0, 1, inside=inside), timer_s=1)).samples.channels) == ["altitude_m"]


def test_a_file_that_breaks_off_keeps_what_came_before():
    content = ride(track(*range(60)), timer_s=60)

    activity = read(content[: len(content) // 2])

    assert 20 < activity.samples.time_s.size < 40
    assert [warning.code for warning in activity.warnings] == [notes.FILE_TRUNCATED]


def test_a_course_is_no_activity():
    courses = b"<Courses><Course><Name>Lake</Name></Course></Courses>"
    course = b"<TrainingCenterDatabase>" + courses + b"</TrainingCenterDatabase>"

    with pytest.raises(FileError) as caught:
        read(course)

    assert caught.value.code == "FILE_NOT_ACTIVITY"
    assert "a course to follow" in caught.value.message


def test_text_before_the_declaration_is_one_clear_error():
    with pytest.raises(FileError) as caught:
        read(b"Downloaded by:\n" + ride(track(0, 1), timer_s=1))

    assert caught.value.code == "FILE_XML_INVALID"
    assert "line 1" in caught.value.message


def test_blanks_before_the_declaration_are_harmless():
    assert read(b"  \r\n" + ride(track(0, 1), timer_s=1)).samples.time_s.size == 2


@pytest.mark.parametrize("year", ["1970", "2099"])
def test_dates_that_cannot_be_are_refused(year: str):
    with pytest.raises(FileError) as caught:
        read(ride(track(0, 1), timer_s=1).replace(b"2026-", f"{year}-".encode()))

    assert caught.value.code == "FILE_DATE_IMPOSSIBLE"
