"""Work of this app behind the scenes: thin doors to the services."""

from __future__ import annotations

from celery import shared_task

from config.core.celery import BaseTask, Queue
from plans.services import adapting, following, matching, planning, reminding, sending


@shared_task(base=BaseTask, queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def make(plan_id: int) -> None:
    planning.make(plan_id=plan_id)


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def sweep() -> None:
    following.sweep()


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def start_due_plans() -> None:
    planning.sweep()


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def follow(athlete_id: int) -> None:
    matching.follow(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def adapt(athlete_id: int) -> None:
    adapting.adapt_plan(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.NOTIFY, soft_time_limit=150, time_limit=180)
def remind() -> int:
    return reminding.remind()


@shared_task(base=BaseTask, queue=Queue.SYNC, soft_time_limit=240, time_limit=300)
def send_week(sending_id: int) -> None:
    sending.send_week(sending_id=sending_id)


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def start_due_sendings() -> None:
    sending.start_due()
