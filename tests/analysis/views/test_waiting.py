"""The page waits for what Claude was asked, and goes there by itself."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from analysis.models import Analysis
from analysis.services.analysing import analyse
from analysis.services.consent import agree
from athletes.models import Athlete
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.doubles.claude import ClaudeDouble
from tests.factories.athletes import CoachLinkFactory, UserFactory

pytestmark = pytest.mark.django_db
POLLS = 'hx-trigger="load delay:3s"'


@pytest.fixture
def address(client: Client, athlete: Athlete, claude: ClaudeDouble) -> str:
    """Where a press of the button leads to."""
    train(athlete, WEEK * 25)
    client.force_login(athlete.user)
    agree(athlete=athlete, by=athlete.user)
    pressed = client.post(reverse("analysis:explain", args=["me"]), {"engine": "claude"})
    return pressed["Location"]


def part(client: Client, address: str) -> Any:
    return client.get(address, headers={"HX-Request": "true"})


def come(athlete: Athlete, **changes: Any) -> Analysis:
    row = analyse(athlete=athlete, purpose="asked", instead_of_claude="Claude took too long.")
    Analysis.objects.filter(pk=row.pk).update(**changes)
    return row


def test_while_claude_is_asked_the_page_says_so_and_asks_again(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    assert "Claude is being asked" in page
    assert "Written by rules" in page
    assert POLLS in page
    assert '<meta http-equiv="refresh" content="5">' in page
    assert POLLS in part(client, address).content.decode()


def test_once_it_is_there_the_page_goes_there_with_or_without_a_script(
    client: Client, address: str, athlete: Athlete
) -> None:
    there = f"/athletes/me/analyses/{come(athlete).uid}/"

    assert part(client, address)["HX-Redirect"] == there
    assert client.get(address)["Location"] == there


def test_a_draft_is_said_to_wait_for_the_coach(client: Client, address: str, athlete: Athlete) -> None:
    come(athlete, status="draft", review="waiting")
    said = part(client, address).content.decode()

    assert "Your coach reads it first" in said
    assert POLLS not in said


def test_what_takes_too_long_is_no_longer_asked_for(client: Client, address: str) -> None:
    with time_machine.travel("2026-11-22T12:04:00Z"):
        said = part(client, address).content.decode()

    assert "It takes longer than usual" in said
    assert POLLS not in said


@pytest.mark.parametrize("asked", ["", "soon", "nan", "1e99"])
def test_an_address_of_any_kind_is_the_page(client: Client, address: str, asked: str) -> None:
    page = client.get(f"{address.partition('?')[0]}?asked={asked}")

    assert page.status_code == 200
    assert "Claude is being asked" not in page.content.decode()


@pytest.mark.parametrize("is_coach", [True, False])
def test_a_coach_waits_with_the_athlete_and_a_stranger_finds_nothing(
    client: Client, address: str, athlete: Athlete, is_coach: bool
) -> None:
    own = address.replace("/me/", f"/{athlete.uid}/")
    link = (
        CoachLinkFactory(athlete=athlete, scopes={"analysis": "read", "load": "read"}) if is_coach else None
    )
    client.force_login(link.coach if link else UserFactory())
    count = Analysis.objects.count()

    assert part(client, own).status_code == (200 if is_coach else 404)
    assert Analysis.objects.count() == count
