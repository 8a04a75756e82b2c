"""Tasks that belong to no app."""

from celery import shared_task

from config.core import audit, beats, limit_cache, pruning, ratelimit, retention
from config.core.celery import Queue
from config.core.retention import RetentionError
from config.monitor.run import MonitorError, run


@shared_task(name="config.tasks.heartbeat", queue=Queue.DEFAULT, soft_time_limit=10, time_limit=20)
def heartbeat() -> None:
    """Beat asks, a worker answers: so a fresh heartbeat means that beat, broker and worker all run."""
    beats.beat(beats.WORKER)


@shared_task(name="config.tasks.tidy", queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def tidy() -> dict[str, int]:
    """Seal the audit log, drop spent counters and keys of requests; of how many rows."""
    limit_cache.prune()
    return {"sealed": audit.seal(), "counters": ratelimit.prune(), "keys": pruning.prune_keys()}


@shared_task(name="config.tasks.retain", queue=Queue.DEFAULT, soft_time_limit=150, time_limit=180)
def retain() -> dict[str, int]:
    """Remove what has had its time; how much, by rule."""
    outcome = retention.apply()
    if outcome is None:
        return {}
    if outcome.failed:
        raise RetentionError(f"Not everything could be removed: {', '.join(sorted(outcome.failed))}.")
    return dict(outcome.counts)


@shared_task(name="config.tasks.verify_record", queue=Queue.DEFAULT, soft_time_limit=270, time_limit=300)
def verify_record() -> dict[str, int]:
    """Recompute the chain of the audit record; the monitor tells of what does not fit."""
    verdict = audit.check()
    return {"sealed": verdict.sealed, "broken": len(verdict.broken)}


@shared_task(name="config.tasks.watch", queue=Queue.DEFAULT, soft_time_limit=120, time_limit=150)
def watch() -> dict[str, int]:
    """Measure how the installation does and tell the operators; of how many words."""
    look = run()
    if look is None:
        return {}
    if look.failed:
        raise MonitorError(f"Not everything could be measured: {', '.join(look.failed)}.")
    return {"told": look.told}
