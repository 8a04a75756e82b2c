from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import time_machine

from metrics.models import Annotation
from metrics.selectors.health import first_health_day, health
from metrics.selectors.health_chart import health_chart, health_rows
from metrics.selectors.own_word import marker_bands
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import DayFactory

TODAY = date(2026, 11, 22)
END = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        yield


@pytest.fixture
def athlete(db):
    return AthleteFactory(time_zone="Europe/Vienna")


def ago(days):
    return TODAY - timedelta(days=days)


def days(athlete, count, **values):
    for each in range(count):
        DayFactory(athlete=athlete, date=ago(each), **values)


def window(athlete, length, **options):
    return health(athlete, ago(length - 1), END, **options)


def test_each_measure_stands_beside_what_is_usual(athlete):
    days(athlete, 70, respiration_rpm=14.0, weight_kg=70.0)
    DayFactory._meta.model.objects.filter(date=TODAY).update(resting_hr_bpm=51.0)

    found = window(athlete, 7).measures

    assert found["resting_hr"].z[-1] == 3.0
    assert (found["resting_hr"].low[-1], found["resting_hr"].high[-1]) == (46.5, 49.5)
    assert found["hrv"].mean[-1] == pytest.approx(62.0)
    assert found["hrv"].low[-1] == pytest.approx(62 * np.exp(-0.75 * 0.02))
    assert found["respiration"].center[-1] == 14.0
    assert found["weight"].mean[-1] == 70.0
    assert all(measure.values.size == 7 for measure in found.values())


def test_coverage_looks_back_from_the_end_of_the_window(athlete):
    for each in (0, 1, 2, 10, 40):
        DayFactory(athlete=athlete, date=ago(each))

    found = window(athlete, 7).measures["resting_hr"].coverage

    assert found == {7: pytest.approx(3 / 7), 28: pytest.approx(4 / 28), 60: pytest.approx(5 / 60)}


def test_a_window_says_the_same_of_a_day_whatever_its_length(athlete):
    rng = np.random.default_rng(3)
    for each in range(140):
        DayFactory(
            athlete=athlete, date=ago(each), hrv_rmssd_ms=rng.normal(60, 6), sleep_s=rng.normal(27e3, 2e3)
        )

    short, long = window(athlete, 7), window(athlete, 60)

    for key in ("hrv", "sleep"):
        assert short.measures[key].z == pytest.approx(long.measures[key].z[-7:])
    for name in ("sleep_debt_s", "hrv_cv_pct"):
        assert short.extras[name] == pytest.approx(long.extras[name][-7:])


def test_sleep_has_a_need_and_a_debt(athlete):
    days(athlete, 40, sleep_s=8 * 3600.0)
    DayFactory._meta.model.objects.filter(date__gt=ago(2)).update(sleep_s=6 * 3600.0)

    extras = window(athlete, 7).extras

    assert extras["sleep_need_s"][-1] == 8 * 3600
    assert extras["sleep_debt_s"][-1] == 4 * 3600


def test_regularity_counts_minutes_by_the_clock_of_the_athlete(athlete):
    for each in range(10):
        day = ago(each)
        start = datetime(day.year, day.month, day.day, 22, tzinfo=UTC) - timedelta(days=1)
        hours = 8 if each % 2 else 9
        DayFactory(athlete=athlete, date=day, sleep_start=start, sleep_end=start + timedelta(hours=hours))

    assert window(athlete, 7).extras["sleep_regularity"][-1] == pytest.approx(91.6667, abs=1e-4)


def test_the_end_of_summer_time_is_an_hour_by_the_clock_and_no_more(athlete):
    for offset in range(-6, 7):
        day = date(2026, 10, 25) + timedelta(days=offset)
        hour = 21 if day <= date(2026, 10, 25) else 22
        start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(days=1)
        wake_hour = 5 if day < date(2026, 10, 25) else 6
        end = datetime(day.year, day.month, day.day, wake_hour, tzinfo=UTC)
        DayFactory(athlete=athlete, date=day, sleep_start=start, sleep_end=end)

    found = health(athlete, date(2026, 10, 31), date(2026, 11, 1)).extras["sleep_regularity"]

    assert found[0] == 100.0


