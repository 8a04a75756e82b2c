"""Small doors of accounts: addresses, links in mails, applications' tokens, counts that are limited."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from athletes.models import CoachLink, PartnerGrant
from athletes.partners import PartnerAdapter
from athletes.services.coaching import accept, invite
from athletes.services.partners import let_in
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, verify_email
from tests.factories.tokens import application_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PASSWORD = "correct horse battery"


def change_address(email: str, new: str) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("account_email"), {"email": new, "action_add": "yes"})
    assert answer.status_code == 302


def test_an_address_that_nobody_has_confirmed_stays_until_the_next_one_is(settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    users = [AthleteFactory(user__email=f"a{number}@example.org").user for number in range(2)]
    for user in users:
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        change_address(user.email, f"new-{user.email}")
        user.refresh_from_db()

    assert [user.email for user in users] == ["a0@example.org", "a1@example.org"]
    again = Client().post(reverse("account_login"), {"login": users[0].email, "password": PASSWORD})
    assert (again.status_code, again.headers["Location"]) == (302, "/")
    link = re.search(r"/accounts/confirm-email/\S+", str(mail.outbox[-1].body))
    assert link
    Client().post(link[0])
    users[1].refresh_from_db()
    assert users[1].email == "new-a1@example.org"


def test_links_in_mails_lead_to_this_site_whatever_the_request_names(settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://form.example.org", ["form.example.org"]
    user = AthleteFactory().user
    verify_email(user)

    Client(headers={"Host": "form.example.org:4444"}).post(
        reverse("account_reset_password"), {"email": user.email}
    )

    [found] = re.findall(r"https?://\S+/key/", str(mail.outbox[-1].body))
    assert found == "https://form.example.org/accounts/password/reset/key/"


def test_accounts_have_no_phone_number() -> None:
    user = AthleteFactory().user
    verify_email(user)
    login = {"email": user.email, "password": PASSWORD}
    given = Client().post("/api/auth/app/v1/auth/login", login, "application/json").json()["meta"]
    client = Client(headers={"Authorization": f"Bearer {given['access_token']}"})
    phone = "/api/auth/app/v1/account/phone"

    answers = [client.get(phone), client.post(phone, {"phone": "+41441234567"}, "application/json")]

    assert [each.status_code for each in answers] == [404, 404]


@pytest.mark.parametrize(("agreed", "told"), [(["plan:read", "email"], True), (["plan:read"], False)])
def test_an_application_learns_the_address_while_that_is_agreed(agreed: list[str], told: bool) -> None:
    user = AthleteFactory().user
    verify_email(user)
    application_of(user, ["plan:read"])
    grant = PartnerGrant.objects.get(user=user)
    let_in(user=user, client=grant.client, scopes=agreed, valid_until=timezone.now() + timedelta(days=1))

    claims: dict[str, Any] = PartnerAdapter().get_claims(
        "userinfo", user, grant.client, ["openid", "email", "plan:read"]
    )

    assert ("email" in claims, claims["sub"]) == (told, str(user.uid))


def test_a_link_that_comes_to_life_again_lets_nobody_read_drafts_first() -> None:
    link = CoachLinkFactory(status=CoachLink.Status.REVOKED, reviews_drafts=True)
    asked = invite(athlete=link.athlete, email=link.coach.email, role="coach", scopes={"load": "read"})

    assert accept(token=asked.token, user=link.coach).reviews_drafts is False
