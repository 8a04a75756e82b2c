from __future__ import annotations

from datetime import UTC, datetime

from metrics.views.rows import row_of
from tests.factories.metrics import ActivityFactory

START = datetime(2026, 11, 20, 22, 5, tzinfo=UTC)


def row(*, with_heart=True, with_year=False, **fields):
    activity = ActivityFactory.build(athlete=None, start_time=START, **fields)
    return row_of(activity, "metric", "me", with_heart=with_heart, with_year=with_year)


def plain(value):
    return str(value).replace("\u202f", " ")


def test_says_when_by_the_clock_where_it_happened():
    assert row().when == "Fri 20 Nov, 23:05"
    assert row(utc_offset_s=7200).when == "Sat 21 Nov, 00:05"
    assert row(with_year=True).when == "20 Nov 2026, 23:05"


def test_a_phone_shows_day_distance_and_time_in_one_line():
    assert plain(row().sums) == "Fri 20 · 12.0 km · 1:00 h"
    assert plain(row(with_year=True).sums) == "20 Nov 2026 · 12.0 km · 1:00 h"
    assert plain(row(distance_m=None).sums) == "Fri 20 · 1:00 h"


def test_the_load_comes_with_its_method_and_nothing_stands_for_none():
    by_heart, none = row(load=61.5, load_method="heart_rate"), row(load=None, load_method="")

    assert (by_heart.load, by_heart.method) == ("62", "heart rate")
    assert (none.load, none.method) == ("", "")
    assert row(load=0.2).load == "0"


def test_hearts_stay_out_without_leave():
    assert plain(row(avg_hr_bpm=150).heart_rate) == "150 bpm"
    assert row(avg_hr_bpm=150, with_heart=False).heart_rate == "–"


def test_each_sport_has_its_picture_and_the_others_share_one():
    assert [row(sport=sport).icon for sport in ("running", "cycling", "swimming", "rowing")] == [
        "run", "bike", "swim", "activity",
    ]  # fmt: skip
