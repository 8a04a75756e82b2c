"""How far imports are, and what became of their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from athletes.models import Athlete
from metrics.models import ImportBatch, ImportFile

State = ImportFile.State
SHOWN_BATCHES = 10
SHOWN_FILES = 300
LISTED = (State.FAILED, State.MERGED, State.DUPLICATE, State.IMPORTED)
"""Outcomes in the order people want to read them."""

ADVICE = {
    "FILE_NOT_ACTIVITY": "Only recorded activities can be imported. Leave this file out.",
    "FILE_NO_SAMPLES": "Look for the recording of this activity on the device and import that file.",
    "FILE_XML_UNSAFE": "Export the activity again from where it came.",
    "FILE_TOO_DEEP": "Export the activity again from where it came.",
    "FILE_QUARANTINED": "Export the activity again, or in another format (FIT, TCX or GPX), and import that.",
    "ACTIVITY_EMPTY": "Leave this file out: it was started and stopped at once.",
}
"""What to do about a code whose message does not say it."""


@dataclass(frozen=True)
class FileOutcome:
    """A file that is done; `activity` only as long as there is a page to link to."""

    file: ImportFile
    advice: str

    @property
    def has_page(self) -> bool:
        return self.file.activity is not None and self.file.activity.deleted_at is None


@dataclass(frozen=True)
class BatchProgress:
    """Counts of one batch, and its files by outcome, at most 300 of them with failures first.

    `remaining_s` is a guess from the pace so far, None before the first file is done.
    """

    total: int
    waiting: int
    imported: int
    merged: int
    duplicates: int
    failed: int
    remaining_s: float | None
    outcomes: dict[str, list[FileOutcome]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def unlisted(self) -> int:
        """How many files are done but not in `outcomes`."""
        return self.done - sum(len(files) for files in self.outcomes.values())


def batch_progress(batch: ImportBatch) -> BatchProgress:
    """Archives that were unpacked count through their files only."""
    files = batch.files.exclude(state=State.UNPACKED)
    counts = files.aggregate(**_counts())
    return BatchProgress(
        **counts,
        remaining_s=_remaining_s(batch, counts["total"], counts["waiting"]),
        outcomes=_outcomes(files),
    )


def recent_batches(athlete: Athlete) -> QuerySet[ImportBatch]:
    """The newest imports, each with the counts of `BatchProgress`."""
    return ImportBatch.objects.filter(athlete=athlete).annotate(**_counts("files__"))[:SHOWN_BATCHES]


def _counts(path: str = "") -> dict[str, Count]:
    def count(condition: Q) -> Count:
        return Count(path.removesuffix("__") or "pk", filter=condition)

    return {
        "total": count(~Q(**{f"{path}state": State.UNPACKED})),
        "waiting": count(Q(**{f"{path}state": State.WAITING})),
        "imported": count(Q(**{f"{path}state": State.IMPORTED})),
        "merged": count(Q(**{f"{path}state": State.MERGED})),
        "duplicates": count(Q(**{f"{path}state": State.DUPLICATE})),
        "failed": count(Q(**{f"{path}state": State.FAILED})),
    }


def _remaining_s(batch: ImportBatch, total: int, waiting: int) -> float | None:
    done = total - waiting
    elapsed: timedelta = timezone.now() - batch.created_at
    return elapsed.total_seconds() / done * waiting if done and waiting else None


def _outcomes(files: QuerySet[ImportFile]) -> dict[str, list[FileOutcome]]:
    rank = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(LISTED)),
        output_field=IntegerField(),
    )
    listed = files.filter(state__in=LISTED).select_related("activity", "parent")
    outcomes: dict[str, list[FileOutcome]] = {}
    for file in listed.order_by(rank, "pk")[:SHOWN_FILES]:
        outcomes.setdefault(file.state, []).append(FileOutcome(file, ADVICE.get(file.code, "")))
    return outcomes
