"""Work of this app behind the scenes: thin doors to the services."""

from __future__ import annotations

from celery import shared_task

from analysis.services import analysing, chatting, ledger
from config.core.celery import Queue


@shared_task(name="analysis.tasks.refresh", queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def refresh(athlete_id: int) -> None:
    """Have today explained again."""
    analysing.refresh_when_due(athlete_id=athlete_id)


@shared_task(name="analysis.tasks.sweep", queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def sweep() -> None:
    """Start what a lost message left undone and the analyses of a new day; book what nobody settled."""
    analysing.sweep()
    ledger.sweep()


@shared_task(name="analysis.tasks.answer_turn", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def answer_turn(turn_id: int) -> None:
    """Answer a question of the chat that nobody streams."""
    chatting.answer_unheard(turn_id=turn_id)
