from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from athletes.models import Athlete, Connection
from athletes.services.sync_times import next_sync_at


def connection(zone: str, at: time, uid: int = 1) -> Connection:
    return Connection(athlete=Athlete(time_zone=zone), sync_time=at, uid=UUID(int=uid))


def lag(of: Connection) -> timedelta:
    """How much later than its time of day this connection always is: seen in a zone without changes."""
    same = connection("UTC", time(12), of.uid.int)
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return next_sync_at(same, noon - timedelta(hours=1)) - noon


def local(of: Connection, now: datetime) -> datetime:
    """The next sync in the athlete's zone, without its lag."""
    return (next_sync_at(of, now) - lag(of)).astimezone(ZoneInfo(of.athlete.time_zone))


def test_the_next_sync_is_at_the_athletes_own_time() -> None:
    early = connection("Europe/Berlin", time(5, 30))

    assert f"{local(early, datetime(2026, 6, 1, 2, tzinfo=UTC)):%d %H:%M}" == "01 05:30"
    assert f"{local(early, datetime(2026, 6, 1, 4, tzinfo=UTC)):%d %H:%M}" == "02 05:30"


def test_it_is_later_by_up_to_twenty_minutes_and_always_as_much() -> None:
    lags = [lag(connection("UTC", time(5, 30), uid)) for uid in range(200)]

    assert timedelta(0) <= min(lags) < timedelta(minutes=2)
    assert timedelta(minutes=18) < max(lags) <= timedelta(minutes=20)
    assert len(set(lags)) > 150
    assert lag(connection("Asia/Tokyo", time(1), 7)) == lag(connection("UTC", time(9), 7))


def test_a_time_that_summer_time_skips_is_an_hour_later_that_day() -> None:
    skipped = connection("Europe/Berlin", time(2, 30))

    assert f"{local(skipped, datetime(2027, 3, 27, 12, tzinfo=UTC)):%d %H:%M}" == "28 03:30"
    assert f"{local(skipped, datetime(2027, 3, 28, 12, tzinfo=UTC)):%d %H:%M}" == "29 02:30"


def test_a_time_that_winter_time_repeats_counts_once() -> None:
    repeated = connection("America/Los_Angeles", time(1, 30))

    first = next_sync_at(repeated, datetime(2026, 10, 31, 12, tzinfo=UTC))
    second = next_sync_at(repeated, first)

    assert first - lag(repeated) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert second - lag(repeated) == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def test_what_is_due_after_midnight_still_belongs_to_the_evening_before() -> None:
    late = next(each for uid in range(99) if lag(each := connection("UTC", time(23, 55), uid)).seconds > 600)

    assert next_sync_at(late, datetime(2026, 6, 2, 0, 1, tzinfo=UTC)).day == 2


def at_the_hours_that_change(test: Any) -> Any:
    """Always tried: those that clocks skip and repeat, and the ends of a day."""
    for hour in (0, 1, 2, 3, 23):
        test = example(at=time(hour, 30), uid=1)(test)
    return test


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Los_Angeles", "Australia/Lord_Howe", "UTC"])
@settings(max_examples=15)
@at_the_hours_that_change
@given(at=st.times().map(lambda each: each.replace(microsecond=0)), uid=st.integers(0, 10**9))
def test_there_is_exactly_one_sync_on_each_of_400_days(zone: str, at: time, uid: int) -> None:
    daily = connection(zone, at, uid)
    now, late = datetime(2026, 9, 1, tzinfo=UTC), lag(daily)
    local_days = []
    for _ in range(400):
        now = next_sync_at(daily, now)
        local_days.append((now - late).astimezone(ZoneInfo(zone)).date())

    first = local_days[0]
    assert local_days == [first + timedelta(days=n) for n in range(400)]
