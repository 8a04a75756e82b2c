"""The page of coaches and followers, and what an invitation's link does in whose hands."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import DATA_CLASSES, Athlete, CoachInvitation, CoachLink, User
from tests.factories.athletes import AthleteFactory, CoachInvitationFactory, CoachLinkFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/athletes/{}/coaches/"
GIVEN = {"email": "coach@example.org", "role": "coach", "load": "read", "plan": "write"}


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link_in_mail() -> str:
    found = re.search(r"/coaching/invitations/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_an_athlete_invites_and_the_coach_accepts_by_the_link_of_the_mail(athlete: Athlete) -> None:
    answer = logged_in(athlete.user).post(PAGE.format("me"), GIVEN)
    coach = UserFactory(email="coach@example.org")
    page = logged_in(coach).get(link_in_mail())

    assert answer.status_code == 302
    assert mail.outbox[-1].to == ["coach@example.org"]
    assert "Ada Runner asks you to be their coach" in page.content.decode()
    assert not CoachLink.objects.exists()
    assert page.headers["Referrer-Policy"] == "same-origin"

    logged_in(coach).post(link_in_mail(), {"answer": "yes"})

    assert CoachLink.objects.get().scopes == {"load": "read", "plan": "write"}


def test_a_coach_asks_and_the_athlete_chooses_what_is_opened(athlete: Athlete) -> None:
    coach = UserFactory()
    logged_in(coach).post(reverse("coaching:ask"), {"email": athlete.user.email, "role": "coach"})

    logged_in(athlete.user).post(link_in_mail(), {"answer": "yes", "load": "read", "last_day": "2100-01-01"})

    link = CoachLink.objects.get()
    assert (link.coach, link.athlete, link.scopes) == (coach, athlete, {"load": "read"})
    assert link.valid_until.isoformat() == "2100-01-01T23:59:59.999999+00:00"


def test_asking_tells_nobody_whether_there_is_such_an_athlete(athlete: Athlete) -> None:
    client = logged_in(UserFactory())
    pages = [
        client.post(reverse("coaching:ask"), {"email": email, "role": "coach"}, follow=True)
        for email in (athlete.user.email, "nobody@example.org")
    ]

    texts = [page.content.decode() for page in pages]
    assert "was asked" in texts[0]
    assert "was asked" in texts[1]


def test_declining_opens_nothing(athlete: Athlete) -> None:
    logged_in(athlete.user).post(PAGE.format("me"), GIVEN)
    coach = UserFactory(email="coach@example.org")

    logged_in(coach).post(link_in_mail(), {"answer": "no"})

    assert CoachInvitation.objects.get().status == "declined"
    assert not CoachLink.objects.exists()


def test_the_link_in_other_hands_is_not_found(athlete: Athlete) -> None:
    logged_in(athlete.user).post(PAGE.format("me"), GIVEN)
    thief = logged_in(UserFactory())

    assert thief.get(link_in_mail()).status_code == 404
    assert thief.post(link_in_mail(), {"answer": "yes"}).status_code == 404
    assert CoachInvitation.objects.get().status == "open"


def test_what_is_changed_and_ended_holds_at_once(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, scopes={"profile": "read"})
    coach, own = logged_in(link.coach), logged_in(athlete.user)
    page = f"/athletes/{athlete.uid}/profile/"
    assert coach.get(page).status_code == 200

    own.post(reverse("athletes:coach-change", args=["me", link.uid]), {"load": "read"})
    assert coach.get(page).status_code == 404
    own.post(reverse("athletes:coach-change", args=["me", link.uid]), {"profile": "read"})
    assert coach.get(page).status_code == 200
    own.post(reverse("athletes:coach-revoke", args=["me", link.uid]))

    assert coach.get(page).status_code == 404
    shown = own.get(PAGE.format("me")).content.decode()
    assert link.coach.email in shown
    assert "Profile" in shown


def test_a_refused_form_keeps_what_was_typed_and_changes_nothing(athlete: Athlete) -> None:
    answer = logged_in(athlete.user).post(PAGE.format("me"), {**GIVEN, "role": "follower"})

    assert answer.status_code == 422
    assert "A follower only ever reads." in answer.content.decode()
    assert "coach@example.org" in answer.content.decode()
    assert not CoachInvitation.objects.exists()
    assert mail.outbox == []


ALL = dict.fromkeys(DATA_CLASSES, "write")
PEOPLE: dict[str, dict[str, Any]] = {
    "coach of everything": {"scopes": ALL},
    "coach without the class": {"scopes": {"load": "write"}},
    "follower": {"scopes": dict.fromkeys(DATA_CLASSES, "read"), "role": CoachLink.Role.FOLLOWER},
    "pending": {"scopes": ALL, "status": CoachLink.Status.PENDING},
    "revoked": {"scopes": ALL, "status": CoachLink.Status.REVOKED},
    "expired": {"scopes": ALL, "valid_until": timezone.now() - timedelta(seconds=1)},
}


@pytest.mark.parametrize("name", [*PEOPLE, "stranger", "operator"])
def test_nobody_but_the_athlete_decides(athlete: Athlete, name: str) -> None:
    if name in PEOPLE:
        user = CoachLinkFactory(athlete=athlete, **PEOPLE[name]).coach
    else:
        user = UserFactory(is_staff=name == "operator")
    other = CoachLinkFactory(athlete=athlete, scopes={"load": "read"})
    asked = CoachInvitationFactory(athlete=athlete)
    before = (list(CoachLink.objects.values_list()), list(CoachInvitation.objects.values_list()))
    client, ref = logged_in(user), str(athlete.uid)

    answers = [
        client.get(PAGE.format(ref)),
        client.post(PAGE.format(ref), GIVEN),
        client.post(reverse("athletes:coach-change", args=[ref, other.uid]), {"load": "write"}),
        client.post(reverse("athletes:coach-revoke", args=[ref, other.uid])),
        client.post(reverse("athletes:coach-invitation-withdraw", args=[ref, asked.uid])),
    ]

    assert [each.status_code for each in answers] == [404] * 5
    assert (list(CoachLink.objects.values_list()), list(CoachInvitation.objects.values_list())) == before
    assert mail.outbox == []


def test_a_mail_cannot_be_given_another_head(athlete: Athlete) -> None:
    athlete.name = "Ada\r\nBcc: all@example.org"
    athlete.save()

    logged_in(athlete.user).post(PAGE.format("me"), GIVEN)

    assert mail.outbox[-1].recipients() == ["coach@example.org"]
    assert "\n" not in mail.outbox[-1].subject


def test_who_reads_along_leaves_after_a_question_and_only_for_themselves(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, scopes={"load": "read"})
    other = CoachLinkFactory(athlete=athlete, scopes={"load": "read"})
    page = reverse("coaching:leave", args=[athlete.uid])

    for user in (athlete.user, AthleteFactory().user):
        assert logged_in(user).post(page).status_code == 404
    assert "Stop looking at Ada Runner" in logged_in(link.coach).get(page).content.decode()
    assert CoachLink.objects.filter(status="active").count() == 2
    assert logged_in(link.coach).post(page).status_code == 302
    assert logged_in(link.coach).post(page).status_code == 404

    assert CoachLink.objects.get(status="active") == other
