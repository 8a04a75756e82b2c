"""Where people land who come in by the front door."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.athletes import AthleteFactory, CoachLinkFactory

pytestmark = pytest.mark.django_db


def test_an_athlete_starts_at_their_own_day(client: Client) -> None:
    athlete = AthleteFactory.create()
    CoachLinkFactory.create(coach=athlete.user, scopes={"analysis": "read"})
    client.force_login(athlete.user)

    assert client.get("/")["Location"] == reverse("analysis:today", kwargs={"athlete": "me"})


def test_a_coach_who_is_no_athlete_starts_at_the_first_who_lets_them_read(client: Client) -> None:
    ben, ada = (AthleteFactory.create(name=name) for name in ("Ben", "Ada"))
    coach = CoachLinkFactory.create(athlete=ada, scopes={"plan": "read"}).coach
    CoachLinkFactory.create(athlete=ben, coach=coach, scopes={"analysis": "read"})
    client.force_login(coach)

    response = client.get("/", follow=True)

    today = reverse("analysis:today", kwargs={"athlete": ben.uid})
    assert (response.redirect_chain, response.status_code) == ([(today, 302)], 200)


def test_who_may_read_nobody_is_told_what_to_do(client: Client) -> None:
    link = CoachLinkFactory.create(scopes={"plan": "read"})
    client.force_login(link.coach)

    response = client.get("/")

    page = response.content.decode()
    assert response.status_code == 200
    assert f'href="{reverse("coaching:ask")}"' in page
    assert link.coach.email in page
    assert link.athlete.name not in page
    assert "/athletes/me/" not in page


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/")["Location"].startswith(reverse("account_login"))
