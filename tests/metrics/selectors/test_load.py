from datetime import date, timedelta

import numpy as np
import pytest

from metrics.selectors.charts import load_chart
from metrics.selectors.load import load_series
from metrics.selectors.quality import ChannelDays
from metrics.selectors.summary import dashboard
from metrics.selectors.weeks import weekly_table
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 4)


@pytest.fixture
def athlete():
    return AthleteFactory(time_zone="UTC")


def test_any_window_of_the_series_equals_the_same_days_of_the_whole(athlete):
    store_loads(athlete, MONDAY, [float(day % 5) * 30 for day in range(60)])
    whole = load_series(athlete, None, MONDAY + timedelta(days=70))

    part = load_series(athlete, MONDAY + timedelta(days=20), MONDAY + timedelta(days=65))

    for name in ("load", "fitness", "fatigue", "form", "ramp"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[20:65], equal_nan=True), name


def test_form_is_yesterdays_fitness_less_yesterdays_fatigue(athlete):
    store_loads(athlete, MONDAY, [100.0] * 10)

    window = load_series(athlete, MONDAY, MONDAY + timedelta(days=10))

    assert window.form[0] == 0
    assert np.allclose(window.form[1:], window.fitness[:-1] - window.fatigue[:-1])


def test_an_empty_window_and_an_athlete_without_activities_have_no_days(athlete):
    assert load_series(athlete, MONDAY, MONDAY).load.size == 0
    assert load_series(athlete, None, MONDAY).load.size == 0


def test_weeks_run_from_monday_and_the_newest_comes_first(athlete):
    store_loads(athlete, MONDAY + timedelta(days=5), [10.0] * 10)

    rows = weekly_table(load_series(athlete, None, MONDAY + timedelta(days=15)))

    assert [(row.start, row.load) for row in rows] == [
        (MONDAY + timedelta(days=14), 10.0),
        (MONDAY + timedelta(days=7), 70.0),
        (MONDAY, 20.0),
    ]


def test_the_chart_ends_today_and_says_so(athlete, time_machine):
    time_machine.move_to("2026-05-10T12:00:00Z", tick=False)
    store_loads(athlete, MONDAY, [100.0])

    chart = load_chart(athlete, None)

    assert (chart["dates"][0], chart["dates"][-1], chart["today"]) == (
        "2026-05-04",
        "2026-05-10",
        "2026-05-10",
    )
    assert chart["load"] == [100.0, 0, 0, 0, 0, 0, 0]


def test_the_dashboard_shows_yesterdays_evening_and_this_mornings_form(athlete, time_machine):
    time_machine.move_to("2026-05-10T12:00:00Z", tick=False)
    store_loads(athlete, MONDAY, [100.0] * 6)
    ActivityFactory(athlete=athlete, start_time="2026-05-05T08:00:00Z", local_date=date(2026, 5, 5), load=80)

    summary = dashboard(athlete)

    fitness, fatigue = 100 * (1 - np.exp(-6 / 42)), 100 * (1 - np.exp(-6 / 7))
    assert summary["state"]["fitness"] == pytest.approx(fitness)
    assert summary["state"]["form"] == pytest.approx(fitness - fatigue)
    assert summary["state"]["is_warming_up"] is True
    assert [each["load"] for each in summary["activities"]] == [80]


def test_only_channels_that_this_athlete_measures_can_be_missing(athlete, time_machine):
    time_machine.move_to("2026-05-20T12:00:00Z", tick=False)
    for day in range(14):
        if day != 3:
            DayFactory(athlete=athlete, date=date(2026, 5, 19) - timedelta(days=day), hrv_rmssd_ms=None)

    gaps = {gap["channel"]: ChannelDays.from_plain(gap).gaps for gap in dashboard(athlete)["gaps"]}

    assert gaps == {"sleep": 1, "heart": 1}
