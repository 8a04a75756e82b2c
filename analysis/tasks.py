"""Work of this app behind the scenes: thin doors to the services."""

from __future__ import annotations

from celery import shared_task

from analysis.selectors.analyses import WINDOW_DAYS
from analysis.services import analysing, batch_answers, batches, cadence, chatting, digest, ledger, on_demand
from config.core.celery import Queue


@shared_task(name="analysis.tasks.refresh", queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def refresh(athlete_id: int) -> None:
    """Have today explained again."""
    analysing.refresh_when_due(athlete_id=athlete_id)


@shared_task(name="analysis.tasks.sweep", queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def sweep() -> None:
    """Start what a lost message left undone and the analyses of a new day; book what nobody settled."""
    analysing.sweep()
    on_demand.sweep()
    ledger.sweep()
    chatting.sweep()


@shared_task(name="analysis.tasks.answer_turn", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def answer_turn(turn_id: int) -> None:
    """Answer a question of the chat that nobody streams."""
    chatting.answer_unheard(turn_id=turn_id)


@shared_task(name="analysis.tasks.explain_now", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def explain_now(athlete_id: int, days: int = WINDOW_DAYS) -> None:
    """Have the last days explained because somebody asked for it."""
    on_demand.answer(athlete_id=athlete_id, days=days)


@shared_task(name="analysis.tasks.start_due", queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def start_due() -> None:
    """Start the reviews, briefs and comments whose time has come, and go on with batches."""
    cadence.start_due()
    batches.start_due()


@shared_task(name="analysis.tasks.send_digests", queue=Queue.NOTIFY, soft_time_limit=150, time_limit=180)
def send_digests() -> int:
    """Write the weekly letters whose hour has come; how many."""
    return digest.send_digests()


@shared_task(name="analysis.tasks.review_week", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def review_week(athlete_uid: str) -> None:
    cadence.review_week(athlete_uid=athlete_uid)


@shared_task(name="analysis.tasks.write_brief", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def write_brief(athlete_uid: str) -> None:
    cadence.write_brief(athlete_uid=athlete_uid)


@shared_task(name="analysis.tasks.comment_on", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def comment_on(activity_uid: str) -> None:
    cadence.comment_on(activity_uid=activity_uid)


@shared_task(name="analysis.tasks.send_batch", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def send_batch(batch_id: int) -> None:
    batches.send(batch_id=batch_id)


@shared_task(name="analysis.tasks.read_batch", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def read_batch(batch_id: int) -> None:
    batch_answers.read(batch_id=batch_id)


@shared_task(name="analysis.tasks.finish_review", queue=Queue.AI, soft_time_limit=120, time_limit=150)
def finish_review(item_id: int) -> None:
    batch_answers.finish_review(item_id=item_id)
