"""Two A races within a fortnight, on the first screen of a new plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from metrics.models import Race
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import address, text_of
from tests.plans.views.wizard import NEW_RACE, time_address

GOAL_DAY = date(2027, 4, 18)


@pytest.fixture
def linz(athlete):
    """An A race a week before the marathon that is entered in the tests."""
    return RaceFactory(athlete=athlete, name="Linz", date=GOAL_DAY - timedelta(days=7), distance_m=21_097.5)


def priorities():
    return dict(Race.objects.values_list("name", "priority"))


def test_they_are_told_where_the_race_is_entered_and_nothing_typed_is_lost(client, linz):
    response = client.post(address("plan-new"), NEW_RACE)

    page, html = text_of(response), response.content.decode()
    assert response.status_code == 422
    assert (
        "Linz on 11 Apr 2027 and Vienna Marathon on 18 Apr 2027 lie within a fortnight: nobody can be at "
        "their best for both, so a plan aims at one. Make Linz a B race Train for Linz, with Vienna Marathon "
        "as a B race" in page
    )
    assert 'value="Vienna Marathon"' in html
    assert f'name="make_b" value="{linz.uid}"' in " ".join(html.split())
    assert priorities() == {"Linz": "A"}


def test_the_other_one_becomes_a_b_race_in_the_same_step(client, linz):
    response = client.post(address("plan-new"), NEW_RACE | {"make_b": str(linz.uid)})

    goal = Race.objects.get(name="Vienna Marathon")
    assert priorities() == {"Linz": "B", "Vienna Marathon": "A"}
    assert response["Location"] == time_address(race=goal.uid, start="2026-11-23")


def test_or_the_new_one_does_and_the_other_is_trained_for(client, linz):
    response = client.post(address("plan-new"), NEW_RACE | {"make_b": "goal"})

    assert priorities() == {"Linz": "A", "Vienna Marathon": "B"}
    assert response["Location"] == time_address(race=linz.uid, start="2026-11-23")


def test_of_races_that_were_entered_before_it_is_told_on_the_first_screen_too(client, athlete, linz):
    goal = RaceFactory(athlete=athlete, name="Wien")
    typed = {"goal": str(goal.uid), "start": "2026-11-23"}

    told = text_of(client.post(address("plan-new"), typed))
    response = client.post(address("plan-new"), typed | {"make_b": str(linz.uid)})

    assert "Make Linz a B race" in told
    assert priorities() == {"Linz": "B", "Wien": "A"}
    assert response["Location"] == time_address(race=goal.uid, start="2026-11-23")


def test_a_second_race_of_the_day_is_told_at_its_date(client, athlete):
    RaceFactory(athlete=athlete, name="Ten of Vienna", distance_m=10_000)

    response = client.post(address("plan-new"), NEW_RACE)

    assert response.status_code == 422
    assert "Ten of Vienna is on 18 Apr 2027 too, and a plan has one race a day." in text_of(response)
    assert Race.objects.count() == 1


def test_a_coach_may_settle_it_who_may_write_the_plan_and_nobody_else(athlete, linz, coach_with, client_of):
    typed = NEW_RACE | {"make_b": str(linz.uid)}
    stranger = client_of(RaceFactory().athlete.user)

    for browser in (coach_with(plan="read"), stranger):
        assert browser.post(address("plan-new", athlete), typed).status_code == 404
    assert Race.objects.for_athlete(athlete).get().priority == "A"

    coach_with(plan="write").post(address("plan-new", athlete), typed)
    linz.refresh_from_db()
    assert linz.priority == "B"
