"""An answer while it is written: as many at once as a process has room for, the rest by a worker."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from analysis.models import Turn
from analysis.services.chatting import ask_question
from analysis.views import chat_stream
from athletes.models import Athlete
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def athlete(client: Client) -> Athlete:
    athlete: Athlete = AthleteFactory.create()
    client.force_login(athlete.user)
    return athlete


@pytest.fixture
def turn(athlete: Athlete) -> Turn:
    return ask_question(athlete=athlete, user=athlete.user, text="How is my form?")


def streamed(client: Client, turn: Turn) -> Any:
    return client.get(reverse("analysis:turn-stream", args=["me", turn.uid]))


def test_where_all_places_are_taken_a_worker_answers_and_the_page_follows(client: Client, turn: Turn) -> None:
    sent = list[tuple[str, tuple[Any, ...]]]()

    with sending_with(lambda *call: sent.append(call)), ExitStack() as taken:
        for _ in range(settings.STREAMS_PER_PROCESS):
            assert chat_stream._streams.acquire(blocking=False)
            taken.callback(chat_stream._streams.release)
        said = b"".join(streamed(client, turn).streaming_content).decode()

    assert sent == [("analysis.tasks.answer_turn", (turn.pk,))]
    assert said.startswith("event: end\n")
    assert reverse("analysis:turn", args=["me", turn.uid]) in said
    turn.refresh_from_db()
    assert turn.state == Turn.State.WAITING


def test_a_place_is_free_again_when_the_reader_goes_away(client: Client, athlete: Athlete) -> None:
    for number in range(settings.STREAMS_PER_PROCESS + 1):
        turn = ask_question(athlete=athlete, user=athlete.user, text=f"How is my form, number {number}?")
        response = streamed(client, turn)
        assert next(iter(response.streaming_content)) == b": open\n\n"
        response.close()
