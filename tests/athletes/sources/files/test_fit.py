"""What a FIT file of a ride becomes, value by value."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import numpy as np
import pytest

from athletes.sources.files import FileError, notes, read_file
from athletes.sources.records import DeviceFigures, Interval, RecordedActivity, Sport, Warning
from tests.doubles.files.fit_files import START, begin, finish, other_kind, ride, ride_writer, steady, timer
from tests.doubles.files.fit_writer import Value, at, fit_seconds

NOW = START + timedelta(days=3)


def read(content: bytes) -> RecordedActivity:
    return read_file(content, "ride.fit", now=NOW)


def codes(activity: RecordedActivity) -> list[str]:
    return [warning.code for warning in activity.warnings]


def refusal(content: bytes) -> FileError:
    with pytest.raises(FileError) as caught:
        read(content)
    return caught.value


def test_a_ride_keeps_its_values_in_our_units():
    activity = read(ride(60))

    assert (activity.sport, activity.sub_sport) == (Sport.CYCLING, "road")
    assert activity.start_time == START
    assert activity.utc_offset_s == 7200
    assert (activity.elapsed_s, activity.timer_s) == (60.0, 60.0)
    assert activity.device_name == "Garmin Edge 530"
    assert activity.samples.time_s.tolist() == list(range(61))
    channels = {name: round(float(values[5]), 6) for name, values in activity.samples.channels.items()}
    assert channels == {
        "power_w": 200.0,
        "heart_rate_bpm": 140.0,
        "speed_mps": 8.0,
        "distance_m": 40.0,
        "altitude_m": 405.0,
        "cadence_rpm": 90.0,
        "latitude_deg": 47.00025,
        "longitude_deg": 8.00025,
        "temperature_c": 18.0,
    }
    assert activity.warnings == ()


def test_the_original_is_kept_with_its_hash():
    content = ride(5)

    original = read(content).original

    assert original is not None
    assert (original.file_name, original.content) == ("ride.fit", content)
    assert original.sha256 == sha256(content).hexdigest()


def test_the_devices_own_figures_stand_beside_ours():
    session = {"normalized_power": 214, "training_stress_score": 81.4, "intensity_factor": 0.856}

    activity = read(ride(10, threshold_power=250, **session))

    assert activity.device == DeviceFigures(weighted_power_w=214.0, load=81.4, intensity=0.856, ftp_w=250.0)


def test_a_figure_of_zero_was_not_computed():
    activity = read(ride(10, normalized_power=0, total_distance=0, avg_heart_rate=0))

    assert activity.device == DeviceFigures()
    assert (activity.distance_m, activity.avg_heart_rate_bpm) == (None, None)


def test_session_totals_are_the_files_own():
    felt = {"workout_rpe": 70, "workout_feel": 75}
    activity = read(ride(10, total_distance=81.5, total_ascent=12, max_heart_rate=171, avg_power=205, **felt))

    totals = (activity.distance_m, activity.ascent_m, activity.max_heart_rate_bpm, activity.avg_power_w)
    assert totals == (81.5, 12.0, 171.0, 205.0)
    assert (activity.rpe, activity.feel) == (7.0, 4)


def test_laps_count_from_the_start():
    writer = begin()
    for second in range(21):
        writer.write("record", timestamp=at(START, second), power=200)
    writer.write(
        "lap",
        timestamp=at(START, 20),
        start_time=at(START, 8),
        total_elapsed_time=12,
        total_timer_time=11.5,
        total_distance=96.25,
        avg_power=210,
        avg_heart_rate=150,
        max_heart_rate=160,
        avg_speed=8.021,
        avg_cadence=88,
        avg_fractional_cadence=0.5,
        total_ascent=3,
        lap_trigger="manual",
    )
    finish(writer, START, 20)

    lap = read(writer.content()).laps[1]

    assert (lap.start_s, lap.elapsed_s, lap.timer_s, lap.distance_m) == (8.0, 12.0, 11.5, 96.25)
    assert (lap.avg_power_w, lap.avg_heart_rate_bpm, lap.max_heart_rate_bpm) == (210.0, 150.0, 160.0)
    assert (lap.avg_speed_mps, lap.avg_cadence_rpm, lap.ascent_m) == (8.021, 88.5, 3.0)
    assert lap.trigger == "manual"


def paused(*, timer_s: float | None) -> bytes:
    """Twenty seconds of riding, forty of standing, twenty of riding."""
    writer = begin()
    timer(writer, START, "start")
    for second in [*range(21), *range(60, 81)]:
        writer.write("record", timestamp=at(START, second), **steady(second))
    timer(writer, at(START, 20), "stop_all")
    timer(writer, at(START, 60), "start")
    timer(writer, at(START, 80), "stop_all")
    finish(writer, START, 80, total_timer_time=timer_s)
    return writer.content()


def test_a_pause_is_what_the_timer_events_say():
    activity = read(paused(timer_s=40))

    assert activity.has_timer_events
    assert activity.pauses == (Interval(20.0, 60.0),)


def test_a_stop_at_the_end_is_no_pause():
    activity = read(ride(60))

    assert (activity.has_timer_events, activity.pauses) == (True, ())


def test_without_events_gaps_must_decide():
    writer = begin()
    for second in range(10):
        writer.write("record", timestamp=at(START, second), power=200)
    finish(writer, START, 9)

    activity = read(writer.content())

    assert (activity.has_timer_events, activity.pauses) == (False, ())


def test_events_that_contradict_the_timer_total_are_not_believed():
    writer = begin()
    timer(writer, START, "start")
    for second in [*range(301), *range(3000, 3301)]:
        writer.write("record", timestamp=at(START, second), **steady(second))
    timer(writer, at(START, 3300), "stop_all")
    finish(writer, START, 3300, total_timer_time=600)

    activity = read(writer.content())

    assert (activity.has_timer_events, activity.pauses) == (False, ())
    assert codes(activity) == [notes.TIMER_EVENTS_INCOMPLETE]


def in_order(seconds: list[int], **session: Value) -> bytes:
    writer = begin()
    for i, second in enumerate(seconds):
        writer.write("record", timestamp=at(START, second), power=100 + i)
    finish(writer, START, max(seconds), **session)
    return writer.content()


def test_samples_that_do_not_advance_are_dropped_and_noted():
    activity = read(in_order([0, 1, 2, 1, 3, 4]))

    assert activity.samples.time_s.tolist() == [0, 1, 2, 3, 4]
    assert activity.samples.channels["power_w"].tolist() == [100, 101, 102, 104, 105]
    assert activity.warnings == (Warning(notes.TIME_WENT_BACK, start_s=1.0),)


def test_one_time_in_the_future_does_not_cost_all_that_follows():
    activity = read(in_order([0, 1, 500, 2, 3, 4, 5, 6], total_elapsed_time=6, total_timer_time=6))

    assert activity.samples.time_s.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert codes(activity) == [notes.TIME_WENT_BACK]


def test_two_records_of_one_second_complete_each_other():
    writer = begin()
    for second in range(3):
        writer.write("record", timestamp=at(START, second), power=200)
        writer.write("record", timestamp=at(START, second), heart_rate=140)
    finish(writer, START, 2)

    activity = read(writer.content())

    assert activity.samples.channels["power_w"].tolist() == [200.0] * 3
    assert activity.samples.channels["heart_rate_bpm"].tolist() == [140.0] * 3
    assert activity.warnings == ()


def test_a_clock_that_was_set_on_the_way_is_mended():
    twenty_days = 20 * 86_400
    writer = begin()
    for second in [*range(100), *range(twenty_days + 100, twenty_days + 201)]:
        writer.write("record", timestamp=at(START, second), power=200)
    finish(writer, START, 200)

    activity = read_file(writer.content(), "ride.fit", now=NOW + timedelta(days=30))

    assert activity.samples.time_s[-1] == 200.0
    assert activity.warnings == (Warning(notes.TIME_JUMPED, start_s=100.0),)


def test_totals_in_exchanged_places_are_put_right():
    activity = read(in_order([0, 1, 2], total_elapsed_time=40, total_timer_time=60))

    assert (activity.elapsed_s, activity.timer_s) == (60.0, 40.0)
    assert notes.TOTALS_SWAPPED in codes(activity)


def test_an_activity_of_31_days_is_kept_with_a_warning():
    long = 31 * 86_400
    writer = begin()
    timer(writer, START, "start")
    for second in [*range(60), *range(long, long + 61)]:
        writer.write("record", timestamp=at(START, second), **steady(second % 60))
    timer(writer, at(START, 59), "stop_all")
    timer(writer, at(START, long), "start")
    finish(writer, START, long + 60, total_timer_time=119)

    activity = read_file(writer.content(), "long.fit", now=NOW + timedelta(days=40))

    assert activity.elapsed_s == long + 60
    assert activity.pauses == (Interval(59.0, float(long)),)
    assert activity.warnings == (Warning(notes.DURATION_IMPLAUSIBLE, start_s=0.0, end_s=long + 60.0),)


def test_without_a_session_the_samples_are_summed_up():
    writer = begin()
    for second in range(11):
        writer.write("record", timestamp=at(START, second), **steady(second))
    writer.write("sport", sport="cycling", sub_sport="generic")

    activity = read(writer.content())

    assert activity.sport is Sport.CYCLING
    assert (activity.elapsed_s, activity.distance_m) == (10.0, 80.0)
    assert (activity.avg_heart_rate_bpm, activity.avg_power_w) == (140.0, 200.0)
    assert codes(activity) == [notes.NO_SESSION]


def test_a_summary_without_records_is_an_activity_without_samples():
    writer = begin()
    finish(writer, START, 1800, total_distance=4000)

    activity = read(writer.content())

    assert activity.samples.is_empty
    assert (activity.elapsed_s, activity.distance_m) == (1800.0, 4000.0)
    assert codes(activity) == [notes.NO_RECORDS]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("course", "a course to follow"),
        ("workout", "a workout to be done"),
        ("settings", "device settings"),
        ("weight", "weight measurements"),
        ("monitoring_b", "all-day monitoring"),
    ],
)
def test_other_fit_files_are_named_and_not_imported(kind: str, words: str):
    error = refusal(other_kind(kind))

    assert error.code == "FILE_NOT_ACTIVITY"
    assert words in error.message


def test_an_activity_with_nothing_in_it_says_so():
    assert refusal(begin().content()).code == "FILE_NO_SAMPLES"


def test_records_without_any_time_are_no_recording():
    writer = begin().write("record", heart_rate=140).write("record", heart_rate=141)

    assert refusal(writer.content()).code == "FILE_NOT_ACTIVITY"


@pytest.mark.parametrize("start", [datetime(1989, 12, 31, 12, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
def test_dates_that_cannot_be_are_refused(start: datetime):
    assert refusal(ride(20, start=start)).code == "FILE_DATE_IMPOSSIBLE"


def test_a_watch_that_counts_from_power_on_is_dated_by_its_local_time():
    epoch = datetime(1989, 12, 31, tzinfo=UTC)
    power_on = epoch + timedelta(seconds=5000)
    writer = begin(start=power_on)
    for second in range(11):
        writer.write("record", timestamp=at(power_on, second), heart_rate=140)
    totals: dict[str, Value] = {"start_time": power_on, "total_elapsed_time": 10, "total_timer_time": 10}
    writer.write("session", timestamp=at(power_on, 10), **totals, sport="running", sub_sport="generic")
    writer.write("activity", timestamp=at(power_on, 10), local_timestamp=at(START, 10))

    activity = read(writer.content())

    assert (activity.start_time, activity.utc_offset_s) == (START, None)
    assert activity.samples.time_s.tolist() == list(range(11))
    assert codes(activity) == [notes.CLOCK_RELATIVE]


def test_compressed_timestamps_count_on_from_the_last_full_one():
    writer = begin().write("record", timestamp=START, power=200)
    for second in range(1, 41):
        writer.write("record", time_offset=fit_seconds(at(START, second)) % 32, power=200 + second)
    finish(writer, START, 40)

    activity = read(writer.content())

    assert activity.samples.time_s.tolist() == list(range(41))
    assert activity.samples.channels["power_w"][-1] == 240.0


def test_a_wrong_checksum_costs_nothing_but_a_note():
    activity = read(ride_writer(30).content(crc=0x1234))

    assert activity.samples.time_s.size == 31
    assert codes(activity) == [notes.CRC_WRONG]


def test_a_truncated_file_keeps_what_came_before_the_end():
    content = ride(60)

    activity = read(content[: len(content) // 2])

    assert 20 < activity.samples.time_s.size < 40
    assert codes(activity) == [notes.FILE_TRUNCATED, notes.NO_SESSION]


def test_a_file_cut_in_its_header_part_is_refused():
    assert refusal(ride(60)[:40]).code == "FILE_TRUNCATED"


def test_a_file_that_the_recorder_never_closed_is_read_to_its_end():
    activity = read(ride_writer(60).content(data_size=0, has_crc=False))

    assert activity.samples.time_s.size == 61
    assert codes(activity) == [notes.FILE_NOT_CLOSED]


def test_damage_in_the_middle_keeps_what_came_before():
    writer = begin()
    for second in range(10):
        writer.write("record", timestamp=at(START, second), power=200)
    writer.raw(b"\x0e\x00\x00\x00")

    activity = read(writer.content())

    assert activity.samples.time_s.size == 10
    assert codes(activity) == [notes.FILE_DAMAGED, notes.NO_SESSION]


def test_a_settings_part_before_the_activity_does_not_hide_it():
    activity = read(other_kind("settings") + ride(20))

    assert activity.samples.time_s.size == 21


def test_junk_after_the_activity_is_noted():
    assert codes(read(ride(20) + b"junk junk junk junk")) == [notes.TRAILING_BYTES]


def test_an_activity_reads_the_same_twice():
    content = ride(30)

    first, second = read(content), read(content)

    assert replace(first, samples=second.samples) == second
    np.testing.assert_array_equal(first.samples.time_s, second.samples.time_s)
