"""Writing down how the tasks of the schedule went; a tick that found nothing leaves only its newest row."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from celery import Task
from celery.signals import task_postrun, task_prerun
from django.db import DatabaseError
from django.utils import timezone

from config.core.errors import AppException
from config.core.logging import logger
from config.core.models import TaskRun

type Counts = Mapping[str, int]

_scheduled: set[str] = set()
_started: dict[str, tuple[datetime, float]] = {}

log = logger(__name__)


def record_tasks(names: Iterable[str]) -> None:
    """From now on every run of these tasks is written down in this process."""
    _scheduled.update(names)
    task_prerun.connect(_begin, weak=False, dispatch_uid="runs")
    task_postrun.connect(_end, weak=False, dispatch_uid="runs")


def write_down(
    task: str,
    started_at: datetime,
    duration: timedelta,
    *,
    counts: Counts | None = None,
    error_code: str = "",
) -> TaskRun:
    """Store one run. `counts` are what the task reports; where all are zero it was a quiet one."""
    outcome = TaskRun.Outcome.FAILED if error_code else TaskRun.Outcome.DONE
    facts: dict[str, Any] = {
        "started_at": started_at,
        "duration_ms": round(duration.total_seconds() * 1_000),
        "outcome": outcome,
        "counts": dict(counts or {}),
        "error_code": error_code[:80],
    }
    if not error_code and not any(facts["counts"].values()):
        newest = TaskRun.objects.filter(task=task).order_by("-started_at", "-pk").first()
        if newest is not None and newest.outcome == outcome and not any(newest.counts.values()):
            TaskRun.objects.filter(pk=newest.pk).update(**facts)
            return newest
    return TaskRun.objects.create(task=task, **facts)


def _begin(task_id: str, task: Task, **_: Any) -> None:
    if task.name in _scheduled:
        _started[task_id] = timezone.now(), time.monotonic()


def _end(task_id: str, task: Task, retval: Any = None, **_: Any) -> None:
    begun = _started.pop(task_id, None)
    if begun is None:
        return
    started_at, started = begun
    duration = timedelta(seconds=time.monotonic() - started)
    try:
        write_down(task.name, started_at, duration, counts=_counts(retval), error_code=_code(retval))
    except DatabaseError:
        log.warning("run_not_written", task=task.name, exc_info=True)


def _counts(retval: Any) -> Counts:
    """What a task returned, where these are counts by name, or one count."""
    match retval:
        case bool() | None:
            return {}
        case int():
            return {"count": retval}
        case dict():
            return {str(name): each for name, each in retval.items() if isinstance(each, int)}
    return {}


def _code(retval: Any) -> str:
    match retval:
        case AppException():
            return retval.code
        case BaseException():
            return type(retval).__name__
    return ""
