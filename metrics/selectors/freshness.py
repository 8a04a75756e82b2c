"""How old the data of connections are, and whether new ones are coming in at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone

from athletes.models import Athlete, Connection
from metrics.models import SyncRun
from metrics.selectors.connected import connections_of

GRACE = timedelta(hours=1)
"""How long after its time a daily sync may take before the data count as old."""

STALLED_AFTER = timedelta(minutes=10)
"""A run that has not moved for this long has lost its worker; nobody waits for it with an open page."""

SETTLES_IN = timedelta(seconds=60)
"""After a run, loads and the analysis follow from what came in."""

STARTS_WITHIN = timedelta(minutes=2)


class Problem(StrEnum):
    """Why the newest data are not here."""

    NONE = ""
    RECONNECT = "reconnect"
    WAIT = "wait"
    NO_ANSWER = "no_answer"
    OTHER = "other"


CODES = {
    "GARMIN_RATE_LIMITED": Problem.WAIT,
    "GARMIN_UNAVAILABLE": Problem.NO_ANSWER,
    "SERVICE_PAUSED": Problem.NO_ANSWER,
}


@dataclass(frozen=True)
class Freshness:
    """Until when data of connections were read, and `is_old` when that is before it should be.

    `next_at` is the next try or sync, `is_coming`: a sync runs, has been asked for or has just ended, so that
    a page may look again.
    """

    as_of: datetime | None
    is_old: bool
    problem: Problem
    message: str
    next_at: datetime | None
    is_coming: bool


def freshness(athlete: Athlete) -> Freshness | None:
    """None without a connection; at most one query with one.

    By the connection that was read last, of those that need nobody when there are any.
    """
    rows, now = connections_of(athlete), timezone.now()
    if not rows:
        return None
    working = [row for row in rows if row.state != Connection.State.RECONNECT] or rows
    best = max(working, key=lambda row: (row.synced_at is not None, row.synced_at or now, row.pk))
    return Freshness(
        as_of=max((row.synced_at for row in rows if row.synced_at), default=None),
        is_old=_is_old(best, athlete, now),
        problem=_problem(best),
        message=best.last_error_message,
        next_at=_next(best, now),
        is_coming=any(_is_coming(row, now) for row in rows),
    )


def _is_old(row: Connection, athlete: Athlete, now: datetime) -> bool:
    """Also from the moment on at which nothing newer can come until the athlete connects again."""
    is_stuck = _problem(row) is Problem.RECONNECT
    return is_stuck or row.synced_at is None or row.synced_at < _expected(row, athlete, now)


def _expected(row: Connection, athlete: Athlete, now: datetime) -> datetime:
    """When the daily sync should have been read: an hour after its time, at once when it failed."""
    latest = now if _problem(row) else now - GRACE
    local = latest.astimezone(athlete.zone)
    due = datetime.combine(local.date(), row.sync_time, tzinfo=athlete.zone)
    return due if due <= latest else due - timedelta(days=1)


def _problem(row: Connection) -> Problem:
    if row.state == Connection.State.RECONNECT:
        return Problem.RECONNECT
    return CODES.get(row.last_error_code, Problem.OTHER) if row.last_error_code else Problem.NONE


def _next(row: Connection, now: datetime) -> datetime | None:
    if row.state == Connection.State.RECONNECT:
        return None
    return min((at for at in (row.retry_at, row.next_sync_at) if at and at > now), default=None)


def _is_coming(row: Any, now: datetime) -> bool:
    if row.run_state == SyncRun.State.RUNNING:
        return bool(row.run_updated_at > now - STALLED_AFTER)
    if row.run_state == SyncRun.State.DONE and row.run_finished_at and row.run_finished_at > now - SETTLES_IN:
        return True
    asked = max(filter(None, (row.requested_at, row.created_at)))
    has_begun = row.run_created_at is not None and row.run_created_at >= asked
    return row.state == Connection.State.ACTIVE and not has_begun and asked > now - STARTS_WITHIN
