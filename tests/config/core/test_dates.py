from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.core import dates

TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 3, 5), "today"),
        (date(2026, 3, 4), "yesterday"),
        (date(2026, 3, 6), "tomorrow"),
        (date(2026, 3, 3), "Tue, 2 days ago"),
        (date(2026, 2, 27), "Fri, 6 days ago"),
        (date(2026, 2, 26), "Thu 26 Feb"),
        (date(2026, 3, 8), "Sun, in 3 days"),
        (date(2026, 3, 12), "Thu 12 Mar"),
        (date(2025, 3, 5), "5 Mar 2025"),
        (None, "–"),
    ],
)
def test_days_are_relative_when_near(value, text):
    assert dates.day(value, TODAY) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 3, 3), date(2026, 3, 10), "3–9 Mar 2026"),
        (date(2026, 3, 3), date(2026, 3, 4), "3 Mar 2026"),
        (date(2026, 2, 28), date(2026, 3, 3), "28 Feb – 2 Mar 2026"),
        (date(2025, 12, 29), date(2026, 1, 5), "29 Dec 2025 – 4 Jan 2026"),
        (date(2026, 3, 3), None, "since 3 Mar 2026"),
    ],
)
def test_an_interval_ends_before_its_end(start, end, text):
    assert dates.days(start, end) == text


def test_an_instant_is_told_in_the_athletes_zone():
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)

    assert dates.instant(late, NOW, ZoneInfo("Europe/Paris")) == "today, 00:30"
    assert dates.instant(late, NOW, ZoneInfo("America/Los_Angeles")) == "today, 15:30"
    assert dates.instant(late, NOW, UTC) == "yesterday, 23:30"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=5), "5\u202fmin ago"),
        (timedelta(hours=3, minutes=59), "3\u202fh ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=2, hours=23), "2 days ago"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(before, text):
    assert dates.ago(NOW - before, NOW) == text
