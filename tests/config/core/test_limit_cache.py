"""Limits of sign-in hold to the last try, across workers, and while Valkey is away."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.core.cache import cache, caches
from django.db import connections
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.core import limit_cache
from tests.factories.athletes import AthleteFactory, verify_email

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN, NOON = "/accounts/login/", "2026-03-01T12:00:00Z"
RATES = {"login_failed": "100/m/ip,5/5m/key"}


@pytest.fixture(params=["valkey", "away"])
def counting(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """Where it is counted: in Valkey, or in the database because nothing answers at its address."""
    address = "redis://127.0.0.1:1/0"
    if request.param == "valkey":
        address = request.getfixturevalue("valkey_url")
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "config.core.limit_cache.LimitCache", "LOCATION": address}
    }
    limit_cache._Away.until = 0.0
    yield request.param
    caches["in_database"].clear()
    limit_cache._Away.until = 0.0
    if request.param == "valkey":
        cache.clear()


def tried(password: str, email: str = "ada@formline.example", address: str = "203.0.113.1") -> Any:
    return Client().post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def test_the_fifth_wrong_password_is_heard_the_sixth_is_not_until_five_minutes_have_passed(
    counting: str,
) -> None:
    user = AthleteFactory(user__email="ada@formline.example").user
    user.set_password("the right one of hers")
    user.save()
    verify_email(user)
    refused = "Too many failed login attempts. Try again later."

    with time_machine.travel(NOON, tick=False) as clock:
        wrong = [tried("wrong").content.decode() for _ in range(6)]
        assert [refused in each for each in wrong] == [False] * 5 + [True]
        assert refused in tried("the right one of hers", address="198.51.100.7").content.decode()
        assert refused not in tried("wrong", email="other@formline.example").content.decode()
        clock.shift(300)
        assert tried("the right one of hers").status_code == 302


def test_an_address_that_asks_too_often_gets_a_page_that_says_when(counting: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        answers = [tried("wrong", email=f"{n}@formline.example") for n in range(10)]
        assert {answer.status_code for answer in answers} == {200}
        more = [tried("wrong", email=f"more{n}@formline.example") for n in range(21)]
        assert [each.status_code for each in more] == [200] * 20 + [429]
        assert more[-1].headers["Retry-After"] == "60"
        assert "Too many requests" in more[-1].content.decode()
        clock.shift(60)
        assert tried("wrong").status_code == 200


def test_many_workers_together_let_no_more_through_than_one(counting: str) -> None:
    def consume(_: int) -> bool:
        asked = RequestFactory().post(LOGIN, REMOTE_ADDR="203.0.113.1")
        try:
            used = ratelimit.consume(asked, app="t", action="login_failed", config=RATES, key="ada")
            return used is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(consume, range(24))).count(True) == 5


def test_a_code_of_a_second_factor_is_taken_once_while_valkey_is_away(settings: Settings) -> None:
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "config.core.limit_cache.LimitCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    limit_cache._Away.until = 0.0
    key = "allauth.mfa.totp.used?user=7&code=123456"

    assert [cache.add(key, "y", 30), cache.add(key, "y", 30)] == [True, False]


def test_what_the_database_kept_is_forgotten_once_valkey_answers_again(counting: str) -> None:
    caches["in_database"].set("allauth.tried", 5, 300)

    limit_cache.prune()

    assert caches["in_database"].get("allauth.tried") == (5 if counting == "away" else None)


def test_a_valkey_that_hangs_is_asked_once_in_a_while(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}
        settings.CACHES = settings.CACHES | {
            "default": {
                "BACKEND": "config.core.limit_cache.LimitCache",
                "LOCATION": f"redis://127.0.0.1:{silent.getsockname()[1]}",
                "OPTIONS": options,
            }
        }
        limit_cache._Away.until = 0.0
        for n in range(5):
            cache.set(f"allauth:{n}", n, 60)
        silent.settimeout(1)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()
    assert [cache.get(f"allauth:{n}") for n in range(5)] == [0, 1, 2, 3, 4]


def test_the_api_says_so_as_json_and_when_to_come_back(db: None) -> None:
    def asked(n: int) -> Any:
        body = {"email": f"{n // 5}@formline.example", "password": "wrong"}
        return Client().post("/api/auth/app/v1/auth/login", body, "application/json")

    with time_machine.travel(NOON, tick=False):
        answers = [asked(n) for n in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {400}
    codes = [answer.json()["errors"][0]["code"] for answer in answers[:11]]
    assert codes == ["email_password_mismatch"] * 10 + ["too_many_login_attempts"]
    assert (answers[30].status_code, answers[30].headers["Retry-After"]) == (429, "60")
