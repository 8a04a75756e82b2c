"""Work of this app behind the scenes: thin doors to the services."""

from __future__ import annotations

from celery import shared_task

from config.core.celery import BaseTask, Queue
from metrics.services import activities, demo, exports, imports, recompute, signals, sweeping, sync


@shared_task(base=BaseTask, queue=Queue.INGEST, soft_time_limit=150, time_limit=180)
def import_file(import_file_id: int) -> None:
    imports.process_file(import_file_id=import_file_id)


@shared_task(base=BaseTask, queue=Queue.INGEST, soft_time_limit=150, time_limit=180)
def read_export(import_file_id: int) -> None:
    exports.read_export(import_file_id=import_file_id)


@shared_task(base=BaseTask, queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def recompute_load(athlete_id: int) -> None:
    recompute.recompute_when_due(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def rebuild_load(athlete_id: int) -> None:
    recompute.rebuild_load(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def remeasure(athlete_id: int) -> None:
    activities.remeasure(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.COMPUTE, soft_time_limit=150, time_limit=180)
def detect_signals(athlete_id: int) -> None:
    signals.detect_when_due(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.INGEST, soft_time_limit=150, time_limit=180)
def extend_demo(athlete_id: int) -> None:
    demo.extend_demo(athlete_id=athlete_id)


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def sweep() -> None:
    sweeping.sweep()


@shared_task(base=BaseTask, queue=Queue.SYNC, soft_time_limit=240, time_limit=300)
def sync_connection(connection_id: int) -> None:
    sync.sync_connection(connection_id)


@shared_task(base=BaseTask, queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def start_due_syncs() -> None:
    sync.start_due()
