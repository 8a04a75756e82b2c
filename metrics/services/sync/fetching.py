"""Fetching the activities that are listed and not here yet, newest first."""

from __future__ import annotations

from datetime import date

from celery.exceptions import SoftTimeLimitExceeded
from django.db import Error as AnyDatabaseError

from athletes.errors import GarminAuthenticationError, GarminConnectionError, GarminRateLimitError
from athletes.sources.garmin.listing import estimates_of, listed_of
from athletes.sources.records import ListedActivity, RecordedActivity
from config.core.errors import AppException, CircuitOpenError, RateLimitedError
from config.core.logging import logger
from metrics.models import Activity, RemoteActivity
from metrics.services.activities import restore_activity
from metrics.services.ingest import Outcome, store_activity, store_estimate
from metrics.services.sync import known
from metrics.services.sync.claim import Stopped
from metrics.services.sync.edits import CHANGED
from metrics.services.sync.replacing import replace_activity
from metrics.services.sync.runs import to_fetch
from metrics.services.sync.slices import Slice


class Outage(GarminConnectionError):
    """Garmin does not answer anything, so that it says nothing about a single activity."""


MOST_ATTEMPTS = 3
NOT_ITS_FAULT = (
    Stopped,
    Outage,
    GarminAuthenticationError,
    GarminRateLimitError,
    CircuitOpenError,
    RateLimitedError,
    AnyDatabaseError,
    SoftTimeLimitExceeded,
)
"""What ends the slice and is no failed attempt at the activity that was being fetched."""

State = RemoteActivity.State

log = logger(__name__)


def fetch(s: Slice, *, since: date | None, until: date | None = None) -> bool:
    """Fetch what is listed of the local days [since, until); False when the slice is over before the end.

    One that fails stops nothing: it has its next attempt after the others, and is given up at the third.
    """
    waiting = to_fetch(s.connection, since=since, until=until)
    while row := waiting.order_by("attempts", "-start_time", "-pk").first():
        row.connection, row.athlete = s.connection, s.athlete
        _fetch_one(s, row)
        s.claim.progressed()
        if s.is_over():
            return not waiting.exists()
    return True


def _fetch_one(s: Slice, row: RemoteActivity) -> None:
    listed = listed_of(row.summary)
    if listed is None or row.attempts >= MOST_ATTEMPTS:
        _give_up(s, row, "ACTIVITY_UNREADABLE", "This activity ended its reader three times.")
        return
    is_changed = row.summary.get(CHANGED, False)
    activity = None if is_changed else known.find_known(s.connection, listed)
    if activity is not None:
        known.link(s.connection, activity, listed)
        s.report.skipped += 1
        _done(s, row)
        return
    recorded = None
    try:
        recorded = _asked(s, listed)
        # Counted before it is tried, so that one that kills its worker is given up like any other.
        _count_attempt(row)
        _store(s, listed, recorded)
    except NOT_ITS_FAULT:
        raise
    except Exception as error:  # whatever a single activity does, the others must come
        if recorded is None:
            _count_attempt(row)
        _failed(s, row, error)
    else:
        _done(s, row)


def _asked(s: Slice, listed: ListedActivity) -> RecordedActivity:
    """The recording. When Garmin does not answer anything else either, that is Outage."""
    try:
        return s.source.activity(listed)
    except NOT_ITS_FAULT:
        raise
    except GarminConnectionError as error:
        try:
            s.source.listed(0, 1)
        except GarminConnectionError:
            raise Outage(error.message, retry_after_s=error.retry_after_s) from error
        raise


def _store(s: Slice, listed: ListedActivity, recorded: RecordedActivity) -> None:
    for estimate in estimates_of(listed, source=s.connection.way, ai_allowed=s.connection.ai_allowed):
        store_estimate(athlete=s.athlete, recorded=estimate)
    origin = known.origin_of(s.connection, listed.external_id)
    if origin is not None:
        replace_activity(origin=origin, recorded=recorded, book=s.book)
        s.report.activities += 1
        return
    sha256 = recorded.original.sha256 if recorded.original else ""
    activity = known.deleted_file(s.athlete, sha256) if sha256 else None
    if activity is None:
        activity = _new(s, recorded)
    else:
        s.report.skipped += 1
    known.link(s.connection, activity, listed)


def _new(s: Slice, recorded: RecordedActivity) -> Activity:
    stored = store_activity(athlete=s.athlete, recorded=recorded, book=s.book)
    if stored.outcome == Outcome.DUPLICATE:
        s.report.skipped += 1
        if known.is_hidden_by_sync(stored.activity):
            # Removed at Garmin and brought there again: another item of the list, the same recording.
            restore_activity(activity=stored.activity)
    else:
        s.report.activities += 1
    return stored.activity


def _done(s: Slice, row: RemoteActivity) -> None:
    row.state, row.error_code, row.error_message = State.FETCHED, "", ""
    row.summary.pop(CHANGED, None)
    row.save(update_fields=["state", "error_code", "error_message", "summary", "updated_at"])
    s.count(activities=1)


def _failed(s: Slice, row: RemoteActivity, error: Exception) -> None:
    is_known = isinstance(error, AppException)
    if not is_known:
        log.exception("activity_not_stored", activity=row.pk)
    row.error_code = (error.code if isinstance(error, AppException) else "ACTIVITY_NOT_STORED")[:60]
    words = error.message if isinstance(error, AppException) else "This activity could not be stored."
    row.error_message = words[:300]
    row.save(update_fields=["error_code", "error_message", "updated_at"])
    if row.attempts >= MOST_ATTEMPTS:
        _give_up(s, row, row.error_code, row.error_message)


def _give_up(s: Slice, row: RemoteActivity, code: str, message: str) -> None:
    row.state = State.FAILED
    row.error_code, row.error_message = row.error_code or code, row.error_message or message
    row.save(update_fields=["state", "error_code", "error_message", "updated_at"])
    s.count(activities=1)


def _count_attempt(row: RemoteActivity) -> None:
    row.attempts += 1
    row.save(update_fields=["attempts", "updated_at"])
