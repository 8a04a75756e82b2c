"""Files with several sessions."""

from datetime import timedelta

import pytest

from athletes.sources.files import FileError, notes, read_file
from athletes.sources.records import RecordedActivity, Sport
from tests.doubles.files.fit_files import START, begin, ride, ride_writer, steady, timer
from tests.doubles.files.fit_writer import FitWriter, at

NOW = START + timedelta(days=3)
RACE = [("swimming", "generic", 0, 100), ("transition", "generic", 100, 120), ("cycling", "road", 120, 300)]


def sessions(writer: FitWriter) -> None:
    for sport, sub_sport, start, end in RACE:
        writer.write(
            "session",
            timestamp=at(START, end),
            start_time=at(START, start),
            total_elapsed_time=end - start,
            total_timer_time=end - start,
            total_distance=10 * (end - start),
            sport=sport,
            sub_sport=sub_sport,
        )
        writer.write(
            "lap",
            timestamp=at(START, end),
            start_time=at(START, start),
            total_elapsed_time=end - start,
            total_timer_time=end - start,
        )


def records(writer: FitWriter) -> None:
    for second in range(301):
        writer.write("record", timestamp=at(START, second), **steady(second))


def race(*, summary_first: bool) -> RecordedActivity:
    writer = begin()
    timer(writer, START, "start")
    for write in (sessions, records) if summary_first else (records, sessions):
        write(writer)
    return read_file(writer.content(), "race.fit", now=NOW)


def test_each_session_is_a_leg_with_its_own_records():
    legs = race(summary_first=False).legs

    assert [(leg.sport, leg.sub_sport) for leg in legs] == [
        (Sport.SWIMMING, None),
        (Sport.OTHER, "transition"),
        (Sport.CYCLING, "road"),
    ]
    assert [leg.start_time for leg in legs] == [at(START, 0), at(START, 100), at(START, 120)]
    assert [leg.samples.time_s.size for leg in legs] == [100, 20, 181]
    assert [leg.samples.time_s[0] for leg in legs] == [0.0, 0.0, 0.0]
    assert [leg.distance_m for leg in legs] == [1000.0, 200.0, 1800.0]
    assert [len(leg.laps) for leg in legs] == [1, 1, 1]


def test_the_parent_spans_its_legs():
    parent = race(summary_first=False)

    assert (parent.sport, parent.start_time) == (Sport.MULTISPORT, START)
    assert (parent.elapsed_s, parent.timer_s, parent.distance_m) == (300.0, 300.0, 3000.0)
    assert parent.samples.time_s.size == 301
    assert len(parent.laps) == 3


def test_summaries_may_come_first():
    first, last = race(summary_first=True), race(summary_first=False)

    assert [leg.samples.time_s.size for leg in first.legs] == [leg.samples.time_s.size for leg in last.legs]
    assert first.elapsed_s == last.elapsed_s


def test_a_session_that_is_written_twice_is_one_activity():
    writer = ride_writer(20)
    writer.write(
        "session",
        timestamp=at(START, 20),
        start_time=START,
        total_elapsed_time=20,
        total_timer_time=20,
        sport="cycling",
        sub_sport="road",
    )

    activity = read_file(writer.content(), "ride.fit", now=NOW)

    assert (activity.sport, activity.legs) == (Sport.CYCLING, ())


def test_chained_activities_keep_their_own_records():
    later = START + timedelta(hours=30)
    chained = ride(20) + ride(10, start=later, sport="running", sub_sport="generic")

    activity = read_file(chained, "two.fit", now=NOW)

    assert [leg.sport for leg in activity.legs] == [Sport.CYCLING, Sport.RUNNING]
    assert [leg.samples.time_s.size for leg in activity.legs] == [21, 11]
    assert [leg.start_time for leg in activity.legs] == [START, later]
    assert activity.samples.is_empty
    assert activity.timer_s == 30.0
    assert [warning.code for warning in activity.warnings] == [notes.SEVERAL_ACTIVITIES]


def test_a_file_of_more_sessions_than_a_race_has_is_refused():
    writer = begin()
    for second in range(102):
        writer.write("record", timestamp=at(START, second), power=200)
    for number in range(101):
        writer.write(
            "session",
            timestamp=at(START, number + 1),
            start_time=at(START, number),
            total_elapsed_time=1,
            total_timer_time=1,
            sport="cycling",
        )

    with pytest.raises(FileError) as caught:
        read_file(writer.content(), "many.fit", now=START + timedelta(days=1))

    assert caught.value.code == "FILE_TOO_LARGE"
