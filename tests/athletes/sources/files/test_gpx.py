"""GPX files and the dialects of their extensions."""

from datetime import timedelta

import numpy as np
import pytest

from athletes.sources.files import FileError, notes, read_file
from athletes.sources.records import Interval, RecordedActivity, Sport
from tests.doubles.files.xml_files import HEAD, START, gpx, gpx_point

NOW = START + timedelta(days=1)


def read(content: bytes) -> RecordedActivity:
    return read_file(content, "ride.gpx", now=NOW)


def refusal(content: bytes) -> FileError:
    with pytest.raises(FileError) as caught:
        read(content)
    return caught.value


def segment(*seconds: int, inside: str = "") -> str:
    return "".join(gpx_point(second, 47.0 + second * 1e-4, 8.0, inside) for second in seconds)


def test_a_track_keeps_its_values_and_gets_its_motion():
    activity = read(gpx(segment(0, 1, 2, inside="<ele>431.5</ele>")))

    assert (activity.sport, activity.sub_sport, activity.start_time) == (Sport.CYCLING, None, START)
    assert (activity.name, activity.device_name) == ("Along the lake", "Our Watch")
    channels = {name: values.round(3).tolist() for name, values in activity.samples.channels.items()}
    assert channels["altitude_m"] == [431.5] * 3
    assert channels["distance_m"] == [0.0, 11.12, 22.239]
    assert channels["speed_mps"][1:] == [11.12, 11.12]
    assert (activity.elapsed_s, activity.distance_m) == (2.0, 22.239)
    assert activity.warnings == ()


@pytest.mark.parametrize(
    "extension",
    [
        "<gpxtpx:TrackPointExtension><gpxtpx:hr>147</gpxtpx:hr></gpxtpx:TrackPointExtension>",
        "<ns3:TrackPointExtension><ns3:hr>147</ns3:hr></ns3:TrackPointExtension>",
        "<gpxdata:hr>147</gpxdata:hr>",
        "<heartrate>147</heartrate>",
        "<hr>147</hr>",
    ],
)
def test_heart_rate_is_understood_in_every_dialect(extension: str):
    inside = f"<extensions>{extension}</extensions>"

    assert read(gpx(segment(0, 1, inside=inside))).samples.channels["heart_rate_bpm"].tolist() == [147.0] * 2


def test_power_cadence_and_temperature_are_read():
    inside = (
        "<extensions><power>205</power><gpxtpx:TrackPointExtension><gpxtpx:atemp>21</gpxtpx:atemp>"
        "<gpxtpx:cad>86</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions>"
    )

    channels = read(gpx(segment(0, 1, inside=inside))).samples.channels

    assert [channels[name][0] for name in ("power_w", "cadence_rpm", "temperature_c")] == [205.0, 86.0, 21.0]


def test_a_break_between_segments_is_a_pause_without_distance():
    activity = read(gpx(segment(0, 1, 2), segment(100, 101)))

    assert activity.has_timer_events
    assert activity.pauses == (Interval(2.0, 100.0),)
    assert activity.samples.channels["distance_m"].round(2).tolist() == [0, 11.12, 22.24, 22.24, 33.36]
    assert np.isnan(activity.samples.channels["speed_mps"][3])


@pytest.mark.parametrize(
    ("kind", "sport", "sub_sport"),
    [
        ("running", Sport.RUNNING, None),
        ("9", Sport.RUNNING, None),
        ("1", Sport.CYCLING, None),
        ("16", Sport.SWIMMING, None),
        ("Trail Running", Sport.RUNNING, "trail_running"),
        ("mountain_biking", Sport.CYCLING, "mountain_biking"),
        ("hiking", Sport.WALKING, "hiking"),
        ("kitesurfing", Sport.OTHER, "kitesurfing"),
        ("", Sport.OTHER, None),
    ],
)
def test_the_type_decides_the_sport(kind: str, sport: Sport, sub_sport: str | None):
    activity = read(gpx(segment(0, 1), kind=kind))

    assert (activity.sport, activity.sub_sport) == (sport, sub_sport)


def test_a_stated_offset_is_kept():
    content = (
        gpx(segment(0, 1)).replace(b"06:30:00Z", b"08:30:00+02:00").replace(b"06:30:01Z", b"08:30:01+02:00")
    )

    activity = read(content)

    assert (activity.start_time, activity.utc_offset_s) == (START, 7200)


def test_points_without_time_are_a_route():
    assert refusal(gpx(gpx_point(None) + gpx_point(None))).code == "FILE_NOT_ACTIVITY"


def test_a_track_without_points_has_no_samples():
    assert refusal(gpx("")).code == "FILE_NO_SAMPLES"


def test_positions_that_are_no_numbers_are_unknown():
    points = '<trkpt lat="nan" lon="1e400"><time>2026-05-04T06:30:00Z</time><ele>12</ele></trkpt>'

    activity = read(gpx(points + segment(1, inside="<ele>13</ele>")))

    np.testing.assert_array_equal(activity.samples.channels["latitude_deg"], [np.nan, 47.0001])
    assert activity.samples.channels["altitude_m"].tolist() == [12.0, 13.0]


def test_a_year_beyond_all_years_is_no_time():
    points = gpx_point(0).replace("2026", "99999")

    assert read(gpx(points + segment(1, 2))).samples.time_s.size == 2


def test_a_document_type_is_refused():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"<gpx><trk><name>&b;</name><trkseg>{segment(0, 1)}</trkseg></trk></gpx>"
    )

    assert refusal(bomb.encode()).code == "FILE_XML_UNSAFE"


def test_an_external_entity_is_refused_in_any_encoding():
    evil = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx></gpx>'

    assert refusal(evil.encode("utf-16")).code == "FILE_XML_UNSAFE"


def test_two_hundred_thousand_levels_are_refused():
    deep = HEAD + "<gpx>" + "<a>" * 200_000 + "</a>" * 200_000 + "</gpx>"

    assert refusal(deep.encode()).code == "FILE_TOO_DEEP"


@pytest.mark.long
def test_two_million_elements_are_refused():
    wide = HEAD + "<gpx>" + "<a/>" * 2_000_001 + "</gpx>"

    assert refusal(wide.encode()).code == "FILE_TOO_LARGE"


def test_a_million_points_are_refused():
    many = HEAD + "<gpx><trk><trkseg>" + "<trkpt lat='1' lon='1'/>" * 500_001 + "</trkseg></trk></gpx>"

    assert refusal(many.encode()).code == "FILE_TOO_LARGE"


def test_an_unknown_encoding_is_invalid_xml():
    content = gpx(segment(0, 1)).replace(b'encoding="UTF-8"', b'encoding="UTF-7"')

    assert refusal(content).code == "FILE_XML_INVALID"


def test_other_xml_is_of_unknown_type():
    assert refusal(b"<?xml version='1.0'?><html><body/></html>").code == "FILE_TYPE_UNKNOWN"


def test_a_file_that_is_not_well_formed_keeps_what_came_before():
    content = gpx(segment(*range(20))).replace(b"</trkseg>", b"<oops></trkseg>")

    activity = read(content)

    assert activity.samples.time_s.size == 20
    assert [warning.code for warning in activity.warnings] == [notes.FILE_DAMAGED]


def test_leaps_over_half_the_world_give_no_distance_beyond_the_longest():
    activity = read(gpx("".join(gpx_point(second, 89.0 * (-1) ** second) for second in range(5))))

    np.testing.assert_allclose(activity.samples.channels["distance_m"][:2], [0.0, 19_792_724.28])
    assert np.isnan(activity.samples.channels["distance_m"][2:]).all()
