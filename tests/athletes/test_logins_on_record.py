"""Logins that worked and that did not are on record, without what was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from athletes.models import Athlete
from config.core.models import AuditEvent, AuditPayload
from tests.factories.athletes import AthleteFactory, verify_email

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough passphrase"
ADDRESS = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def ada() -> Athlete:
    athlete = AthleteFactory(user__email="ada@formline.example")
    athlete.user.set_password(PASSWORD)
    athlete.user.save()
    verify_email(athlete.user)
    return athlete


def log_in(password: str, email: str = "ada@formline.example") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password}, **ADDRESS)  # type: ignore[arg-type]
    return client


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_login_and_a_logout(ada: Athlete) -> None:
    log_in(PASSWORD).post("/accounts/logout/")

    assert actions() == ["account.login", "account.logout"]
    assert set(AuditEvent.objects.values_list("actor_uid", "subject_uid")) == {(ada.user.uid, ada.user.uid)}
    assert AuditPayload.objects.get().body == {"address": "198.51.100.7"}


def test_a_login_that_failed_is_about_the_account_and_by_nobody(ada: Athlete) -> None:
    log_in("a wrong passphrase")
    event = AuditEvent.objects.get()

    assert (event.action, event.actor_uid, event.subject_uid) == ("account.login_failed", None, ada.user.uid)
    assert "wrong" not in str(AuditPayload.objects.get().body)


def test_a_guess_at_an_account_that_is_not_there_says_nothing_of_anybody(ada: Athlete) -> None:
    log_in(PASSWORD, "nobody@formline.example")

    assert set(actions()) <= {"account.login_failed"}
    assert AuditEvent.objects.exclude(subject_uid=None).count() == 0
    assert AuditPayload.objects.count() == 0
