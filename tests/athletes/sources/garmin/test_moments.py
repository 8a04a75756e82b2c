"""Five ways to write a time, three to write a day, and what is neither."""

from datetime import UTC, date, datetime

import pytest

from athletes.sources.garmin.moments import day, instant

MORNING = datetime(2026, 10, 21, 7, 15, 54, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        1_792_566_954_000,
        1_792_566_954_000.0,
        "2026-10-21T07:15:54.0",
        "2026-10-21 07:15:54",
        "2026-10-21T07:15:54.000Z",
        "2026-10-21T09:15:54+02:00",
        [2026, 10, 21, 7, 15, 54],
        [2026, 10, 21, 7, 15, 54, 0],
    ],
)
def test_one_instant_in_all_its_forms(written):
    assert instant(written) == MORNING


def test_a_fraction_of_a_second_survives():
    assert instant("2026-10-21T07:15:54.5") == MORNING.replace(microsecond=500_000)
    assert instant([2026, 10, 21, 7, 15, 54, 500_000_000]) == MORNING.replace(microsecond=500_000)


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "2026-13-01T00:00:00", "0001-01-01T00:00:00+23:00", "9" * 400),
        *(None, True, {}, -1, 0, 10**18, 10**400, float("nan"), float("inf")),
        *([], [2026], ["a", 1, 1], [2026, 1, 1, 0, 0, 0, 10**12]),
    ],
)
def test_what_is_no_time_is_none(written):
    assert instant(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-21",
        "2026-10-21T00:00:00.0",
        "2026-10-21 23:59:59",
        [2026, 10, 21],
        {"year": 2026, "month": 10, "day": 21},
        {"year": 2026, "monthValue": 10, "dayOfMonth": 21},
        {"date": "2026-10-21"},
        1_792_566_954_000,
    ],
)
def test_one_day_in_all_its_forms(written):
    assert day(written) == date(2026, 10, 21)


@pytest.mark.parametrize(
    "written", ["2026-02-30", "", None, {}, {"date": {"date": "2026-10-21"}}, [], 7, "x"]
)
def test_what_is_no_day_is_none(written):
    assert day(written) is None
