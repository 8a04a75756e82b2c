from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from metrics.models import Race
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import MONDAY, TODAY, address, text_of
from tests.plans.views.wizard import NEW_RACE, NO_RACE, time_address


def test_the_first_screen_offers_the_coming_races_and_two_more_ways(client, athlete):
    RaceFactory(athlete=athlete, name="Vienna Marathon")
    RaceFactory(athlete=athlete, name="Of the past", date=TODAY - timedelta(days=9))
    RaceFactory(athlete=athlete, name="On skis", sport="skiing")

    response = client.get(address("plan-new"))

    page = text_of(response)
    assert "Vienna Marathon, 18 Apr 2027, in 21 weeks" in page
    assert "A race that is not entered yet" in page
    assert "No race: keep improving" in page
    assert "Of the past" not in page
    assert "On skis (skiing, 18 Apr 2027): no plan is made for this sport." in page
    assert 'value="2026-11-23"' in response.content.decode()


def test_a_race_that_is_chosen_leads_to_the_week(client, athlete):
    race = RaceFactory(athlete=athlete)

    response = client.post(address("plan-new"), {"goal": str(race.uid), "start": "2026-11-23"})

    assert response["Location"] == time_address(race=race.uid, start="2026-11-23")


def test_a_race_is_entered_right_there(client, athlete):
    response = client.post(address("plan-new"), NEW_RACE)

    race = Race.objects.get()
    assert (race.athlete, race.name, race.distance_m, race.goal_s) == (
        athlete,
        "Vienna Marathon",
        42_195,
        12_600,
    )
    assert response["Location"] == time_address(race=race.uid, start="2026-11-23")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (NEW_RACE | {"race-distance": ""}, "This field is required."),
        (NEW_RACE | {"race-date": "2026-11-22"}, "The race must come after the start of the plan."),
        (NEW_RACE | {"race-goal": "soon"}, "Type a time, such as 42:10 or 3:29:59."),
        (NO_RACE | {"weeks": ""}, "Say for how many weeks."),
        (NO_RACE | {"weeks": "99"}, "less than or equal to 52"),
        (NO_RACE | {"start": "2026-11-21"}, "A plan cannot start in the past: choose today or later."),
        (NO_RACE | {"start": "2027-11-21"}, "Start within four weeks"),
        ({"start": "2026-11-23"}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_goal_is_said_and_what_was_typed_stays(client, athlete, typed, words):
    response = client.post(address("plan-new"), typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert f'value="{typed["start"]}"' in response.content.decode()
    assert not Race.objects.exists()


def test_a_race_without_a_distance_is_led_to_where_it_is_entered(client, athlete):
    race = RaceFactory(athlete=athlete, name="Somewhere", distance_m=None)

    response = client.post(address("plan-new"), {"goal": str(race.uid), "start": "2026-11-23"})

    assert "This race has no distance yet" in text_of(response)
    assert f"/races/{race.uid}/" in response.content.decode()


def test_the_goal_screen_keeps_what_the_address_says(client, athlete):
    html = client.get(f"{address('plan-new')}?sport=cycling&weeks=9&start=2026-12-01").content.decode()

    assert 'value="9"' in html
    assert 'value="2026-12-01"' in html
    assert '<option value="cycling" selected>' in html


def test_a_plan_of_whole_weeks_is_so_many_weeks_away(client, athlete):
    """From a Monday to the Sunday of the 18th week."""
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        RaceFactory(athlete=athlete, name="Linz", date=MONDAY + timedelta(days=18 * 7 - 1))

        assert "Linz, 28 Mar 2027, in 18 weeks" in text_of(client.get(address("plan-new")))


def test_a_race_that_is_sent_twice_is_entered_once(client, athlete):
    first = client.post(address("plan-new"), NEW_RACE)
    again = client.post(address("plan-new"), NEW_RACE | {"race-goal": "3:45:00"})

    race = Race.objects.get()
    assert race.goal_s == 13_500
    assert first["Location"] == again["Location"] == time_address(race=race.uid, start="2026-11-23")


def test_its_distance_is_corrected_on_the_way_back(client, athlete):
    client.post(address("plan-new"), NEW_RACE | {"race-distance": "42"})

    client.post(address("plan-new"), NEW_RACE)

    assert Race.objects.get().distance_m == 42_195


def test_the_same_race_under_another_name_is_named(client, athlete):
    client.post(address("plan-new"), NEW_RACE)

    response = client.post(address("plan-new"), NEW_RACE | {"race-name": "Wien"})

    assert response.status_code == 422
    assert "“Vienna Marathon” has this day, sport and distance already." in text_of(response)
    assert Race.objects.get().name == "Vienna Marathon"


TRIATHLON = NEW_RACE | {
    "race-name": "Linztriathlon",
    "race-sport": "multisport",
    "race-distance": "",
    "race-goal": "",
}


def test_a_race_of_another_sport_is_told_what_can_be_done(client, athlete):
    response = client.post(address("plan-new"), TRIATHLON)

    assert response.status_code == 422
    assert "No plan is made for this sport: choose below what to do instead." in text_of(response)
    assert "Only enter it" in text_of(response)
    assert not Race.objects.exists()


def test_a_race_of_another_sport_can_stand_in_the_calendar(client, athlete):
    response = client.post(address("plan-new"), TRIATHLON | {"other": "keep"})

    assert Race.objects.get().sport == "multisport"
    assert response["Location"] == f"{address('calendar')}?date=2027-04-18"


def test_one_of_its_sports_can_be_trained_until_then(client, athlete):
    response = client.post(address("plan-new"), TRIATHLON | {"other": "cycling"})

    assert Race.objects.get().name == "Linztriathlon"
    assert response["Location"] == time_address(sport="cycling", weeks=20, start="2026-11-23")


def test_a_race_of_another_sport_that_is_too_near_is_said(client, athlete):
    typed = TRIATHLON | {"other": "cycling", "race-date": "2026-12-05"}

    response = client.post(address("plan-new"), typed)

    assert response.status_code == 422
    assert "A plan until then needs 2 weeks or more." in text_of(response)
    assert not Race.objects.exists()


def test_races_of_other_sports_lead_somewhere(client, athlete):
    RaceFactory(athlete=athlete, name="Linztriathlon", sport="multisport", date=MONDAY + timedelta(days=62))

    response = client.get(address("plan-new"))

    assert "Linztriathlon (multisport, 24 Jan 2027): no plan is made for this sport." in text_of(response)
    assert "?sport=swimming&amp;weeks=8&amp;start=2026-11-23" in response.content.decode()
