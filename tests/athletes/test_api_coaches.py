"""Who may see an athlete's data, over the API: the athlete's own list, and its end."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from athletes.models import DATA_CLASSES, Athlete, CoachLink
from config.core.models import AuditEvent
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ALL = dict.fromkeys(DATA_CLASSES, "write")


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory()
    return made


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(athlete: Athlete, link: CoachLink | None = None) -> str:
    return f"/api/v1/athletes/{athlete.uid}/coaches/" + (f"{link.uid}/" if link else "")


def test_an_athlete_sees_who_may_see_what_and_ends_it(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, coach=UserFactory(name="Cleo"), scopes={"load": "read"})
    CoachLinkFactory(athlete=athlete, status=CoachLink.Status.PENDING)
    client = logged_in(athlete.user)

    (told,) = client.get(address(athlete)).json()["results"]
    assert (told["uid"], told["name"], told["email"]) == (str(link.uid), "Cleo", link.coach.email)
    assert (told["role"], told["status"], told["scopes"]) == ("coach", "active", {"load": "read"})

    late = client.delete(address(athlete, link), headers={"If-Match": '"0-0"'})
    ended = [client.delete(address(athlete, link)).status_code for _ in range(2)]
    assert (late.status_code, ended) == (412, [204, 204])
    assert client.get(address(athlete, link)).json()["status"] == "revoked"
    assert AuditEvent.objects.filter(action="consent.revoked", subject_uid=athlete.uid).count() == 1
    assert logged_in(link.coach).get(f"/api/v1/athletes/{athlete.uid}/load/").status_code == 404


def test_a_coach_learns_of_nobody_else_and_ends_nothing(athlete: Athlete) -> None:
    mine, other = (CoachLinkFactory(athlete=athlete, scopes=ALL) for _ in range(2))
    client = logged_in(mine.coach)

    assert [each["uid"] for each in client.get(address(athlete)).json()["results"]] == [str(mine.uid)]
    assert client.get(address(athlete, other)).status_code == 404
    assert [client.delete(address(athlete, link)).status_code for link in (mine, other)] == [404, 404]
    assert set(CoachLink.objects.values_list("status", flat=True)) == {"active"}


def test_a_stranger_finds_nothing_and_changes_nothing(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete)
    client = logged_in(AthleteFactory().user)

    assert client.get(address(athlete)).status_code == 404
    assert client.delete(address(athlete, link)).status_code == 404
    assert CoachLink.objects.get().status == "active"
