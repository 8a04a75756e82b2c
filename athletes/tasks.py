"""Work of the athletes behind the scenes."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from athletes import services
from athletes.services import data_exports, erasure
from config.core.celery import BaseTask, Queue


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=30, time_limit=45)
def sweep() -> None:
    """End tries to connect that nobody works on any more, erase what is left over, start what is due."""
    services.sweep_attempts()
    services.sweep_secrets()
    data_exports.sweep_exports()
    erasure.sweep_erasures()


@shared_task(
    base=BaseTask,
    name="athletes.tasks.make_export",
    queue=Queue.DEFAULT,
    soft_time_limit=240,
    time_limit=300,
)
def make_export(uid: str) -> None:
    """Write everything of one person to a zip."""
    data_exports.make_export(uid=UUID(uid))


@shared_task(
    base=BaseTask, name="athletes.tasks.erase_due", queue=Queue.DEFAULT, soft_time_limit=240, time_limit=300
)
def erase_due() -> int:
    """Erase those whose time to think it over has passed; a rest is found by the next sweep."""
    return erasure.erase_due()
