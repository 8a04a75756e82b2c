"""Accepting an invitation by the link of its mail, with all that a browser sends and keeps back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import CoachLink
from athletes.services.coaching import invite
from tests.browser.looks import log_in
from tests.factories.athletes import AthleteFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_was_asked_accepts_and_finds_the_athlete(page: Page, live_server: LiveServer) -> None:
    coach = UserFactory.create()
    athlete = AthleteFactory(name="")
    asked = invite(athlete=athlete, email=coach.email, role="follower", scopes={"load": "read"})
    log_in(page, coach, live_server.url)
    page.goto(f"{live_server.url}/coaching/invitations/{asked.token}/")

    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_text("Accepted.")).to_be_visible()
    expect(page.get_by_role("link", name=athlete.user.email)).to_be_visible()
    assert CoachLink.objects.get().scopes == {"load": "read"}
