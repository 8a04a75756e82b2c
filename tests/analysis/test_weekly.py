"""When a weekly review is due, also where the clocks change and people travel."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.weekly import is_due, next_weekly

SUNDAY_6PM = {"weekday": 6, "hour": 18}
PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (at(2026, 11, 18, 9), at(2026, 11, 22, 17)),
        (at(2026, 11, 22, 16, 59), at(2026, 11, 22, 17)),
        (at(2026, 11, 22, 17), at(2026, 11, 29, 17)),
        (at(2026, 11, 22, 23, 30), at(2026, 11, 29, 17)),
    ],
)
def test_the_hour_is_that_of_the_athlete_and_lies_ahead(after, expected):
    assert next_weekly(after, **SUNDAY_6PM, zone=PARIS) == expected


def test_it_stays_six_in_the_evening_when_the_clocks_change():
    before = next_weekly(at(2027, 3, 20), **SUNDAY_6PM, zone=PARIS)
    changed = next_weekly(before, **SUNDAY_6PM, zone=PARIS)

    assert (before, changed) == (at(2027, 3, 21, 17), at(2027, 3, 28, 16))
    assert [each.astimezone(PARIS).hour for each in (before, changed)] == [18, 18]


def test_an_hour_that_is_skipped_is_an_hour_later():
    # On 28 March 2027 clocks go from 2 to 3 in the morning.
    assert next_weekly(at(2027, 3, 27), weekday=6, hour=2, zone=PARIS) == at(2027, 3, 28, 1)
    assert is_due(at(2027, 3, 28, 1), at(2027, 3, 28, 1, 1), weekday=6, hour=2, zone=PARIS)


def test_an_hour_that_comes_twice_counts_once():
    # On 31 October 2027 it is 2:30 at 0:30 and again at 1:30 UTC.
    first = next_weekly(at(2027, 10, 30), weekday=6, hour=2, zone=PARIS)

    assert first == at(2027, 10, 31, 0)
    assert next_weekly(first, weekday=6, hour=2, zone=PARIS) == at(2027, 11, 7, 1)


def test_far_from_greenwich_the_day_is_the_athletes():
    # Sunday evening in New York is Monday in UTC.
    late = {"weekday": 6, "hour": 22}
    assert next_weekly(at(2026, 11, 22, 12), **late, zone=NEW_YORK) == at(2026, 11, 23, 3)


def test_nothing_is_due_before_its_time():
    assert not is_due(at(2026, 11, 22, 17), at(2026, 11, 22, 16, 59), **SUNDAY_6PM, zone=PARIS)


def test_what_a_server_that_was_down_has_missed_is_due_late():
    assert is_due(at(2026, 11, 22, 17), at(2026, 11, 25, 8), **SUNDAY_6PM, zone=PARIS)


def test_who_flew_west_has_the_hour_before_them_still():
    planned, noon_there = at(2026, 11, 22, 17), at(2026, 11, 22, 17, 1)

    assert not is_due(planned, noon_there, **SUNDAY_6PM, zone=NEW_YORK)
    assert next_weekly(noon_there, **SUNDAY_6PM, zone=NEW_YORK) == at(2026, 11, 22, 23)


def test_who_flew_east_does_not_wait_another_week():
    planned = at(2026, 11, 22, 23)

    assert is_due(planned, planned + timedelta(minutes=1), **SUNDAY_6PM, zone=PARIS)
