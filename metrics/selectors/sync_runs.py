"""Syncs as they went, and what they could not fetch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from athletes.models import Athlete, Connection
from config.core.errors import DataNotFoundError
from metrics.models import ImportFile, RemoteActivity, SyncRun
from metrics.selectors.endpoint_words import endpoint_words

SHOWN_RUNS = 20
SHOWN_ACTIVITIES = 50
SHOWN_WARNINGS = 50


@dataclass(frozen=True)
class FailedActivity:
    """An activity of Garmin's list whose file did not come."""

    external_id: str
    date: date
    name: str
    attempts: int
    code: str
    message: str


@dataclass(frozen=True)
class ShownWarning:
    """Something of an answer that could not be used, and how often."""

    text: str
    count: int


def runs_of(athlete: Athlete) -> QuerySet[SyncRun]:
    """The newest first."""
    return SyncRun.objects.filter(athlete=athlete).select_related("connection")


def recent_runs(connection: Connection) -> list[SyncRun]:
    return list(SyncRun.objects.filter(connection=connection)[:SHOWN_RUNS])


def run_or_404(athlete: Athlete, uid: UUID) -> SyncRun:
    found = runs_of(athlete).filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such sync.")
    found.athlete = athlete
    return found


def failed_activities(connection: Connection) -> list[FailedActivity]:
    """At most 50, the newest first."""
    rows = RemoteActivity.objects.filter(connection=connection, state=RemoteActivity.State.FAILED)
    return [
        FailedActivity(
            external_id=row.external_id,
            date=row.local_date,
            name=str(row.summary.get("activityName") or "Activity"),
            attempts=row.attempts,
            code=row.error_code,
            message=row.error_message,
        )
        for row in rows[:SHOWN_ACTIVITIES]
    ]


def warnings_of(run: SyncRun) -> list[ShownWarning]:
    """What was left out of a run, equal ones counted together, the most frequent first."""
    counted: Counter[str] = Counter()
    for each in run.warnings:
        counted[_warning_words(each)] += int(each.get("count", 1)) if isinstance(each, Mapping) else 1
    return [ShownWarning(text, count) for text, count in counted.most_common(SHOWN_WARNINGS)]


def newest_export(athlete: Athlete) -> ImportFile | None:
    """The last Garmin export that was read, or is being read."""
    files = ImportFile.objects.filter(batch__athlete=athlete).exclude(Q(report={}) & Q(members_total=0))
    return files.select_related("batch").order_by("-pk").first()


def _warning_words(warning: Any) -> str:
    if not isinstance(warning, Mapping):
        return str(warning)
    if message := warning.get("message"):
        return str(message)
    where = endpoint_words(str(warning.get("endpoint", "")))
    return f"{where}: {warning.get('field', 'a field')} {warning.get('problem', 'could not be used')}"
