from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from config.core.errors import DataNotFoundError
from metrics.selectors.races import (
    deleted_race_or_404,
    race_flags,
    race_or_404,
    races,
    races_between,
    result_suggestions,
)
from metrics.services.races import delete_race
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import RaceFactory, fastest_run

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete():
    return AthleteFactory()


def on(days, athlete, **fields):
    return RaceFactory(athlete=athlete, date=TODAY + timedelta(days=days), **fields)


def test_races_are_to_come_or_past_and_todays_is_to_come_until_it_has_a_result(athlete):
    far, near, today = on(60, athlete), on(3, athlete), on(0, athlete)
    done, old = on(0, athlete, result_s=3000), on(-90, athlete)
    on(5, AthleteFactory())
    delete_race(race=on(4, athlete))

    lists = races(athlete, TODAY)

    assert lists.upcoming == [today, near, far]
    assert lists.past == [done, old]
    assert lists.next == today


def test_races_between_days_are_half_open(athlete):
    first, second, _ = on(0, athlete), on(9, athlete), on(10, athlete)

    assert races_between(athlete, TODAY, TODAY + timedelta(days=10)) == [first, second]
    assert race_flags(athlete, TODAY, TODAY + timedelta(days=1)) == [
        {"date": "2026-11-22", "name": first.name, "priority": "A"}
    ]


def test_a_race_of_somebody_else_is_not_there(athlete):
    race, other = on(3, athlete), on(3, AthleteFactory())

    assert race_or_404(athlete, race.uid) == race
    for uid in (other.uid, uuid4()):
        with pytest.raises(DataNotFoundError):
            race_or_404(athlete, uid)


def test_a_deleted_race_is_found_as_such_only(athlete):
    race = on(3, athlete)
    with pytest.raises(DataNotFoundError):
        deleted_race_or_404(athlete, race.uid)

    delete_race(race=race)

    assert deleted_race_or_404(athlete, race.uid) == race
    with pytest.raises(DataNotFoundError):
        race_or_404(athlete, race.uid)


def run_of(athlete, days, **fields):
    activity = ActivityFactory(athlete=athlete, **fields)
    activity.local_date = TODAY + timedelta(days=days)
    activity.save()
    return activity


def test_the_best_time_over_the_distance_is_suggested_as_result(athlete):
    race = on(-3, athlete, distance_m=10_000)
    run = fastest_run(athlete, race.date, 10_000, 2461.5)

    assert [(each.race, each.activity, each.time_s) for each in result_suggestions(athlete, TODAY)] == [
        (race, run, 2461.5)
    ]


def test_a_recording_of_about_the_distance_gives_its_elapsed_time(athlete):
    on(-3, athlete, distance_m=12_500)
    run_of(athlete, -3, distance_m=12_200, elapsed_s=3100)

    assert [each.time_s for each in result_suggestions(athlete, TODAY)] == [3100]


def test_one_of_another_distance_is_suggested_without_a_time(athlete):
    on(-3, athlete, distance_m=42_195)
    run_of(athlete, -3, distance_m=10_000)

    assert [each.time_s for each in result_suggestions(athlete, TODAY)] == [None]


def test_the_recording_nearest_the_distance_is_suggested(athlete):
    on(-3, athlete, distance_m=10_000)
    run_of(athlete, -3, distance_m=2000)
    race = run_of(athlete, -3, distance_m=10_100)
    run_of(athlete, -3, distance_m=1500)

    assert [each.activity for each in result_suggestions(athlete, TODAY)] == [race]


def test_nothing_is_suggested_for_another_sport_or_day_or_what_has_a_result(athlete):
    on(-3, athlete, sport="cycling", distance_m=12_000)
    on(-4, athlete, distance_m=12_000, result_s=3000)
    on(2, athlete, distance_m=12_000)
    on(-400, athlete, distance_m=12_000)
    for days in (-3, -4, 2, -400):
        run_of(athlete, days)

    assert result_suggestions(athlete, TODAY) == []
