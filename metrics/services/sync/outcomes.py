"""How a slice ended: what becomes of its run, its connection and its job, in one transaction."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from athletes.errors import GarminAuthenticationError
from athletes.models import Connection
from athletes.vault import VaultError
from config.core import cache, jobs
from config.core.errors import AppException, CircuitOpenError, ExternalAPIError, RateLimitedError
from config.core.logging import logger
from config.core.models import JobState
from metrics.models import SyncRun
from metrics.services.sync.claim import Claim, Stopped
from metrics.services.sync.runs import Reason, State, due_run, is_given_up, locked, open_runs

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
LONGEST_REST = timedelta(minutes=15)
MAX_MESSAGE = 300
NEEDS_ATHLETE = (GarminAuthenticationError, VaultError)

log = logger(__name__)


def went_well(claim: Claim, run: SyncRun, *, is_done: bool) -> bool:
    """Close the run when it is done; whether there is more to do. Raises Stopped when the job is lost."""
    with transaction.atomic():
        connection = _locked(claim)
        _clear_trouble(connection)
        if is_done:
            _close(run, State.DONE)
            _remember(connection, run)
        _save(connection)
        if due_run(connection) is None:
            _held(jobs.finish(claim.job))
            return False
        _held(jobs.go_on(claim.job))
        return True


def went_wrong(claim: Claim, run: SyncRun, error: AppException) -> bool:
    """Wait, stop or try once more, as the error says; whether to go on at once. Raises Stopped."""
    log.warning("sync_interrupted", connection=claim.connection_id, code=error.code)
    with transaction.atomic():
        connection = _locked(claim)
        if isinstance(error, NEEDS_ATHLETE):
            return _refused(claim, connection, run, error)
        if isinstance(error, RateLimitedError):
            # The queue of our own for this host is long, which is nobody's failure.
            wait = timedelta(seconds=error.retry_after_s or FIRST_WAIT.total_seconds())
            _wait(claim, connection, run, error, timezone.now() + _jittered(wait))
        elif isinstance(error, ExternalAPIError) and error.retryable:
            at = timezone.now() + _asked_or_growing(error, connection.failures)
            connection.failures += 1
            _wait(claim, connection, run, error, at)
        else:
            _fail(claim, connection, run, error)
    return False


def broke(claim: Claim, error: Exception) -> None:
    """Something of ours failed: the job counts it, and the run ends when the job is given up."""
    _held(jobs.fail(claim.job, error))
    claim.job.refresh_from_db()
    if claim.job.state != JobState.QUEUED:
        with transaction.atomic():
            _give_up(_locked(claim))


def give_up_when_quarantined(connection: Connection) -> None:
    """A sync that killed its workers three times without getting anywhere is over until the next wish."""
    if not is_given_up(connection):
        return
    with transaction.atomic():
        if (fresh := locked(connection.pk)) is not None:
            _give_up(fresh)


def _give_up(connection: Connection) -> None:
    error = AppException("The sync stopped three times without getting anywhere.", code="WORKER_LOST")
    for run in open_runs(connection):
        _close(run, State.FAILED, error)
        _trouble(connection, error)
        _save(connection)


def _refused(claim: Claim, connection: Connection, run: SyncRun, error: AppException) -> bool:
    """Refused by Garmin twice in a row, two ticks apart, is proof; once is looked at again.

    Between the two another process may have renewed what the first one still held, and a Garmin that refuses
    everybody for a moment has come to its senses.
    """
    is_proven = connection.last_error_code == error.code or isinstance(error, VaultError)
    if not is_proven:
        _wait(claim, connection, run, error, timezone.now() + timedelta(seconds=2 * settings.SYNC_TICK_S))
        return False
    _trouble(connection, error)
    connection.state, connection.retry_at = Connection.State.RECONNECT, None
    _save(connection)
    for each in open_runs(connection):
        _close(each, State.FAILED, error)
    _held(jobs.finish(claim.job))
    return False


def _wait(claim: Claim, connection: Connection, run: SyncRun, error: AppException, at: datetime) -> None:
    _trouble(connection, error)
    connection.retry_at = at
    _save(connection)
    run.state, run.error_code, run.error_message = State.WAITING, error.code, error.message[:MAX_MESSAGE]
    run.save(update_fields=["state", "error_code", "error_message"])
    _held(jobs.go_on(claim.job, at=at))


def _fail(claim: Claim, connection: Connection, run: SyncRun, error: AppException) -> None:
    _trouble(connection, error)
    connection.failures += 1
    _save(connection)
    _close(run, State.FAILED, error)
    _held(jobs.finish(claim.job))


def _asked_or_growing(error: AppException, failures: int) -> timedelta:
    """As long as Garmin asks for; without that 1, 4, 16 … minutes, six hours at most.

    While nobody asks Garmin but one trial a minute looking is cheap: 1, 2, 4 … minutes, a quarter of an hour
    at most, so that nobody waits much longer than the outage lasted.
    """
    if isinstance(error, CircuitOpenError):
        return _jittered(min(FIRST_WAIT * 2 ** min(failures, 6), LONGEST_REST))
    growing = FIRST_WAIT * 4 ** min(failures, 6)
    if error.retry_after_s:
        return timedelta(seconds=error.retry_after_s)
    return _jittered(min(growing, LONGEST_WAIT))


def _jittered(wait: timedelta) -> timedelta:
    return wait * random.uniform(1.0, 1.2)  # noqa: S311


def _remember(connection: Connection, run: SyncRun) -> None:
    """What a finished run tells about the connection as a whole; one of chosen days may leave a gap."""
    athlete = connection.athlete
    has_gap = connection.synced_at is not None and athlete.local_day(connection.synced_at) < run.since
    if run.reason == Reason.HISTORY or has_gap or run.until <= athlete.today():
        return
    connection.synced_at = timezone.now()
    # The days above are whole now; what is below, the history reads.
    reached = connection.backfilled_to or run.until
    if reached >= run.since:
        connection.backfilled_to = min(reached, run.since)


def _close(run: SyncRun, state: str, error: AppException | None = None) -> None:
    run.state, run.finished_at = state, timezone.now()
    run.error_code = error.code[:60] if error else ""
    run.error_message = error.message[:MAX_MESSAGE] if error else ""
    run.save(update_fields=["state", "finished_at", "error_code", "error_message"])


def _clear_trouble(connection: Connection) -> None:
    connection.retry_at, connection.failures = None, 0
    connection.last_error_code = connection.last_error_message = ""


def _trouble(connection: Connection, error: AppException) -> None:
    connection.last_error_code = error.code[:60]
    connection.last_error_message = error.message[:MAX_MESSAGE]


def _save(connection: Connection) -> None:
    """Why days are missing is worded from its state, so that what was cached is forgotten."""
    connection.save()
    cache.forget(connection.athlete_id)


def _locked(claim: Claim) -> Connection:
    connection = locked(claim.connection_id)
    if connection is None or connection.state != Connection.State.ACTIVE:
        raise Stopped
    return connection


def _held(is_ours: bool) -> None:
    """Undo the transaction when another worker has the job by now."""
    if not is_ours:
        raise Stopped
