"""What becomes of a question whose page was closed, whose message was lost or whose writer was killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from analysis.models import Turn
from analysis.services.chatting import ask_question, sweep
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def turn(db: None) -> Turn:
    athlete = AthleteFactory.create()
    with time_machine.travel(NOON, tick=False):
        return ask_question(athlete=athlete, user=athlete.user, text="How was my week?")


@pytest.mark.parametrize(("age_s", "times"), [(140, 0), (160, 1)])
def test_a_worker_is_asked_once_to_answer_what_nobody_has_begun_with(
    turn: Turn, age_s: int, times: int
) -> None:
    sent = list[tuple[str, tuple[Any, ...]]]()

    with time_machine.travel(NOON + timedelta(seconds=age_s)), sending_with(lambda *call: sent.append(call)):
        sweep()
        sweep()

    assert sent == [("analysis.tasks.answer_turn", (turn.pk,))] * times


@pytest.mark.parametrize(("age_s", "state"), [(140, "running"), (160, "failed")])
def test_a_turn_whose_writer_is_gone_is_ended_and_keeps_what_was_said(
    turn: Turn, age_s: int, state: str
) -> None:
    said = [{"text": "Your week was steady.", "slots": []}]
    Turn.objects.update(state="running", started_at=NOON, answer=said)

    with time_machine.travel(NOON + timedelta(seconds=age_s)):
        sweep()

    turn.refresh_from_db()
    assert (turn.state, turn.answer) == (state, said)
