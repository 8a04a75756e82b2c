"""Pace of a pool swim from its lengths."""

from datetime import timedelta

import numpy as np

from athletes.sources.files import read_file
from athletes.sources.records import RecordedActivity, Sport
from tests.doubles.files.fit_files import START, begin, finish
from tests.doubles.files.fit_writer import FitWriter, Value, at

POOL_M = 25.0


def length(writer: FitWriter, start: float, seconds: float, kind: str = "active") -> None:
    writer.write(
        "length",
        timestamp=at(START, start + seconds),
        start_time=at(START, start),
        total_elapsed_time=seconds,
        total_timer_time=seconds,
        avg_speed=POOL_M / seconds if kind == "active" else 0.0,
        avg_swimming_cadence=28 if kind == "active" else None,
        length_type=kind,
    )


def swim(records: list[dict[str, Value]]) -> RecordedActivity:
    """25 m in 20 s, 25 m in 25 s, 15 s at the wall, 25 m in 20 s."""
    writer = begin()
    for record in records:
        writer.write("record", **record)
    for start, seconds, kind in ((0, 20, "active"), (20, 25, "active"), (45, 15, "idle"), (60, 20, "active")):
        length(writer, start, seconds, kind)
    finish(writer, START, 80, sport="swimming", sub_sport="lap_swimming", pool_length=POOL_M)
    return read_file(writer.content(), "swim.fit", now=START + timedelta(days=1))


def values_at(activity: RecordedActivity, channel: str, seconds: list[int]) -> list[float]:
    times = activity.samples.time_s.tolist()
    return [round(float(activity.samples.channels[channel][times.index(second)]), 3) for second in seconds]


def test_records_without_distance_take_it_from_the_lengths():
    activity = swim([{"timestamp": at(START, second), "heart_rate": 130} for second in range(81)])

    assert (activity.sport, activity.pool_length_m) == (Sport.SWIMMING, POOL_M)
    assert values_at(activity, "distance_m", [0, 10, 20, 45, 50, 60, 80]) == [0, 12.5, 25, 50, 50, 50, 75]
    assert values_at(activity, "speed_mps", [0, 10, 20, 44, 45, 59, 60, 79]) == [
        1.25,
        1.25,
        1,
        1,
        0,
        0,
        1.25,
        1.25,
    ]
    assert values_at(activity, "cadence_rpm", [10, 30]) == [28, 28]
    assert activity.samples.time_s.size == 81


def test_one_record_per_length_becomes_one_sample_per_second():
    sparse = [
        {"timestamp": at(START, second), "distance": metres}
        for second, metres in ((20, 25), (45, 50), (80, 75))
    ]

    activity = swim(sparse)

    assert activity.samples.time_s.tolist() == list(range(81))
    assert values_at(activity, "speed_mps", [5, 30, 50, 70]) == [1.25, 1.0, 0.0, 1.25]


def test_records_without_a_time_are_placed_by_the_lengths():
    activity = swim([{"distance": 25.0}, {"distance": 50.0}, {"distance": 75.0}])

    assert activity.start_time == START
    assert values_at(activity, "distance_m", [20, 80]) == [25.0, 75.0]


def test_a_swim_that_knows_its_own_pace_keeps_it():
    activity = swim([{"timestamp": at(START, s), "distance": 0.9 * s, "speed": 0.9} for s in range(81)])

    assert set(activity.samples.channels["speed_mps"].tolist()) == {0.9}


def test_without_a_pool_length_the_lengths_own_speed_decides():
    writer = begin()
    for second in range(41):
        writer.write("record", timestamp=at(START, second), heart_rate=130)
    length(writer, 0, 20)
    length(writer, 20, 20)
    finish(writer, START, 40, sport="swimming", sub_sport="lap_swimming")

    activity = read_file(writer.content(), "swim.fit", now=START + timedelta(days=1))

    assert np.allclose(activity.samples.channels["distance_m"], 1.25 * np.arange(41))
