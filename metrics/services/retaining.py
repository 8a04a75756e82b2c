"""Removing for good what somebody said of themselves and took back."""

from __future__ import annotations

from datetime import datetime

from config.core.pruning import prune
from metrics.models import Annotation, Race


def prune_deleted(before: datetime, dry_run: bool = False) -> int:
    """Erase races and notes that were deleted before then; how many.

    Activities stay: their row is what keeps a sync from bringing them back.
    """
    rows = [model.objects.filter(deleted_at__lt=before) for model in (Race, Annotation)]
    return sum(prune(each, dry_run) for each in rows)
