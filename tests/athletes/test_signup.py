"""Becoming a user."""

from __future__ import annotations

import pytest
from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from django.test import Client, RequestFactory
from django.urls import reverse

from athletes.adapter import AccountAdapter
from athletes.models import Athlete, User
from config.core.errors import DatabaseIntegrityError
from tests.factories.athletes import UserFactory

pytestmark = pytest.mark.django_db

TYPED = {"email": "ada@example.org", "password1": "correct horse battery"}


def test_who_signs_up_is_an_athlete_at_once(client: Client) -> None:
    response = client.post(reverse("account_signup"), TYPED)

    assert response.status_code == 302
    assert Athlete.objects.get().user.email == "ada@example.org"


def test_the_second_of_two_clicks_on_the_button_is_told_that_the_account_is_there() -> None:
    form = SignupForm(TYPED)
    assert form.is_valid()
    UserFactory(email="ada@example.org")

    with pytest.raises(DatabaseIntegrityError, match="Log in"):
        AccountAdapter().save_user(RequestFactory().post("/"), User(), form)

    assert User.objects.count() == 1


def test_an_address_that_is_not_confirmed_is_not_lost_to_another() -> None:
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    client = Client()
    client.force_login(user)
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    new = {"action_add": "", "email": "new@formline.example"}

    refused = client.post("/accounts/email/", new)
    assert "Confirm your present address first" in refused.content.decode()
    user.refresh_from_db()
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [user.email] != [""]

    EmailAddress.objects.update(verified=True)
    assert client.post("/accounts/email/", new).status_code == 302
    assert EmailAddress.objects.filter(email="new@formline.example").exists()
