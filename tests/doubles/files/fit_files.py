"""Whole FIT files of our own, from the plain ride to what devices get wrong."""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.doubles.files.fit_writer import FitWriter, Value, at

START = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
GARMIN, EDGE_530 = 1, 3121

type RecordAt = Callable[[int], dict[str, Value]]


def steady(second: int) -> dict[str, Value]:
    """A rider at 200 W, 140 bpm and 8 m/s who moves north-east."""
    return {
        "position_lat": 47.0 + second * 5e-5,
        "position_long": 8.0 + second * 5e-5,
        "altitude": 400.0 + second % 50,
        "heart_rate": 140,
        "cadence": 90,
        "distance": 8.0 * second,
        "speed": 8.0,
        "power": 200,
        "temperature": 18,
    }


def begin(kind: str = "activity", start: datetime = START) -> FitWriter:
    """A writer whose file says what it is and who made it."""
    return FitWriter().write(
        "file_id", type=kind, manufacturer=GARMIN, product=EDGE_530, serial_number=7, time_created=start
    )


def timer(writer: FitWriter, moment: datetime, kind: str) -> None:
    writer.write("event", timestamp=moment, event="timer", event_type=kind)


def finish(writer: FitWriter, start: datetime, seconds: float, **session: Value) -> None:
    """Write the lap, the session and the activity message of a recording that ran through."""
    end = at(start, seconds)
    totals = {"start_time": start, "total_elapsed_time": seconds, "total_timer_time": seconds}
    writer.write("lap", **{"timestamp": end, **totals, "lap_trigger": "session_end"})
    writer.write(
        "session", **{"timestamp": end, **totals, "sport": "cycling", "sub_sport": "road", **session}
    )
    writer.write(
        "activity", timestamp=end, total_timer_time=seconds, num_sessions=1, local_timestamp=at(end, 7200)
    )


def ride_writer(
    seconds: int = 60, *, start: datetime = START, record: RecordAt = steady, **session: Value
) -> FitWriter:
    """A ride of `seconds` + 1 records, one per second, with timer events, a lap and a session."""
    writer = begin(start=start)
    timer(writer, start, "start")
    for second in range(seconds + 1):
        writer.write("record", timestamp=at(start, second), **record(second))
    timer(writer, at(start, seconds), "stop_all")
    finish(writer, start, seconds, **session)
    return writer


def ride(seconds: int = 60, *, start: datetime = START, record: RecordAt = steady, **session: Value) -> bytes:
    return ride_writer(seconds, start=start, record=record, **session).content()


def other_kind(kind: str) -> bytes:
    """A FIT file that is no activity, although it may hold records (a course does)."""
    writer = begin(kind)
    if kind == "course":
        writer.write("record", timestamp=START, position_lat=47.0, position_long=8.0)
    return writer.content()
