"""How far imports are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from athletes.models import Athlete
from metrics.models import ImportBatch, ImportFile

State = ImportFile.State
SHOWN_BATCHES = 10


@dataclass(frozen=True)
class BatchProgress:
    """Counts of one batch; `remaining_s` is a guess from the pace so far, None before the first file is done."""

    total: int
    done: int
    imported: int
    merged: int
    duplicates: int
    failed: int
    remaining_s: float | None
    files: QuerySet[ImportFile]

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def batch_progress(batch: ImportBatch) -> BatchProgress:
    """Archives that were unpacked count through their files only."""
    files = batch.files.exclude(state=State.UNPACKED)
    counts: dict[str, Any] = files.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        imported=Count("pk", filter=Q(state=State.IMPORTED)),
        merged=Count("pk", filter=Q(state=State.MERGED)),
        duplicates=Count("pk", filter=Q(state=State.DUPLICATE)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    waiting = counts.pop("waiting")
    done = counts["total"] - waiting
    elapsed: timedelta = timezone.now() - batch.created_at
    remaining_s = elapsed.total_seconds() / done * waiting if done and waiting else None
    listed = files.select_related("activity", "parent").order_by("state", "pk")
    return BatchProgress(done=done, remaining_s=remaining_s, files=listed, **counts)


def recent_batches(athlete: Athlete) -> QuerySet[ImportBatch]:
    """The newest imports, each with its counts."""
    return ImportBatch.objects.filter(athlete=athlete).annotate(
        total=Count("files", filter=~Q(files__state=State.UNPACKED)),
        failed=Count("files", filter=Q(files__state=State.FAILED)),
        waiting=Count("files", filter=Q(files__state=State.WAITING)),
    )[:SHOWN_BATCHES]
