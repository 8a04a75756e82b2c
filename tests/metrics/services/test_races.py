from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from config.core.celery import sending_with
from metrics.models import Race
from metrics.services.activities import delete_activity
from metrics.services.races import create_race, delete_race, restore_race, update_race
from metrics.signals import athlete_data_changed
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import RaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with (
        time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False),
        sending_with(lambda *_: None),
    ):
        yield


@pytest.fixture
def athlete():
    return AthleteFactory()


@pytest.fixture
def announced(django_capture_on_commit_callbacks):
    """The days that were announced as changed, once `announced(action)` is through."""

    def act(action):
        days = []

        def listen(**message):
            days.append(message["days"])

        athlete_data_changed.connect(listen)
        with django_capture_on_commit_callbacks(execute=True):
            action()
        athlete_data_changed.disconnect(listen)
        return days

    return act


def test_a_race_is_entered_and_announced(athlete, announced):
    days = announced(
        lambda: create_race(
            athlete=athlete, name="Trail", sport="running", date=date(2027, 6, 5), goal_s=7200
        )
    )

    race = Race.objects.get()
    assert (race.athlete, race.name, race.distance_m, race.priority) == (athlete, "Trail", None, "A")
    assert days == [(date(2027, 6, 5), date(2027, 6, 6))]


def test_a_race_that_moves_changes_both_days(athlete, announced):
    race = RaceFactory(athlete=athlete)

    days = announced(lambda: update_race(race=race, date=date(2027, 4, 25)))

    assert {start for start, _ in days} == {date(2027, 4, 18), date(2027, 4, 25)}


def test_a_race_that_was_deleted_comes_back(athlete):
    race = RaceFactory(athlete=athlete)

    delete_race(race=race)
    assert not Race.objects.alive().exists()

    restore_race(race=race)
    assert Race.objects.alive().get() == race


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": ""}, "name"),
        ({"sport": "chess"}, "sport"),
        ({"priority": "D"}, "priority"),
        ({"distance_m": 0}, "distance_m"),
        ({"goal_s": -5}, "goal_s"),
        ({"result_s": 12_000}, "result_s"),
        ({"distance_m": 1e308}, "distance_m"),
        ({"goal_s": 1e308}, "goal_s"),
        ({"goal_s": 1.0}, "goal_s"),
        ({"date": date.min}, "date"),
        ({"date": date.max}, "date"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_stored(athlete, fields, named):
    race = RaceFactory(athlete=athlete)

    with pytest.raises(ValidationError) as refused:
        update_race(race=race, **fields)

    assert set(refused.value.message_dict) == {named}
    race.refresh_from_db()
    assert (race.name[:6], race.sport, race.priority, race.result_s) == ("Spring", "running", "A", None)


def test_the_result_must_be_an_activity_of_that_day_of_that_athlete(athlete):
    race = RaceFactory(athlete=athlete, date=date(2026, 11, 1))
    start = datetime(2026, 11, 1, 9, tzinfo=UTC)
    foreign, gone = ActivityFactory(start_time=start), ActivityFactory(athlete=athlete, start_time=start)
    other_day = ActivityFactory(athlete=athlete, start_time=datetime(2026, 11, 2, 9, tzinfo=UTC))
    delete_activity(activity=gone)

    for activity in (foreign, gone, other_day):
        with pytest.raises(ValidationError) as refused:
            update_race(race=race, activity=activity)
        assert set(refused.value.message_dict) == {"activity"}

    fitting = ActivityFactory(athlete=athlete, start_time=start)
    update_race(race=race, activity=fitting, result_s=12_345)
    race.refresh_from_db()
    assert (race.activity, race.result_s) == (fitting, 12_345)


def test_a_field_that_is_none_is_a_mistake_of_the_caller(athlete):
    with pytest.raises(TypeError, match="athlete"):
        update_race(race=RaceFactory(), athlete=athlete)
