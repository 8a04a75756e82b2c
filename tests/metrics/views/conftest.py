from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete, User
from metrics.models import Activity
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    """Sunday 22 November 2026, 10:00 in Vienna."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(time_zone="Europe/Vienna", hr_max_bpm=190, hr_rest_bpm=50)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this user is logged in."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def client(athlete: Athlete, client_of: Callable[[User], Client]) -> Client:
    """The athlete's own browser."""
    return client_of(athlete.user)


def address(name: str, athlete: Athlete | str = "me", **parts: Any) -> str:
    return reverse(f"metrics:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete), **parts})


def text_of(response: HttpResponse) -> str:
    """What a person reads on a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client: Client, name: str = "connections") -> str:
    response = client.get(address(name))
    assert response.status_code == 200
    return text_of(response)


def runs(athlete: Athlete, count: int, **fields: Any) -> list[Activity]:
    """Runs on consecutive days, the newest first and yesterday."""
    return [
        ActivityFactory(
            athlete=athlete,
            name=f"Run {index}",
            start_time=NOW - timedelta(days=index + 1, hours=3),
            **fields,
        )
        for index in range(count)
    ]
