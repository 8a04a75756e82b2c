"""A second factor: who has one in this session, and what stays closed without."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.urls import reverse

from config.core.mfa import has_mfa
from config.settings import accounts
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.mfa import enrol, log_in_with_mfa

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def asked(client: Client, user: Any) -> Any:
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return request


def test_a_session_has_it_when_it_was_opened_with_it_and_it_is_still_set_up(client: Client) -> None:
    user = UserFactory()
    log_in_with_mfa(client, user)
    assert has_mfa(asked(client, user))

    Authenticator.objects.all().delete()

    assert not has_mfa(asked(client, user))


def test_a_session_from_before_the_set_up_has_none(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    enrol(user)

    assert not has_mfa(asked(client, user))


def test_the_second_factor_of_somebody_else_is_none(client: Client) -> None:
    log_in_with_mfa(client, UserFactory())
    other = UserFactory()
    enrol(other)

    assert not has_mfa(asked(client, other))


def test_what_has_no_session_has_none() -> None:
    request = RequestFactory().get("/")
    request.user = UserFactory()
    enrol(request.user)

    assert not has_mfa(request)


def test_an_operator_without_it_is_led_to_the_set_up_and_sees_no_table(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))

    answer = client.get(reverse("admin:athletes_user_changelist"), follow=True)

    assert answer.redirect_chain[-1][0] == f"{reverse('account:second-factor')}?next=/admin/athletes/user/"
    assert answer.status_code == 403
    assert reverse("mfa_activate_totp") in answer.content.decode()


def test_an_operator_whose_session_is_older_than_the_set_up_is_asked_to_confirm(client: Client) -> None:
    user = UserFactory(is_staff=True)
    client.force_login(user)
    enrol(user)

    answer = client.get(reverse("admin:index"), follow=True)

    assert answer.status_code == 403
    assert f"{reverse('mfa_reauthenticate')}?next=/admin/" in answer.content.decode()


def test_an_operator_with_it_is_let_in(client: Client) -> None:
    log_in_with_mfa(client, UserFactory(is_staff=True))

    assert client.get(reverse("admin:index")).status_code == 200


def test_the_page_that_leads_to_it_leads_nowhere_else(client: Client) -> None:
    log_in_with_mfa(client, UserFactory())

    answer = client.get(reverse("account:second-factor"), {"next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == reverse("mfa_index")


def test_a_coach_without_it_is_led_to_the_set_up_and_a_stranger_is_told_nothing(
    client: Client, settings: Any
) -> None:
    settings.COACHES_NEED_MFA = True
    link = CoachLinkFactory(scopes={"activities": "read"})
    address = f"/athletes/{link.athlete.uid}/activities/"
    client.force_login(link.coach)

    shut = client.get(address)
    assert shut.status_code == 403
    assert f'href="{reverse("account:second-factor")}?next={address}"' in shut.content.decode()
    api = client.get(f"/api/v1{address}")
    assert (api.status_code, api.json()["error"]["code"]) == (403, "SECOND_FACTOR_NEEDED")

    log_in_with_mfa(client, link.coach)
    assert client.get(address).status_code == 200
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_coaches_need_it_unless_an_operator_says_otherwise() -> None:
    assert accounts.COACHES_NEED_MFA is True
