"""Tasks that belong to no app."""

from celery import shared_task

from athletes.services import prune_attempts
from config.core import audit, beats, pruning, ratelimit
from config.core.celery import Queue
from metrics.services.sync import prune_runs


@shared_task(name="config.tasks.heartbeat", queue=Queue.DEFAULT, soft_time_limit=10, time_limit=20)
def heartbeat() -> None:
    """Beat asks, a worker answers: so a fresh heartbeat means that beat, broker and worker all run."""
    beats.beat(beats.WORKER)


@shared_task(name="config.tasks.tidy", queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def tidy() -> None:
    """Seal the audit log, drop spent counters and old records of calls, tries to connect and syncs."""
    audit.seal()
    ratelimit.prune()
    pruning.prune_calls()
    prune_attempts()
    prune_runs()
