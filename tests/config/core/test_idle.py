"""A login that nobody uses ends, at the latest after thirty days, and the browser is told to forget."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from config.core.idle import IdleSessionMiddleware
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db
NOON = "2026-11-22T12:00:00Z"
KEYS = "account:keys"


def logged_in(**user: Any) -> Client:
    client = Client()
    client.force_login(AthleteFactory.create(**{f"user__{name}": value for name, value in user.items()}).user)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse(KEYS)).status_code == 200


@pytest.mark.parametrize(("is_staff", "hours"), [(False, 14 * 24), (True, 8)])
def test_a_login_that_nobody_uses_ends(is_staff: bool, hours: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = logged_in(is_staff=is_staff)
        clock.shift(timedelta(hours=hours))
        assert is_in(client)
        clock.shift(timedelta(hours=hours))
        assert is_in(client)
        clock.shift(timedelta(hours=hours, seconds=1))
        ended = client.get(reverse(KEYS))

    assert ended.headers["Location"].startswith(reverse("account_login"))
    assert not Session.objects.exists()


def test_an_open_page_that_learns_of_no_news_is_no_use() -> None:
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AthleteFactory.create().user
    ask = IdleSessionMiddleware(lambda _: HttpResponse(status=204))
    with time_machine.travel(NOON, tick=False) as clock:
        login(request, request.user, "django.contrib.auth.backends.ModelBackend")
        for _ in range(14 * 24):
            clock.shift(timedelta(hours=1))
            assert ask(request).status_code == 204
        clock.shift(timedelta(seconds=1))
        ask(request)

    assert not request.user.is_authenticated


def test_it_ends_after_thirty_days_however_much_it_is_used() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = logged_in()
        for _ in range(4):
            clock.shift(timedelta(days=7))
            assert is_in(client)
        clock.shift(timedelta(days=2, seconds=1))
        assert not is_in(client)


def test_a_use_is_written_down_every_quarter_of_an_hour() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = logged_in()
        before = Session.objects.get().session_data
        clock.shift(timedelta(minutes=14))
        assert is_in(client)
        assert Session.objects.get().session_data == before
        clock.shift(timedelta(minutes=1))
        assert is_in(client)
        assert Session.objects.get().session_data != before


def test_the_browser_is_told_to_forget_at_the_end() -> None:
    client = logged_in()
    assert "Clear-Site-Data" not in client.get(reverse(KEYS)).headers
    assert client.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get(reverse("account_login")).headers
