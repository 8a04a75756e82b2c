from datetime import UTC, date, datetime, timedelta

import pytest

from metrics.models import Activity
from metrics.selectors.starting import lacking, starting_values
from metrics.selectors.summary import dashboard
from metrics.services.activities import delete_activity
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, store_loads

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 1, 7, tzinfo=UTC)
PACE, CSS = "threshold_pace_s_per_km", "css_s_per_100m"


@pytest.fixture
def athlete():
    return AthleteFactory(time_zone="UTC")


def no_load(athlete, **fields):
    return ActivityFactory(athlete=athlete, load=None, load_method="", start_time=MAY, **fields)


def missing(athlete):
    return lacking(athlete)["missing"]


def test_nothing_is_missing_without_activities(athlete):
    assert lacking(athlete) == {"without_load": 0, "measured": 0, "first_day": None, "missing": []}


def test_nothing_is_missing_when_every_activity_has_a_load(athlete, django_assert_num_queries):
    ActivityFactory(athlete=athlete, start_time=MAY, avg_hr_bpm=140)

    with django_assert_num_queries(1):
        assert lacking(athlete) == {
            "without_load": 0,
            "measured": 1,
            "first_day": date(2026, 5, 1),
            "missing": [],
        }


def test_a_load_by_the_clock_is_not_measured(athlete):
    ActivityFactory(athlete=athlete, sport="walking", load=20.0, load_method="duration")
    no_load(athlete, sport="running")

    found = lacking(athlete)

    assert (found["without_load"], found["measured"], found["missing"]) == (1, 0, [PACE])


def test_each_sport_asks_for_what_it_recorded(athlete):
    no_load(athlete, sport="running", avg_hr_bpm=None)
    assert missing(athlete) == [PACE]

    no_load(athlete, sport="cycling", weighted_power_w=None)
    no_load(athlete, sport="swimming", distance_m=None)
    assert missing(athlete) == [PACE]

    no_load(athlete, sport="cycling", weighted_power_w=210.0)
    no_load(athlete, sport="swimming", distance_m=1500.0)
    assert missing(athlete) == ["ftp_w", PACE, CSS]

    no_load(athlete, sport="rowing", avg_hr_bpm=140.0)
    assert missing(athlete) == ["hr_max_bpm", "hr_rest_bpm", "ftp_w", PACE, CSS]


def test_what_is_known_is_not_asked_again(athlete):
    no_load(athlete, sport="cycling", weighted_power_w=210.0, avg_hr_bpm=140.0)
    ThresholdFactory(athlete=athlete)
    athlete.hr_rest_bpm = 48

    assert missing(athlete) == ["hr_max_bpm"]


def test_running_power_is_no_cycling_power(athlete):
    no_load(athlete, sport="cycling", weighted_power_w=210.0)
    ThresholdFactory(athlete=athlete, sport="running", kind="ftp_w")

    assert missing(athlete) == ["ftp_w"]


def test_only_what_lists_show_is_counted_and_legs_are_looked_into(athlete):
    race = no_load(athlete, sport="multisport", avg_speed_mps=None)
    no_load(athlete, sport="swimming", parent=race)
    gone = no_load(athlete, sport="cycling", weighted_power_w=200.0)
    delete_activity(activity=gone)
    no_load(athlete, sport="running", merged_into=race)

    found = lacking(athlete)

    assert (found["without_load"], found["missing"]) == (1, [CSS])

    delete_activity(activity=Activity.objects.get(pk=race.pk))
    assert missing(athlete) == []


def test_suggestions_are_given_only_for_what_is_missing(athlete):
    for day, peak in enumerate((181, 183)):
        ActivityFactory(
            athlete=athlete,
            start_time=MAY + timedelta(days=day),
            load=None,
            avg_hr_bpm=140.0,
            max_hr_bpm=peak,
        )
    ThresholdFactory(athlete=athlete, sport="running", kind=PACE, value=280)

    found = starting_values(athlete)

    assert found.without_load == 2
    assert found.missing == ("hr_max_bpm", "hr_rest_bpm")
    assert {name: each.value for name, each in found.suggestions.items()} == {"hr_max_bpm": 183}


def test_the_dashboard_says_what_is_missing_and_whether_there_was_load_lately(athlete):
    no_load(athlete, sport="running")
    today = athlete.today()
    store_loads(athlete, today - timedelta(days=91), [100.0, 0.0])
    summary = dashboard(athlete)
    assert summary["starting"]["missing"] == [PACE]
    assert summary["state"]["has_load"]
    assert not summary["state"]["has_recent_load"]


def test_a_load_ninety_days_ago_is_on_the_chart_of_three_months(athlete):
    store_loads(athlete, athlete.today() - timedelta(days=90), [100.0])

    assert dashboard(athlete)["state"]["has_recent_load"]
