"""Whatever a program sends, the API answers as its description says, and never by an error of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from athletes.scopes import SCOPES
from athletes.services.api_keys import make_key
from config.core.celery import sending_with
from tests.athletes.api_world import WRITE_ALL, World, a_world
from tests.athletes.test_api_tokens import LOGIN, post
from tests.factories.athletes import CoachLinkFactory, verify_email
from tests.pipeline.any_request import ask_all

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def world() -> Iterator[World]:
    with sending_with(lambda *_: None):
        yield a_world()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """A client that is somebody: by session, by a key of every scope, or by a token of our own apps."""
    athlete = world.athlete.user

    def made(who: str) -> Client:
        if who in ("athlete", "coach"):
            client = Client(raise_request_exception=False)
            coach = (
                CoachLinkFactory(athlete=world.athlete, scopes=WRITE_ALL).coach if who == "coach" else None
            )
            client.force_login(coach or athlete)
            return client
        token = make_key(user=athlete, name="A program", scopes=list(SCOPES), days=30)[1]
        if who == "token":
            verify_email(athlete)
            known = {"email": athlete.email, "password": "correct horse battery"}
            token = post(LOGIN, known).json()["meta"]["access_token"]
        return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})

    return made


def test_nothing_breaks_it_and_every_answer_is_described(world: World, client_of: Any) -> None:
    asked = ask_all(world, client_of("athlete"), examples=1)

    assert not asked.faults, "\n\n".join(asked.faults)
    assert asked.count > 300


@pytest.mark.long
@pytest.mark.parametrize(("who", "examples"), [("athlete", 16), ("coach", 16), ("key", 4), ("token", 4)])
def test_nothing_breaks_it_in_ten_thousand_requests(
    world: World, client_of: Any, who: str, examples: int
) -> None:
    asked = ask_all(world, client_of(who), examples=examples)

    assert not asked.faults, "\n\n".join(asked.faults)
    assert asked.count > 300 * examples
    assert asked.statuses[200] > 50
    assert asked.statuses.get(401, 0) < asked.count / 10
