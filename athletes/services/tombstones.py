"""Removing rows for good so that programs which keep a copy hear of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from athletes.models import Tombstone
from config.core.pruning import prune


def bury(rows: QuerySet[Any]) -> int:
    """Remove these rows of athletes and leave a tombstone of each; how many they were."""
    label = rows.model._meta.label_lower
    with transaction.atomic():
        gone = list(rows.values_list("pk", "athlete_id", "uid", "revision"))
        Tombstone.objects.bulk_create(
            Tombstone(model=label, athlete_id=athlete_id, uid=uid, revision=revision + 1)
            for _, athlete_id, uid, revision in gone
        )
        rows.model._default_manager.filter(pk__in=[pk for pk, *_ in gone]).delete()
    return len(gone)


def prune_tombstones(before: datetime, dry_run: bool = False) -> int:
    """Forget what was removed before then; how many."""
    return prune(Tombstone.objects.filter(updated_at__lt=before), dry_run)
