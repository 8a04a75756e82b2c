"""Noise is refused, and what is read makes sense; `tests/fuzzing` damages files of every format."""

import random
from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest

from athletes.sources.files import FileError, read_file
from athletes.sources.files.samples import RANGES
from athletes.sources.records import RecordedActivity
from tests.athletes.sources.files.test_fit_legs import sessions
from tests.doubles.files.fit_files import START, begin, finish, ride, timer
from tests.doubles.files.fit_profile import UINT16
from tests.doubles.files.fit_writer import at
from tests.doubles.files.xml_files import gpx, gpx_point, tcx, tcx_activity, tcx_lap, tcx_point

NOW = START + timedelta(days=1)


def swim() -> bytes:
    writer = begin()
    power = writer.describe(0, 0, UINT16, "Power", "Watts", native=7)
    for second in range(20):
        writer.write("record", developer={power: 200}, timestamp=at(START, second))
    writer.write(
        "length",
        start_time=START,
        total_elapsed_time=20,
        avg_speed=1.25,
        length_type="active",
        timestamp=START,
    )
    finish(writer, START, 20, sport="swimming", sub_sport="lap_swimming", pool_length=25)
    writer.write("hr", timestamp=START, event_timestamp=5, filtered_bpm=120)
    writer.write("hr", filtered_bpm=(121, 122, 123, 124), event_timestamp_12=range(6))
    return writer.content()


def race() -> bytes:
    writer = begin()
    timer(writer, START, "start")
    sessions(writer)
    for second in range(0, 301, 10):
        writer.write("record", timestamp=at(START, second), heart_rate=150)
    return writer.content()


def lake() -> bytes:
    inside = "<ele>400</ele><extensions><hr>140</hr><power>200</power></extensions>"
    return gpx("".join(gpx_point(second, inside=inside) for second in range(10)), gpx_point(60))


def laps() -> bytes:
    inside = "<DistanceMeters>8</DistanceMeters><HeartRateBpm><Value>140</Value></HeartRateBpm>"
    points = "".join(tcx_point(second, inside) for second in range(10))
    return tcx(tcx_activity([tcx_lap([points], timer_s=10), tcx_lap([tcx_point(60)], start=60)]))


SEEDS: dict[str, Callable[[], bytes]] = {
    "ride": lambda: ride(15),
    "swim": swim,
    "race": race,
    "chained": lambda: ride(5) + ride(5),
}


def check(activity: RecordedActivity) -> None:
    """Nothing that would poison a history or a JSON answer."""
    time_s = activity.samples.time_s
    assert np.isfinite(time_s).all()
    assert (np.diff(time_s) > 0).all()
    assert time_s.size == 0 or time_s[0] >= 0.0
    for name, values in activity.samples.channels.items():
        low, high = RANGES[name]
        known = values[~np.isnan(values)]
        assert values.shape == time_s.shape
        assert known.size > 0
        assert ((known >= low) & (known <= high)).all()
    for total in (activity.elapsed_s, activity.timer_s, activity.distance_m):
        assert total is None or 0.0 < total < 1e8 or total == 0.0
    if activity.elapsed_s is not None and activity.timer_s is not None:
        assert activity.timer_s <= activity.elapsed_s
    assert all(0.0 <= pause.start_s < pause.end_s for pause in activity.pauses)
    assert all(lap.start_s >= 0.0 and lap.elapsed_s > 0.0 for lap in activity.laps)
    for leg in activity.legs:
        check(leg)


def test_noise_is_refused():
    chance = random.Random("noise")
    for head in (
        b"\x0e\x20\x54\x08\xff\x00\x00\x00.FIT",
        b"<gpx>",
        b"<TrainingCenterDatabase>",
        b"PK\x03\x04",
        b"",
    ):
        for _ in range(40):
            with pytest.raises(FileError):
                read_file(head + chance.randbytes(200), "noise", now=NOW)
