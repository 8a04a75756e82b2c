from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete, User
from config.core.celery import sending_with
from plans.models import Plan
from plans.services.planning import make, request_plan
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import week_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    """Sunday 22 November 2026, 10:00 in Vienna; nothing is sent to a broker."""
    cache.clear()
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    athlete: Athlete = AthleteFactory(time_zone="Europe/Vienna", hr_max_bpm=190, hr_rest_bpm=50)
    ThresholdFactory(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    return athlete


@pytest.fixture
def trained(athlete: Athlete) -> Athlete:
    """Six weeks of runs on Tuesday, Thursday, Saturday and an hour and a half on Sunday."""
    for week in range(6):
        for weekday, minutes in ((1, 45), (3, 50), (5, 45), (6, 88)):
            day = MONDAY - timedelta(weeks=week + 1) + timedelta(days=weekday)
            if day < TODAY:
                start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
                seconds = 60 * minutes
                ActivityFactory(athlete=athlete, start_time=start, timer_s=seconds, elapsed_s=seconds)
    return athlete


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


@pytest.fixture
def coach_with(athlete: Athlete, client_of: Callable[[User], Client]) -> Callable[..., Client]:
    """The browser of a coach with these scopes."""

    def login(**scopes: str) -> Client:
        link = CoachLinkFactory(athlete=athlete, scopes=scopes)
        link.coach.name = "Kim Coach"
        link.coach.save()
        return client_of(link.coach)

    return login


@pytest.fixture
def draft(trained: Athlete) -> Plan:
    """Six weeks of running without a race from Monday on, made and not adopted."""
    week_of(trained, [0, 60, 0, 60, 0, 60, 90], long_day=6)
    plan = request_plan(athlete=trained, user=trained.user, sport="running", weeks=6, start=MONDAY)
    make(plan_id=plan.pk)
    plan.refresh_from_db()
    return plan


def address(name: str, athlete: Athlete | str = "me", **parts: Any) -> str:
    return reverse(f"plans:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete), **parts})


def text_of(response: HttpResponse) -> str:
    """What a person reads on a page."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("\u202f", " "))
