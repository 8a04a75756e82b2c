"""A sync from start to end in this process, for a command."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from athletes.models import Athlete, Connection
from metrics.models import RemoteActivity, SyncRun
from metrics.services.sync.running import run_slice
from metrics.services.sync.runs import Reason, State, locked, open_run


@dataclass
class Result:
    """What was done over all connections of an athlete, and what went wrong."""

    activities: int = 0
    days: int = 0
    requests: int = 0
    skipped: int = 0
    errors: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "seconds": round(self.seconds, 2)}

    def fail(self, code: str, message: str) -> None:
        self.errors.append({"code": code, "message": message})


def sync_now(athlete: Athlete, since: date | None = None, until: date | None = None) -> Result:
    """Read the local days [since, until), the newest ones unless given, from every connection of the athlete.

    Older days go on being read by workers. Never waits for Garmin: what has to is an error of the result.
    """
    started, result = time.monotonic(), Result()
    for connection in Connection.objects.for_athlete(athlete):
        run = _ask(connection, since, until)
        if run is None:
            result.fail(connection.last_error_code or "GARMIN_AUTH_FAILED", connection.last_error_message)
            continue
        _finish(run, result)
        _tell(run, result)
    result.seconds = time.monotonic() - started
    return result


def _ask(connection: Connection, since: date | None, until: date | None) -> SyncRun | None:
    with transaction.atomic():
        fresh = locked(connection.pk)
        if fresh is None or fresh.state != Connection.State.ACTIVE:
            return None
        is_first = fresh.synced_at is None and since is None
        return open_run(fresh, Reason.FIRST if is_first else Reason.ASKED, since=since, until=until)


def _finish(run: SyncRun, result: Result) -> None:
    while run.state == State.RUNNING:
        report = run_slice(run.connection_id)
        run.refresh_from_db()
        if report is None:
            return
        result.days += report.days
        result.activities += report.activities
        result.skipped += report.skipped
        result.requests += report.requests


def _tell(run: SyncRun, result: Result) -> None:
    if run.state == State.RUNNING:
        result.fail("SYNC_RUNNING", "Another process is syncing this connection, or it was given up.")
    elif run.state != State.DONE:
        result.fail(run.error_code, run.error_message)
    failed = RemoteActivity.objects.filter(connection=run.connection_id, state=RemoteActivity.State.FAILED)
    for row in failed.filter(local_date__gte=run.since, local_date__lt=run.until):
        result.fail(row.error_code, row.error_message)
