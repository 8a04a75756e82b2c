from __future__ import annotations

from datetime import date

from django.urls import reverse

from tests.factories.athletes import UserFactory
from tests.factories.metrics import store_loads
from tests.factories.plans import PlannedSessionFactory
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import TODAY, address


def test_the_load_that_is_planned_leads_on_from_today(client, athlete):
    store_loads(athlete, date(2026, 6, 1), [50.0] * 175)
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24), load=80)
    RaceFactory(athlete=athlete, name="City 10", date=date(2026, 11, 29), priority="B")
    RaceFactory(athlete=athlete, date=TODAY)

    chart = client.get(address("future-load")).json()

    assert chart["dates"] == ["2026-11-22", "2026-11-23", "2026-11-24"]
    assert chart["load"] == [50.0, 0.0, 80.0]
    assert all(len(chart[name]) == 3 for name in ("fitness", "fatigue", "form"))
    assert chart["races"] == [{"date": "2026-11-29", "name": "City 10", "priority": "B"}]


def test_without_a_plan_there_is_nothing_to_draw(client, athlete):
    assert client.get(address("future-load")).json()["dates"] == []


def test_numbers_only_for_who_may_see_the_load(coach_with, client_of, athlete):
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24), load=80)
    where = address("future-load", athlete)

    assert coach_with(plan="read").get(where).json()["dates"] == []
    assert len(coach_with(plan="read", load="read").get(where).json()["dates"]) == 3
    assert coach_with(load="read").get(where).status_code == 404
    assert client_of(UserFactory()).get(where).status_code == 404


def test_the_fitness_page_asks_for_it_where_the_plan_may_be_seen(client, coach_with, athlete):
    store_loads(athlete, date(2026, 6, 1), [50.0] * 175)
    fitness = reverse("metrics:fitness", args=[athlete.uid])

    assert address("future-load", athlete) in client.get(fitness).content.decode()
    assert "data-future=" not in coach_with(load="read").get(fitness).content.decode()
