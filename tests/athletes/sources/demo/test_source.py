"""A day of the demo athlete is the same whenever and in whatever window it is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from athletes.sources.demo import RECENT_DAYS, ROBIN, DemoSource
from athletes.sources.demo.wellness import day_record
from athletes.sources.records import Record, RecordedActivity, RecordedDay

SEED, TODAY = 7, date(2026, 11, 22)


def fetch(since: date, until: date, *, seed: int = SEED, today: date = TODAY) -> list[Record]:
    return list(DemoSource(seed, today).fetch(since, until))


def local_day(record: Record) -> date:
    if isinstance(record, RecordedDay):
        return record.date
    return record.start_time.astimezone(ROBIN.zone).date()


def assert_same(one: Record, other: Record) -> None:
    if isinstance(one, RecordedDay) or isinstance(other, RecordedDay):
        assert one == other
        return
    assert one.external_id == other.external_id
    assert one.start_time == other.start_time
    assert one.laps == other.laps
    assert one.pauses == other.pauses
    np.testing.assert_array_equal(one.samples.time_s, other.samples.time_s)
    assert one.samples.channels.keys() == other.samples.channels.keys()
    for name, column in one.samples.channels.items():
        np.testing.assert_array_equal(column, other.samples.channels[name])


def test_the_same_seed_gives_the_same_records() -> None:
    since = TODAY - timedelta(days=10)
    first, second = fetch(since, TODAY), fetch(since, TODAY)
    assert len(first) == len(second) == 19
    for one, other in zip(first, second, strict=True):
        assert_same(one, other)


def test_another_seed_gives_another_athlete() -> None:
    since = TODAY - timedelta(days=3)
    one, other = fetch(since, TODAY)[0], fetch(since, TODAY, seed=8)[0]
    assert one != other


def test_a_day_does_not_depend_on_the_window_or_on_today() -> None:
    day = date(2026, 10, 24)
    alone = fetch(day, day + timedelta(days=1))
    in_a_window = [r for r in fetch(date(2026, 10, 12), date(2026, 11, 2)) if local_day(r) == day]
    a_year_later = fetch(day, day + timedelta(days=1), today=date(2027, 10, 24))
    assert len(alone) == len(in_a_window) == len(a_year_later) == 2
    for one, other, later in zip(alone, in_a_window, a_year_later, strict=True):
        assert_same(one, other)
        assert_same(one, later)


def test_the_newest_day_comes_first() -> None:
    order = [local_day(record) for record in fetch(TODAY - timedelta(days=30), TODAY)]
    assert order == sorted(order, reverse=True)


def test_the_window_is_half_open() -> None:
    seen = {local_day(record) for record in fetch(date(2026, 11, 2), date(2026, 11, 5))}
    assert seen == {date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)}


def test_today_and_the_future_yield_nothing() -> None:
    assert fetch(TODAY, TODAY + timedelta(days=30)) == []


def test_an_empty_window_yields_nothing() -> None:
    assert fetch(TODAY, TODAY - timedelta(days=5)) == []


def test_a_late_window_ends_with_yesterday() -> None:
    newest = fetch(TODAY - timedelta(days=2), TODAY + timedelta(days=9))[0]
    assert local_day(newest) == TODAY - timedelta(days=1)


def test_twelve_weeks_hold_about_six_activities_a_week() -> None:
    records = fetch(TODAY - timedelta(days=RECENT_DAYS), TODAY)
    activities = [record for record in records if isinstance(record, RecordedActivity)]
    assert 55 <= len(activities) <= 84


def test_every_record_names_its_origin(history: list[Record]) -> None:
    assert {record.source for record in history} == {"demo"}


def test_external_ids_name_seed_day_and_slot_and_are_unique(activities: list[RecordedActivity]) -> None:
    names = [activity.external_id for activity in activities]
    assert len(set(names)) == len(names)
    assert "demo:7:2026-10-04:1" in names


def test_start_times_are_utc_and_keep_the_offset_of_berlin() -> None:
    (race,) = [r for r in fetch(date(2026, 10, 4), date(2026, 10, 5)) if isinstance(r, RecordedActivity)]
    assert race.start_time == datetime(2026, 10, 4, 8, 0, tzinfo=UTC)
    assert race.utc_offset_s == 7200


def test_the_morning_holds_the_night_and_nothing_of_the_day() -> None:
    day = next(
        each for each in (date(2026, 11, 18) + timedelta(days=n) for n in range(9)) if day_record(each, 1)
    )
    night, whole = DemoSource(1, today=day).morning(), day_record(day, 1)

    assert night is not None
    assert whole is not None
    assert (night.resting_hr_bpm, night.sleep_s, night.sleep_end) == (
        whole.resting_hr_bpm,
        whole.sleep_s,
        whole.sleep_end,
    )
    assert (night.stress, night.body_battery_high, night.steps) == (None, None, None)
    assert None not in (whole.stress, whole.body_battery_high, whole.steps)
