"""Work of the athletes behind the scenes."""

from __future__ import annotations

from celery import shared_task

from athletes import services
from config.core.celery import BaseTask, Queue


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=30, time_limit=45)
def sweep() -> None:
    """End tries to connect that nobody works on any more, and erase secrets that are left over."""
    services.sweep_attempts()
    services.sweep_secrets()
