"""Asking Claude by a click, whatever happens to clicks and workers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from analysis.models import Analysis
from analysis.services import on_demand
from analysis.services.consent import agree
from athletes.models import Athlete
from config.core import jobs
from config.core.celery import sending_with
from config.core.models import Job, JobState
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.doubles.claude import ClaudeDouble
from tests.doubles.claude.personas import honest
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def athlete(claude: ClaudeDouble) -> Athlete:
    athlete: Athlete = AthleteFactory()
    train(athlete, WEEK * 25)
    agree(athlete=athlete, by=athlete.user)
    claude.answers(honest)
    return athlete


def ask(athlete: Athlete) -> list[tuple[object, ...]]:
    """The tasks that a click asks for."""
    sent: list[tuple[object, ...]] = []
    with sending_with(lambda task, ids: sent.append((task, *ids))):
        on_demand.ask_for_analysis(athlete=athlete, user=athlete.user, engine="claude")
    return [each for each in sent if each[0] == "analysis.tasks.explain_now"]


def test_two_clicks_are_one_question(athlete: Athlete, claude: ClaudeDouble) -> None:
    tasks = [*ask(athlete), *ask(athlete)]
    assert len(tasks) == 2

    for _task in tasks:
        on_demand.answer(athlete_id=athlete.pk)

    assert len(claude.requests) == 1
    assert Analysis.objects.filter(athlete=athlete, engine="claude").count() == 1


def test_while_one_worker_asks_another_does_not(athlete: Athlete, claude: ClaudeDouble) -> None:
    ask(athlete)
    held = jobs.claim("analysis_asked_7", athlete.uid, timedelta(minutes=3))

    on_demand.answer(athlete_id=athlete.pk)

    assert held is not None
    assert claude.requests == []


def test_a_worker_that_died_is_followed_by_another(athlete: Athlete, claude: ClaudeDouble) -> None:
    ask(athlete)
    jobs.claim("analysis_asked_7", athlete.uid, timedelta(minutes=3))

    sent: list[object] = []
    with time_machine.travel(Job.objects.get().lease_until + timedelta(seconds=1)):  # type: ignore[operator]
        with sending_with(lambda _task, ids: sent.append(ids)):
            on_demand.sweep()
        on_demand.answer(athlete_id=athlete.pk)

    assert sent == [(athlete.pk, 7)]
    assert len(claude.requests) == 1
    assert Job.objects.get().state == JobState.DONE
