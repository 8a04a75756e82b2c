"""Removing what has had its time, a piece at a time, so that nobody waits long for the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from config.core.models import ExternalCall

AT_ONCE = 1_000


def prune(rows: QuerySet[Any]) -> int:
    """Remove all of these rows and what hangs below them; how many they were."""
    removed = 0
    while pks := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._default_manager.filter(pk__in=pks).delete()
        removed += len(pks)
    return removed


def log_horizon() -> datetime:
    """What was asked of services outside, and what came of it, is kept since then: EXTERNAL_CALL_DAYS."""
    return timezone.now() - timedelta(days=settings.EXTERNAL_CALL_DAYS)


def prune_calls() -> int:
    """Remove old records of calls; how many."""
    return prune(ExternalCall.objects.filter(started_at__lt=log_horizon()))
