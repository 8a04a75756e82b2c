from __future__ import annotations

import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import fitdecode

from athletes.sources.files.fit_crc import crc16
from tests.doubles.garmin.person import Person

TODAY = date(2026, 5, 6)


def test_the_same_seed_gives_the_same_account_and_another_seed_another() -> None:
    first, again, other = Person(1, today=TODAY), Person(1, today=TODAY), Person(2, today=TODAY)
    assert first.outings() == again.outings()
    assert first.truth(TODAY) == again.truth(TODAY)
    assert first.truth(TODAY) != other.truth(TODAY)
    assert not {each.id for each in first.outings()} & {each.id for each in other.outings()}


def test_a_day_is_the_same_in_a_longer_account() -> None:
    day = TODAY - timedelta(days=20)
    assert Person(days=30, today=TODAY).truth(day) == Person(days=3_650, today=TODAY).truth(day)


def test_six_activities_a_week_one_typed_in_by_hand_and_one_of_three_sports() -> None:
    person = Person(days=28, today=TODAY)
    outings = person.outings()
    assert len(outings) == 24
    assert [each.start for each in outings] == sorted((each.start for each in outings), reverse=True)
    assert person.original(person.manual) is None
    assert [leg.sport for leg in person.triathlon.children] == ["swimming", "cycling", "running"]
    assert [each.sport for each in outings if each.parent_id] == []


def test_three_thousand_activities_of_ten_years_are_there_at_once() -> None:
    person = Person(days=3_650, activities=3_000, today=TODAY)
    began = time.perf_counter()
    outings = person.outings()
    assert time.perf_counter() - began < 2
    assert len({each.id for each in outings}) == 3_000
    assert outings[-1].day < TODAY - timedelta(days=3_600)


def test_the_original_is_a_zip_with_one_sound_fit_file_of_that_hour() -> None:
    person = Person(days=14, today=TODAY, file_s=600)
    outing = next(each for each in person.outings() if each.sport == "cycling")
    with zipfile.ZipFile(BytesIO(person.original(outing) or b"")) as archive:
        assert archive.namelist() == [f"{outing.id}_ACTIVITY.fit"]
        content = archive.read(archive.namelist()[0])
    assert crc16(content) == 0
    with fitdecode.FitReader(content) as reader:
        records = [
            each for each in reader if each.frame_type == fitdecode.FIT_FRAME_DATA and each.name == "record"
        ]
    stamps = [each.get_value("timestamp") for each in records]
    assert (len(records), stamps[0], stamps[-1]) == (601, outing.start, outing.start + timedelta(seconds=600))
    assert {each.get_value("power") for each in records} == {200}


def test_a_file_moved_in_time_is_the_file_written_for_that_time() -> None:
    person = Person(days=14, today=TODAY, file_s=60)
    outing = person.triathlon
    with fitdecode.FitReader(outing.file) as reader:
        frames = [each for each in reader if getattr(each, "frame_type", 0) == fitdecode.FIT_FRAME_DATA]
    sessions = [each for each in frames if each.name == "session"]
    assert [each.get_value("sport") for each in sessions] == ["swimming", "cycling", "running"]
    assert [each.get_value("start_time") for each in sessions] == [leg.start for leg in outing.children]
    local = frames[-1].get_value("local_timestamp").replace(tzinfo=UTC)
    assert local == outing.start + timedelta(seconds=60 + outing.utc_offset_s)


def test_what_a_test_changes_lies_on_top() -> None:
    person = Person(days=14, today=TODAY)
    first, second = person.outings()[:2]
    person.edit_activity(first.id, name="Renamed")
    person.delete_activity(second.id)
    added = person.add_activity(TODAY, sport="cycling")
    assert [each.name for each in person.outings()[:2]] == ["New ride", "Renamed"]
    assert person.outing(second.id) is None
    assert person.outing(added.id) == added
    person.change_day(TODAY, resting_hr_bpm=61)
    assert person.truth(TODAY).resting_hr_bpm == 61


def test_today_is_not_over_and_may_have_nothing_yet() -> None:
    person = Person(days=14, today=TODAY)
    assert person.truth(TODAY).floors is None
    assert person.truth(TODAY).steps is not None
    person.withhold_today()
    assert person.truth(TODAY).is_empty
    person.move_to(TODAY + timedelta(days=1))
    assert person.truth(TODAY).floors is not None


def test_an_account_of_the_present_lists_nothing_that_has_not_ended() -> None:
    person = Person(days=14)
    added = person.add_activity()
    now = datetime.now(UTC)
    assert person.outings()
    assert all(each.start + timedelta(seconds=each.seconds) <= now for each in (*person.outings(), added))
