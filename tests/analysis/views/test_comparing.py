"""The page of two analyses side by side, for everybody who may and may not read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from analysis.models import Analysis
from analysis.services.analysing import analyse
from athletes.models import Athlete
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory


@pytest.fixture
def two(athlete: Athlete, noon: time_machine.Traveller) -> tuple[Analysis, Analysis]:
    train(athlete, WEEK * 25)
    before = analyse(athlete=athlete)
    for ago in range(70):
        DayFactory(athlete=athlete, date=athlete.today() - timedelta(days=ago), hrv_rmssd_ms=60)
    noon.shift(timedelta(hours=1))
    return before, analyse(athlete=athlete)


def address(athlete: Athlete) -> str:
    return reverse("analysis:compare", kwargs={"athlete": str(athlete.uid)})


def text(client: Client, where: str) -> str:
    return " ".join(client.get(where).content.decode().split())


def test_the_newest_two_stand_side_by_side(
    client: Client, athlete: Athlete, two: tuple[Analysis, Analysis]
) -> None:
    client.force_login(athlete.user)

    page = text(client, address(athlete))

    assert f'<option value="{two[0].uid}" selected>' in page
    assert f'<option value="{two[1].uid}" selected>' in page
    assert '<span class="tag">New</span>' in page
    assert "Not said earlier." in page


def test_any_two_can_be_chosen_by_address(
    client: Client, athlete: Athlete, two: tuple[Analysis, Analysis]
) -> None:
    client.force_login(athlete.user)

    page = text(client, f"{address(athlete)}?before={two[1].uid}&after={two[0].uid}")

    assert "No longer said." in page


def test_a_single_analysis_has_nothing_to_stand_beside(client: Client, athlete: Athlete) -> None:
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    client.force_login(athlete.user)

    assert client.get(address(athlete)).url == reverse("analysis:analyses", args=[athlete.uid])


@pytest.mark.parametrize("uid", ["nonsense", "01a20691-0000-7000-8000-000000000009"])
def test_what_is_not_there_is_not_found(
    client: Client, athlete: Athlete, two: tuple[Analysis, Analysis], uid: str
) -> None:
    client.force_login(athlete.user)

    assert client.get(f"{address(athlete)}?after={uid}").status_code == 404


def test_a_coach_reads_what_they_may_and_a_stranger_nothing(
    client: Client, athlete: Athlete, two: tuple[Analysis, Analysis]
) -> None:
    coach = CoachLinkFactory(athlete=athlete, scopes={"analysis": "read", "load": "read"}).coach
    client.force_login(coach)
    assert "HRV" not in text(client, address(athlete))

    for other in (CoachLinkFactory(athlete=athlete, scopes={"load": "read"}).coach, UserFactory()):
        client.force_login(other)
        assert client.get(address(athlete)).status_code == 404
