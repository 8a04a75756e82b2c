"""How far imports are, and what became of their files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Expression,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from athletes.access import granted
from athletes.models import Athlete, User
from metrics.models import ImportBatch, ImportFile
from metrics.selectors.exports import ExportProgress, export_progress

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

IN_FILES = frozenset({"places", "heart", "sleep", "body"})
"""What files write beside activities: routes and heart rates, and exports the values of days."""


def may_send_files(user: User, athlete: Athlete) -> bool:
    """Whether who may change activities may also write the rest of what a file can hold."""
    return granted(user, athlete, IN_FILES, action="write") == IN_FILES


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
    """Counts of one batch, and what became of its files. A Garmin export counts by the files in it.

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
    exports: list[ExportProgress] = field(default_factory=list)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def faults(self) -> int:
        return self.failed - self.left_out

    @property
    def unlisted(self) -> int:
        """How many files are done but not in `outcomes`."""
        in_exports = sum(each.done for each in self.exports)
        return self.done - in_exports - sum(len(files) for files in self.outcomes.values())

    @property
    def has_export_content(self) -> bool:
        return any(each.report.has_anything for each in self.exports)

    @property
    def is_reading_export(self) -> bool:
        return any(each.is_reading for each in self.exports)


def batch_progress(batch: ImportBatch) -> BatchProgress:
    """Archives that were unpacked count through their files only. Two queries."""
    listed = _listed(batch)
    exports = [export_progress(file) for file in listed if file.state == State.READING or file.members_total]
    reports = [each.report for each in exports]
    groups = _groups(batch.files.exclude(state__in=[State.UNPACKED, State.READING]))
    states: Counter[str] = Counter()
    for state, _, _, _, count in groups:
        states[state] += count
    total, waiting = states.total(), states[State.WAITING]
    unread = sum(each.total - each.done for each in exports)
    outcomes = _outcomes(listed)
    return BatchProgress(
        total=total + sum(each.total for each in exports),
        waiting=waiting + unread,
        imported=states[State.IMPORTED] + sum(each.new for each in reports),
        merged=states[State.MERGED] + sum(each.merged for each in reports),
        duplicates=states[State.DUPLICATE] + sum(each.known for each in reports),
        failed=states[State.FAILED] + sum(each.fault_count for each in reports),
        left_out=sum(group[-1] for group in groups if _is_failure(group, left_out=True)),
        remaining_s=_remaining_s(batch, total - waiting, waiting, exports),
        fault_groups=_failures(groups, outcomes, left_out=False),
        left_out_groups=_failures(groups, outcomes, left_out=True),
        outcomes=outcomes,
        exports=exports,
    )


def recent_batches(athlete: Athlete) -> QuerySet[ImportBatch]:
    """The newest imports, each with the counts of `BatchProgress`."""
    counts = {
        "total": ~Q(files__state=State.UNPACKED) | _is_export("files__"),
        "waiting": Q(files__state__in=[State.WAITING, State.READING]),
        "imported": Q(files__state=State.IMPORTED),
        "merged": Q(files__state=State.MERGED),
        "duplicates": Q(files__state=State.DUPLICATE),
        "failed": Q(files__state=State.FAILED),
        "left_out": Q(files__state=State.FAILED) & _left_out("files__"),
    }
    batches = ImportBatch.objects.filter(athlete=athlete)
    numbers: dict[str, Expression] = {name: Count("files", filter=each) for name, each in counts.items()}
    new, merged, read = (
        _reported("new"),
        _reported("merged"),
        _reported("recordings") + _reported("summaries"),
    )
    numbers["imported"] += new
    numbers["merged"] += merged
    numbers["duplicates"] += read - new - merged
    return batches.annotate(**numbers)[:SHOWN_BATCHES]


def _is_export(path: str = "") -> Q:
    """Garmin exports, as soon as they are read, and after."""
    return Q(**{f"{path}state": State.READING}) | Q(**{f"{path}members_total__gt": 0})


def _reported(name: str) -> Expression:
    """The sum of a number in the reports of a batch's exports."""
    return Coalesce(Sum(Cast(F(f"files__report__{name}"), IntegerField())), 0)


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


def _remaining_s(batch: ImportBatch, done: int, waiting: int, exports: list[ExportProgress]) -> float | None:
    elapsed: timedelta = timezone.now() - batch.created_at
    guesses = [elapsed.total_seconds() / done * waiting] if done and waiting else []
    guesses += [each.remaining_s for each in exports if each.remaining_s is not None]
    return max(guesses, default=None)


def _listed(batch: ImportBatch) -> list[ImportFile]:
    """Exports, then files that are done, failures first."""
    rank = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate((State.READING, *LISTED))),
        output_field=IntegerField(),
    )
    files = batch.files.filter(Q(state__in=LISTED) | _is_export()).select_related("activity", "parent")
    return list(files.order_by("-members_total", rank, "pk")[:SHOWN_FILES])


def _outcomes(listed: list[ImportFile]) -> dict[str, list[FileOutcome]]:
    outcomes: dict[str, list[FileOutcome]] = {}
    for file in listed:
        if file.state in LISTED:
            outcomes.setdefault(file.state, []).append(FileOutcome(file, ADVICE.get(file.code, "")))
    return outcomes
