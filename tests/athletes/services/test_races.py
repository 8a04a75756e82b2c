"""Two people, two tabs, two processes: what happens once must happen once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from athletes import vault
from athletes.errors import AttemptClosedError, AttemptOpenError
from athletes.models import Athlete, ConnectionAttempt, DataKey, Way
from athletes.services import attempts
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory()


def together(work: Callable[[], Any]) -> list[Any]:
    """What six threads got that did this at the same moment; a refusal is its class."""
    barrier = Barrier(AT_ONCE)

    def one() -> Any:
        try:
            barrier.wait(10)
            return work()
        except (AttemptClosedError, AttemptOpenError) as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(one) for _ in range(AT_ONCE)]]


def test_of_many_codes_at_once_one_is_checked(ada: Athlete) -> None:
    attempt = attempts.open_attempt(athlete=ada, way=Way.LOGIN)
    attempts.ask_for_code(attempt, {"state": "x"})

    got = together(lambda: attempts.take_pending(ConnectionAttempt.objects.get()))

    assert got.count({"state": "x"}) == 1
    assert got.count(AttemptClosedError) == AT_ONCE - 1


def test_of_many_logins_at_once_one_begins(ada: Athlete) -> None:
    got = together(lambda: attempts.open_attempt(athlete=ada, way=Way.LOGIN))

    assert got.count(AttemptOpenError) == AT_ONCE - 1
    assert ConnectionAttempt.objects.count() == 1


def test_many_secrets_at_once_are_sealed_under_one_key(ada: Athlete) -> None:
    purposes = iter([f"purpose {n}" for n in range(AT_ONCE)])

    together(lambda: vault.seal(athlete=ada, purpose=next(purposes), data={"n": 1}))

    assert DataKey.objects.count() == 1
    for n in range(AT_ONCE):
        assert vault.unseal(athlete=ada, purpose=f"purpose {n}") == {"n": 1}


def test_what_is_taken_by_many_at_once_is_taken_by_one(ada: Athlete) -> None:
    vault.seal(athlete=ada, purpose="pending_login", data={"n": 1})

    got = together(lambda: vault.take(athlete=ada, purpose="pending_login"))

    assert got.count({"n": 1}) == 1
    assert got.count(None) == AT_ONCE - 1
