"""Removing what has had its time, a piece at a time, so that nobody waits long for the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from config.core.models import AuditEvent, AuditPayload, ExternalCall, IdempotencyKey, Incident, TaskRun

AT_ONCE = 1_000
KEYS_KEPT = timedelta(hours=24)


def prune(rows: QuerySet[Any], dry_run: bool = False) -> int:
    """Remove all of these rows and what hangs below them, unless it is a `dry_run`; how many they are."""
    if dry_run:
        return rows.count()
    removed = 0
    while pks := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._default_manager.filter(pk__in=pks).delete()
        removed += len(pks)
    return removed


def prune_calls(before: datetime, dry_run: bool = False) -> int:
    """Remove records of calls to services outside; how many."""
    return prune(ExternalCall.objects.filter(started_at__lt=before), dry_run)


def prune_task_runs(before: datetime, dry_run: bool = False) -> int:
    """Remove how scheduled tasks went; how many."""
    return prune(TaskRun.objects.filter(started_at__lt=before), dry_run)


def prune_incidents(before: datetime, dry_run: bool = False) -> int:
    """Remove incidents that were over by then; how many."""
    return prune(Incident.objects.filter(closed_at__lt=before), dry_run)


def prune_audit_payloads(before: datetime, dry_run: bool = False) -> int:
    """Remove the personal part of old events; the events and the chain of their hashes stay. How many."""
    old = AuditEvent.objects.filter(at__lt=before).values("uid")
    return prune(AuditPayload.objects.filter(event_uid__in=old), dry_run)


def prune_keys() -> int:
    """Forget the keys of requests that no client repeats any more; how many."""
    return prune(IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEYS_KEPT))