@pytest.mark.parametrize(
    ("classes", "keys", "extras"),
    [
        (
            {"heart"},
            {"hrv", "resting_hr", "respiration", "stress", "body_battery"},
            {"hrv_cv_pct"},
        ),
        ({"sleep"}, {"sleep"}, {"sleep_need_s", "sleep_debt_s", "sleep_regularity"}),
        ({"body", "notes"}, {"weight"}, set()),
        ({"load"}, set(), set()),
    ],
)
def test_only_the_classes_asked_for_are_there(athlete, classes, keys, extras):
    days(athlete, 3)

    found = window(athlete, 7, classes=classes)

    assert set(found.measures) == keys
    assert set(found.extras) == extras


def test_an_account_without_days_is_empty(athlete):
    assert window(athlete, 7).is_empty
    assert first_health_day(athlete) is None
    assert health_chart(window(athlete, 7), [], units="metric")["dates"] == []


def test_the_first_day_is_that_of_this_athlete(athlete):
    DayFactory(date=ago(400))
    days(athlete, 3)

    assert first_health_day(athlete) == ago(2)


def test_a_chart_begins_with_the_first_value_and_keeps_its_gaps(athlete):
    for each in (0, 2, 3):
        DayFactory(athlete=athlete, date=ago(each), weight_kg=70.0)

    chart = health_chart(window(athlete, 42), [], units="metric")

    assert chart["dates"] == [ago(each).isoformat() for each in (3, 2, 1, 0)]
    assert chart["measures"]["resting_hr"]["values"] == [48.0, 48.0, None, 48.0]
    assert chart["measures"]["weight"]["unit"] == "kg"
    assert chart["extras"]["sleep_need_s"] == [None] * 4


def test_a_chart_has_weights_in_the_athletes_units(athlete):
    days(athlete, 1, weight_kg=70.0)

    weight = health_chart(window(athlete, 7), [], units="imperial")["measures"]["weight"]

    assert (weight["unit"], weight["values"]) == ("lb", [154.32])


def test_markers_are_cut_to_the_window_and_one_that_lasts_ends_with_it(athlete):
    Annotation.objects.create(athlete=athlete, kind="illness", start=ago(20), end=ago(5))
    Annotation.objects.create(athlete=athlete, kind="altitude", start=ago(2))
    Annotation.objects.create(athlete=athlete, kind="answer", start=ago(2))
    Annotation.objects.create(athlete=athlete, kind="travel", start=ago(90), end=ago(80))

    assert marker_bands(athlete, ago(6), END) == [
        {"start": ago(6).isoformat(), "end": ago(5).isoformat(), "name": "Illness", "kind": "illness"},
        {"start": ago(2).isoformat(), "end": END.isoformat(), "name": "Altitude", "kind": "altitude"},
    ]


def test_a_table_has_a_row_a_day_newest_first(athlete):
    days(athlete, 2)

    rows = health_rows(window(athlete, 3))

    assert [(row.start, row.days) for row in rows] == [(ago(0), 1), (ago(1), 1), (ago(2), 1)]
    assert rows[0].values["resting_hr"] == 48.0
    assert rows[2].values["resting_hr"] is None


def test_a_long_table_has_a_row_a_week_of_means(athlete):
    DayFactory(athlete=athlete, date=ago(6), resting_hr_bpm=46.0)
    DayFactory(athlete=athlete, date=ago(0), resting_hr_bpm=50.0)

    rows = health_rows(window(athlete, 182))

    assert [row.start.weekday() for row in rows] == [0] * 26
    assert (rows[0].start, rows[0].days) == (ago(6), 7)
    assert rows[0].values["resting_hr"] == 48.0
    assert rows[1].values["resting_hr"] is None
