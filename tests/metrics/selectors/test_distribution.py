"""Which zones count, in which week, and what sessions were for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from metrics.models import Interval
from metrics.selectors.distribution import distribution
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory

MONDAY = date(2026, 11, 2)
START, END = MONDAY, MONDAY + timedelta(days=14)
BY_LTHR = {"lthr_bpm": 165.0}

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete():
    return AthleteFactory()


def done(athlete, day=0, **fields):
    start = datetime.combine(MONDAY + timedelta(days=day), datetime.min.time(), UTC) + timedelta(hours=9)
    return ActivityFactory(athlete=athlete, start_time=start, utc_offset_s=0, **fields)


def test_power_comes_before_heart_rate_and_pace_too(athlete):
    hearts = [0, 0, 0, 0, 100]
    done(athlete, sport="cycling", power_zones_s=[60, 40, 30, 20, 10, 5, 5], hr_zones_s=hearts)
    done(athlete, sport="running", pace_zones_s=[50, 50, 10, 10, 5, 5], hr_zones_s=hearts)
    found = distribution(athlete, START, END)
    assert found.three == (200, 70, 30)
    assert found.five == (110, 90, 40, 30, 30)
    assert found.sources == {"power": 1, "pace": 1}


def test_heart_rate_zones_by_the_highest_are_joined_otherwise(athlete):
    zones = {"sport": "rowing", "hr_zones_s": [10, 20, 30, 40, 50]}
    done(athlete, thresholds=BY_LTHR, **zones)
    done(athlete, thresholds={"hr_max_bpm": 190.0}, **zones)
    found = distribution(athlete, START, END)
    assert found.three == (30 + 60, 70 + 40, 50 + 50)
    assert found.sources == {"heart_rate": 1, "hr_max": 1}


def test_who_may_not_see_the_heart_gets_nothing_made_from_it(athlete):
    done(athlete, sport="rowing", hr_zones_s=[10, 20, 30, 40, 50], thresholds=BY_LTHR, intensity=None)
    found = distribution(athlete, START, END, with_heart=False)
    assert (found.three, found.shares, found.index, found.left_out) == ((0, 0, 0), None, None, 1)
    assert found.methods == {}


def test_weeks_begin_on_mondays_and_quiet_ones_are_there(athlete):
    done(athlete, day=6, pace_zones_s=[60, 0, 20, 0, 10, 0])
    found = distribution(athlete, START - timedelta(days=3), END)
    assert [(week.start, week.seconds) for week in found.weeks] == [
        (MONDAY - timedelta(days=7), (0, 0, 0)),
        (MONDAY, (60, 20, 10)),
        (MONDAY + timedelta(days=7), (0, 0, 0)),
    ]


def test_only_days_of_the_window_and_living_activities_of_the_athlete_count(athlete):
    zones = {"pace_zones_s": [60, 0, 20, 0, 10, 0]}
    kept = done(athlete, **zones)
    done(athlete, day=-1, **zones)
    done(athlete, day=14, **zones)
    done(athlete, merged_into=kept, **zones)
    done(athlete, deleted_at=kept.created_at, **zones)
    done(AthleteFactory(), **zones)
    assert distribution(athlete, START, END).three == (60, 20, 10)


def test_legs_count_and_the_whole_of_them_does_not(athlete):
    whole = done(athlete, sport="multisport", hr_zones_s=[1, 1, 1, 1, 1])
    done(athlete, parent=whole, pace_zones_s=[60, 0, 20, 0, 10, 0])
    found = distribution(athlete, START, END)
    assert (found.three, found.left_out) == ((60, 20, 10), 0)


def test_one_sport_alone(athlete):
    done(athlete, pace_zones_s=[60, 0, 20, 0, 10, 0])
    done(athlete, sport="cycling", power_zones_s=[5, 0, 0, 0, 0, 0, 0])
    assert distribution(athlete, START, END, sport="cycling").three == (5, 0, 0)


def test_the_index_is_that_of_the_shares(athlete):
    done(athlete, pace_zones_s=[800, 0, 50, 0, 150, 0])
    found = distribution(athlete, START, END)
    assert found.index == pytest.approx(2.380211241711606)
    assert found.is_polarised


def test_what_sessions_were_for_and_how_that_is_known(athlete):
    done(athlete, goal="easy", intensity=1.0, timer_s=600)
    done(athlete, intensity=0.85, timer_s=1200)
    hard = done(athlete, intensity=0.7, timer_s=1800)
    for index in range(3):
        Interval.objects.create(activity=hard, index=index, kind="work", start_s=0, duration_s=60)
    done(athlete, intensity=None, timer_s=60)
    found = distribution(athlete, START, END)
    assert [(each.goal, each.sessions, each.seconds) for each in found.goals] == [
        ("easy", 1, 600),
        ("steady", 1, 1200),
        ("hard", 1, 1800),
    ]
    assert found.methods == {"named": 1, "intensity": 1, "intervals": 1}


def test_what_must_not_reach_an_ai_is_left_out_for_one(athlete):
    done(athlete, pace_zones_s=[60, 0, 20, 0, 10, 0], ai_allowed=False)
    assert distribution(athlete, START, END, ai_only=True).three == (0, 0, 0)


def test_a_leg_is_kept_from_an_ai_with_the_activity_it_belongs_to(athlete):
    whole = done(athlete, sport="multisport", ai_allowed=False)
    done(athlete, pace_zones_s=[60, 0, 20, 0, 10, 0], parent=whole)
    assert distribution(athlete, START, END).three == (60, 20, 10)
    assert distribution(athlete, START, END, ai_only=True).three == (0, 0, 0)
