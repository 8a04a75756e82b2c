"""What an analysis asks back, and what was said about it, on its page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from analysis.models import Question
from analysis.services.analysing import analyse
from analysis.services.consent import change_preferences
from athletes.models import Athlete
from metrics.services.signals import detect_signals
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import store_loads

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory.create(time_zone="UTC")
    week = [60.0, 0.0, 80.0, 50.0, 0.0, 100.0, 70.0]
    store_loads(athlete, TODAY - timedelta(days=146), [*week * 20, 60, 0, 80, 50, 0, 210, 0])
    detect_signals(athlete_id=athlete.pk)
    return athlete


@pytest.fixture
def owner(athlete: Athlete, client: Client) -> Client:
    client.force_login(athlete.user)
    return client


def address(name: str, **parts: object) -> str:
    return reverse(f"analysis:{name}", kwargs={"athlete": "me", **parts})


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u202f", " ").split())


def test_a_question_about_a_session_names_its_day(owner: Client, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)
    for page in (address("analysis", uid=analysis.uid), address("today")):
        asked = text(owner.get(page)).partition('id="asked-back"')[2].partition("</section>")[0]
        assert ">Sat 21 Nov</a> your load was" in asked
        assert "Was this session meant to be so long or hard" in asked


def test_who_answers_comes_back_to_the_page_of_the_question(owner: Client, athlete: Athlete) -> None:
    month = analyse(athlete=athlete, days=30)
    page = address("analysis", uid=month.uid)
    assert f'name="back" value="{page}"' in text(owner.get(page))

    response = owner.post(
        address("question-answer", uid=Question.objects.get().uid), {"text": "A race.", "back": page}
    )

    assert response["Location"] == page


def test_what_was_said_of_an_analysis_stands_on_its_page(owner: Client, athlete: Athlete) -> None:
    page = address("analysis", uid=analyse(athlete=athlete).uid)
    assert "You said:" not in text(owner.get(page))

    owner.post(f"{page}feedback/", {"verdict": "wrong", "note": "I rested."})

    assert "You said: <strong>Wrong</strong>, “I rested.”." in text(owner.get(page))


def test_a_budget_of_nothing_reads_as_one(owner: Client, athlete: Athlete) -> None:
    change_preferences(athlete=athlete, by=athlete.user, monthly_usd=0)
    page = text(owner.get(address("ai-settings")))

    assert "Your budget is nothing, so Claude is not asked." in page
    assert "<progress" not in page
