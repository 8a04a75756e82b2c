from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from athletes.models import Athlete
from plans.engine.spec import parse
from plans.selectors.specs import spec_of
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, store_loads
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import BlackoutFactory, week_of
from tests.factories.races import RaceFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory(birth_year=1988, hr_max_bpm=190)
    ThresholdFactory(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    return athlete


def done(athlete: Athlete, days_ago: int, minutes: float, **fields: object) -> None:
    start = NOW - timedelta(days=days_ago)
    timer_s = minutes * 60
    ActivityFactory(athlete=athlete, start_time=start, utc_offset_s=0, timer_s=timer_s, **fields)


def wish(athlete: Athlete, **values: object) -> dict:
    given = {"race": None, "sport": "running", "weeks": 6, "start": MONDAY} | values
    spec = spec_of(athlete, **given)  # type: ignore[arg-type]
    parse(spec)
    return spec


def test_somebody_without_anything_gets_a_wish_that_can_be_planned():
    spec = wish(AthleteFactory())

    assert spec["athlete"] == {
        "age": None,
        "experience": "novice",
        "fitness": 0.0,
        "fatigue": 0.0,
        "longest_30d_min": 0,
        "weekly_min_last6": [0, 0, 0, 0, 0, 0],
        "sessions_per_week": 0,
        "thresholds": {},
    }
    assert (spec["today"], spec["weeks"], spec["races"]) == ("2026-11-23", 6, [])


def test_the_measured_state_is_that_of_the_end_of_yesterday(athlete):
    store_loads(athlete, TODAY - timedelta(days=300), [70.0] * 300 + [200.0])
    done(athlete, 0, 90)
    done(athlete, 1, 60.5)
    done(athlete, 8, 45)
    done(athlete, 29, 80)
    done(athlete, 31, 120)
    done(athlete, 43, 300)
    done(athlete, 2, 240, sport="cycling")

    measured = wish(athlete)["athlete"]

    assert (measured["age"], measured["fitness"], measured["fatigue"]) == (38, 69.9, 70.0)
    assert measured["weekly_min_last6"] == [0, 200, 0, 0, 45, 60]
    assert (measured["longest_30d_min"], measured["sessions_per_week"]) == (80, 1)
    assert measured["thresholds"] == {"hr_max_bpm": 190, "threshold_pace_s_per_km": 255.0}


def test_legs_count_and_what_was_merged_away_or_deleted_does_not(athlete):
    done(athlete, 2, 100, sport="multisport")
    whole = athlete_activity(athlete)
    done(athlete, 2, 40, parent=whole)
    done(athlete, 3, 50, merged_into=whole)
    done(athlete, 4, 55, deleted_at=NOW)

    assert wish(athlete)["athlete"]["weekly_min_last6"] == [0, 0, 0, 0, 0, 40]


def athlete_activity(athlete: Athlete) -> object:
    return ActivityFactory._meta.model.objects.get(athlete=athlete)


def test_what_the_athlete_says_is_what_counts(athlete):
    week_of(
        athlete,
        [0, 60, 0, 45, 0, 0, 150],
        long_day=6,
        weekly_cap_min=240,
        strength=True,
        experience="advanced",
    )

    spec = wish(athlete)

    assert {day: room["minutes"] for day, room in spec["availability"].items()} == {
        **{"mon": 0, "tue": 60, "wed": 0, "thu": 45},
        **{"fri": 0, "sat": 0, "sun": 150},
    }
    assert (spec["long_day"], spec["weekly_cap_min"], spec["strength"]) == ("sun", 240, True)
    assert (spec["ramp_max"], spec["athlete"]["experience"]) == (5.0, "advanced")


def test_days_that_are_closed_and_days_that_were_ill(athlete):
    BlackoutFactory(athlete=athlete, reason="work")
    BlackoutFactory(athlete=athlete, start=date(2026, 11, 1), end=MONDAY)
    BlackoutFactory(athlete=athlete, start=date(2027, 6, 1), end=date(2027, 6, 2))
    AnnotationFactory(athlete=athlete, kind="travel", start=date(2026, 11, 20), end=None)
    AnnotationFactory(athlete=athlete, kind="illness", start=date(2026, 11, 10), end=date(2026, 11, 14))
    AnnotationFactory(athlete=athlete, kind="injury", start=date(2026, 11, 21), end=None)
    AnnotationFactory(athlete=athlete, kind="illness", start=date(2026, 8, 1), end=date(2026, 8, 9))
    AnnotationFactory(athlete=athlete, kind="altitude", start=MONDAY, end=None, altitude_m=1800)

    spec = wish(athlete)

    assert spec["blackouts"] == [
        {"start": "2026-12-07", "end": "2026-12-10", "reason": "work"},
        {"start": "2026-11-20", "end": "2026-11-30", "reason": "travel"},
    ]
    assert spec["illness"] == [
        {"start": "2026-11-10", "end": "2026-11-14", "kind": "illness"},
        {"start": "2026-11-21", "end": None, "kind": "injury"},
    ]


def test_the_chosen_race_is_the_goal_and_others_of_the_sport_lie_on_the_way(athlete):
    goal = RaceFactory(athlete=athlete, date=date(2027, 3, 7), priority="B", name="Half", distance_m=21_097)
    RaceFactory(
        athlete=athlete, date=date(2027, 1, 10), priority="C", distance_m=None, goal_s=None, name="Fun"
    )
    RaceFactory(athlete=athlete, date=date(2027, 5, 2))
    RaceFactory(athlete=athlete, date=date(2027, 1, 24), sport="cycling")
    RaceFactory(athlete=athlete, date=date(2027, 1, 3), deleted_at=NOW)

    spec = wish(athlete, race=goal, weeks=None)

    assert spec["races"] == [
        {"date": "2027-01-10", "priority": "C", "distance_m": 10_000.0, "goal_s": None, "name": "Fun"},
        {"date": "2027-03-07", "priority": "A", "distance_m": 21_097, "goal_s": 12_600.0, "name": "Half"},
    ]
    assert spec["weeks"] is None


def test_without_a_goal_an_a_race_on_the_way_is_a_b_race(athlete):
    RaceFactory(athlete=athlete, date=date(2026, 12, 13))

    assert [race["priority"] for race in wish(athlete)["races"]] == ["B"]


def test_a_wish_costs_eight_questions(athlete, django_assert_num_queries):
    for day in range(40):
        done(athlete, day, 60)
    week_of(athlete, [60] * 7)

    with django_assert_num_queries(8):
        spec_of(athlete, race=None, sport="running", weeks=6, start=MONDAY)
