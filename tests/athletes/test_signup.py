"""Becoming a user."""

from __future__ import annotations

import pytest
from allauth.account.forms import SignupForm
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
