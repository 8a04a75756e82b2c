"""The tick: starting what is due, and what nobody works on any more. It may be missed or come twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from athletes.models import Connection
from athletes.services import next_sync_at
from config.core import cache, jobs
from config.core.celery import enqueue
from config.core.models import Job, JobState
from metrics.models import SyncRun
from metrics.services.sync.claim import KIND, lease
from metrics.services.sync.runs import OPEN, Reason, locked, open_run

AT_ONCE = 2_000
SENT_AGAIN_AFTER_S = 300.0
"""A message about the same piece of work is repeated after this long, in case the first one was lost."""


def start_due() -> None:
    """Start the daily syncs whose time has come, and go on with what waits or was interrupted."""
    now = timezone.now()
    due = Connection.objects.due(now).select_related("athlete").order_by("next_sync_at")
    for connection in due[:AT_ONCE]:
        _start_daily(connection, now)
    _go_on()
    for pk in _forgotten().values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("metrics.tasks.sync_connection", pk)


def _start_daily(connection: Connection, now: datetime) -> None:
    """One of several ticks at the same moment finds the time it read and moves it; the others do nothing."""
    with transaction.atomic():
        mine = Connection.objects.filter(pk=connection.pk, state=Connection.State.ACTIVE)
        moved = mine.filter(next_sync_at=connection.next_sync_at).update(
            next_sync_at=next_sync_at(connection, now)
        )
        fresh = locked(connection.pk) if moved else None
        if fresh is None:
            return
        open_run(fresh, Reason.DAILY if fresh.synced_at else Reason.FIRST)
        enqueue("metrics.tasks.sync_connection", fresh.pk)
        _remember(Job.objects.get(kind=KIND, subject=fresh.uid))


def _go_on() -> None:
    """Jobs whose wait is over or whose worker went away."""
    waiting = list(jobs.due(KIND)[:AT_ONCE])
    working = Connection.objects.filter(state=Connection.State.ACTIVE)
    known = dict(working.filter(uid__in=[job.subject for job in waiting]).values_list("uid", "pk"))
    for job in waiting:
        if job.subject not in known:
            _end(job)
        elif not cache.read(_sent(job)):
            _remember(job)
            enqueue("metrics.tasks.sync_connection", known[job.subject])


def _end(job: Job) -> None:
    """There is nothing to sync any more, or not until the athlete has connected again."""
    if (mine := jobs.claim(KIND, job.subject, lease())) is not None:
        jobs.finish(mine)


def _forgotten() -> QuerySet[Connection]:
    """Connections with something to do and no job for it: the message that should have made it was lost."""
    jobs_of = Job.objects.filter(kind=KIND, subject=OuterRef("uid")).exclude(state=JobState.DONE)
    open_runs = SyncRun.objects.filter(connection=OuterRef("pk"), state__in=OPEN)
    older = Q(backfilled_to=None) | Q(backfilled_to__gt=F("backfill_from")) | Q(is_listed_whole=False)
    wants = Q(synced_at=None) | Q(Exists(open_runs)) | (Q(backfill_from__isnull=False) & older)
    return Connection.objects.filter(wants, ~Exists(jobs_of), state=Connection.State.ACTIVE)


def _remember(job: Job) -> None:
    cache.write(_sent(job), True, SENT_AGAIN_AFTER_S)


def _sent(job: Job) -> str:
    due = job.next_attempt_at.timestamp() if job.next_attempt_at else 0
    return f"formline:sync-sent:{job.pk}:{job.claims}:{due:.0f}"
