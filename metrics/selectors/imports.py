"""How far imports are, and what became of their files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import BooleanField, Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from athletes.models import Athlete
from metrics.models import ImportBatch, ImportFile

State = ImportFile.State
SHOWN_BATCHES = 10
SHOWN_FILES = 300
SHOWN_NAMES = 20
LISTED = (State.FAILED, State.MERGED, State.DUPLICATE, State.IMPORTED)
"""Outcomes in the order people want to read them."""

ADVICE = {
    "FILE_QUARANTINED": "Export the activity again, or in another format (FIT, TCX or GPX), and import that.",
    "ACTIVITY_EMPTY": "It was started and stopped at once: leave this file out.",
}
"""What to do about a code whose message does not say it."""

type Group = tuple[str, bool, str, str, int]
"""State, whether it was left out, code, message and how many files share them."""


@dataclass(frozen=True)
class FileOutcome:
    """A file that is done, and what to do about it where its message does not say."""

    file: ImportFile
    advice: str


@dataclass(frozen=True)
class Failures:
    """Files that failed for one reason; `names` holds the first 20 of `count`."""

    code: str
    message: str
    advice: str
    count: int
    names: list[str]

    @property
    def unnamed(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True)
class BatchProgress:
    """Counts of one batch, and what became of its files.

    Among the `failed`, `left_out` never were activities and need nobody's attention: `left_out_groups` has
    them by reason, `fault_groups` the others. `outcomes` holds at most 300 files by state, failures first.
    `remaining_s` is a guess from the pace so far, None before the first file is done.
    """

    total: int
    waiting: int
    imported: int
    merged: int
    duplicates: int
    failed: int
    left_out: int
    remaining_s: float | None
    fault_groups: list[Failures] = field(default_factory=list)
    left_out_groups: list[Failures] = field(default_factory=list)
    outcomes: dict[str, list[FileOutcome]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def faults(self) -> int:
        return self.failed - self.left_out

    @property
    def unlisted(self) -> int:
        """How many files are done but not in `outcomes`."""
        return self.done - sum(len(files) for files in self.outcomes.values())


def batch_progress(batch: ImportBatch) -> BatchProgress:
    """Archives that were unpacked count through their files only. Two queries."""
    files = batch.files.exclude(state=State.UNPACKED)
    groups = _groups(files)
    states: Counter[str] = Counter()
    for state, _, _, _, count in groups:
        states[state] += count
    total, waiting = states.total(), states[State.WAITING]
    outcomes = _outcomes(files)
    return BatchProgress(
        total=total,
        waiting=waiting,
        imported=states[State.IMPORTED],
        merged=states[State.MERGED],
        duplicates=states[State.DUPLICATE],
        failed=states[State.FAILED],
        left_out=sum(group[-1] for group in groups if _is_failure(group, left_out=True)),
        remaining_s=_remaining_s(batch, total - waiting, waiting),
        fault_groups=_failures(groups, outcomes, left_out=False),
        left_out_groups=_failures(groups, outcomes, left_out=True),
        outcomes=outcomes,
    )


def recent_batches(athlete: Athlete) -> QuerySet[ImportBatch]:
    """The newest imports, each with the counts of `BatchProgress`."""
    counts = {
        "total": ~Q(files__state=State.UNPACKED),
        "waiting": Q(files__state=State.WAITING),
        "imported": Q(files__state=State.IMPORTED),
        "merged": Q(files__state=State.MERGED),
        "duplicates": Q(files__state=State.DUPLICATE),
        "failed": Q(files__state=State.FAILED),
        "left_out": Q(files__state=State.FAILED) & _left_out("files__"),
    }
    batches = ImportBatch.objects.filter(athlete=athlete)
    annotated = batches.annotate(**{name: Count("files", filter=each) for name, each in counts.items()})
    return annotated[:SHOWN_BATCHES]


def _left_out(path: str = "") -> Q:
    """Courses, settings and the like, and whatever else lies in an archive."""
    return Q(**{f"{path}code": "FILE_NOT_ACTIVITY"}) | Q(
        **{f"{path}code": "FILE_TYPE_UNKNOWN", f"{path}parent__isnull": False}
    )


def _groups(files: QuerySet[ImportFile]) -> list[Group]:
    """Every reason there is, the most frequent first."""
    is_left_out = Case(When(_left_out(), then=Value(True)), default=Value(False), output_field=BooleanField())
    return list(
        files.order_by()
        .values_list("state", is_left_out, "code", "message")
        .annotate(count=Count("pk"))
        .order_by("-count", "code", "message")
    )


def _is_failure(group: Group, *, left_out: bool) -> bool:
    return group[0] == State.FAILED and group[1] == left_out


def _failures(
    groups: list[Group], outcomes: dict[str, list[FileOutcome]], *, left_out: bool
) -> list[Failures]:
    names: dict[tuple[str, str], list[str]] = {}
    for each in outcomes.get(State.FAILED, []):
        names.setdefault((each.file.code, each.file.message), []).append(each.file.name)
    return [
        Failures(code, message, ADVICE.get(code, ""), count, names.get((code, message), [])[:SHOWN_NAMES])
        for state, is_left_out, code, message, count in groups
        if _is_failure((state, is_left_out, code, message, count), left_out=left_out)
    ]


def _remaining_s(batch: ImportBatch, done: int, waiting: int) -> float | None:
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
