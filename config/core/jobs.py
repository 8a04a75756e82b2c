"""Work that must not be lost and must not loop: claimed under a lease, counted before it is tried.

A worker that dies leaves its count behind, so a subject that kills its worker is quarantined at the third try
and no broker can bring it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from config.core.errors import AppException
from config.core.logging import logger
from config.core.models import Job, JobState

MAX_ATTEMPTS = 3
FIRST_RETRY = timedelta(seconds=60)
LONGEST_RETRY = timedelta(hours=6)
MAX_ERROR_TEXT = 2_000
BEATS = 3  # in a lease: one may be missed

log = logger(__name__)


def queue(kind: str, subject: UUID, *, at: datetime | None = None) -> Job:
    """Ask for the work, at `at` at the earliest. Done and failed jobs start afresh, quarantined ones stay."""
    job, is_new = Job.objects.get_or_create(kind=kind, subject=subject, defaults={"next_attempt_at": at})
    if is_new:
        return job
    _of(job).filter(state__in=[JobState.QUEUED, JobState.DONE, JobState.FAILED]).update(
        state=JobState.QUEUED, attempts=0, next_attempt_at=at, lease_until=None, updated_at=timezone.now()
    )
    job.refresh_from_db()
    return job


def claim(kind: str, subject: UUID, lease: timedelta) -> Job | None:
    """Take the job for `lease` and count the attempt, committed at once; None when it is not to be done now.

    A job that does not exist yet is made. None means: done, failed for good, quarantined, leased by another
    worker, or not due. Must not be called inside a transaction.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        Job.objects.get_or_create(kind=kind, subject=subject)
        mine = Job.objects.filter(kind=kind, subject=subject)
        _quarantine_spent(mine, now)
        taken = mine.filter(_claimable(now)).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            claims=F("claims") + 1,
            heartbeat_at=now,
            lease_until=now + lease,
            next_attempt_at=None,
            updated_at=now,
        )
        return mine.get() if taken else None


def beat(job: Job, lease: timedelta) -> bool:
    """Keep a claimed job for another `lease`; False when another worker has it by now."""
    now = timezone.now()
    return bool(_held(job).update(lease_until=now + lease, heartbeat_at=now, updated_at=now))


@contextmanager
def beating(job: Job, lease: timedelta) -> Iterator[None]:
    """Within the block a claimed job is beaten from a thread, for work that has no moment of its own for it.

    Not around a transaction: SQLite lets one write at a time. What ends the process ends the beats as well.
    """
    done = Event()
    thread = Thread(target=_beat_until, args=(done, job, lease), name="beating", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def progressed(job: Job, lease: timedelta) -> bool:
    """Like `beat` for work that got somewhere: its next interruption is a first attempt again."""
    now = timezone.now()
    held = _held(job).update(attempts=0, lease_until=now + lease, heartbeat_at=now, updated_at=now)
    return bool(held)


def go_on(job: Job, *, at: datetime | None = None) -> bool:
    """Give a claimed job back for its next part, due `at` or at once; False when another worker has it."""
    return _release(
        job, state=JobState.QUEUED, attempts=0, next_attempt_at=at, last_error="", last_error_code=""
    )


def finish(job: Job) -> bool:
    """Mark a claimed job done; False when its lease ran out and another worker has it."""
    return _release(job, state=JobState.DONE, last_error="", last_error_code="")


def fail(job: Job, error: BaseException) -> bool:
    """Give a claimed job back after `error`; False when another worker has it by now.

    An `AppException` that is not retryable fails it for good. Anything else is tried again after a growing
    wait, and quarantined at the third failed try.
    """
    code = error.code if isinstance(error, AppException) else type(error).__name__
    state = _state_after(job, error)
    if state is not JobState.QUEUED:
        log.warning("job_given_up", kind=job.kind, subject=str(job.subject), state=str(state), code=code)
    return _release(
        job,
        state=state,
        next_attempt_at=_next_attempt(job, error) if state is JobState.QUEUED else None,
        last_error_code=code[:60],
        last_error=str(error)[:MAX_ERROR_TEXT],
    )


def retry(job: Job) -> bool:
    """Give a failed or quarantined job three new attempts; False in any other state."""
    given_up = _of(job).filter(state__in=[JobState.FAILED, JobState.QUARANTINED])
    return bool(
        given_up.update(
            state=JobState.QUEUED,
            attempts=0,
            next_attempt_at=None,
            lease_until=None,
            updated_at=timezone.now(),
        )
    )


def due(kind: str) -> QuerySet[Job]:
    """Jobs of a kind that a worker may claim now, oldest first."""
    now = timezone.now()
    _quarantine_spent(Job.objects.filter(kind=kind), now)
    return Job.objects.filter(_claimable(now), kind=kind).order_by("pk")


def _beat_until(done: Event, job: Job, lease: timedelta) -> None:
    while not done.wait(lease.total_seconds() / BEATS):
        try:
            beat(job, lease)
        except DatabaseError as error:
            log.warning("beat_missed", kind=job.kind, error=type(error).__name__)
        finally:
            connection.close()


def _held(job: Job) -> QuerySet[Job]:
    return _of(job).filter(state=JobState.RUNNING, claims=job.claims)


def _of(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk)


def _claimable(now: datetime) -> Q:
    is_waiting = Q(state=JobState.QUEUED) & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
    is_abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    return Q(attempts__lt=MAX_ATTEMPTS) & (is_waiting | is_abandoned)


def _quarantine_spent(jobs: QuerySet[Job], now: datetime) -> None:
    """Quarantine jobs whose third worker never came back."""
    spent = jobs.filter(state=JobState.RUNNING, attempts__gte=MAX_ATTEMPTS, lease_until__lt=now)
    count = spent.update(
        state=JobState.QUARANTINED,
        lease_until=None,
        updated_at=now,
        last_error_code="WORKER_LOST",
        last_error="The worker did not come back from this job three times.",
    )
    if count:
        log.warning("jobs_quarantined", count=count)


def _release(job: Job, **values: object) -> bool:
    if not _held(job).update(lease_until=None, updated_at=timezone.now(), **values):
        return False
    job.refresh_from_db()
    return True


def _state_after(job: Job, error: BaseException) -> JobState:
    if isinstance(error, AppException) and not error.retryable:
        return JobState.FAILED
    return JobState.QUARANTINED if _attempts(job) >= MAX_ATTEMPTS else JobState.QUEUED


def _next_attempt(job: Job, error: BaseException) -> datetime:
    asked_s = getattr(error, "retry_after_s", None) or 0
    wait = min(FIRST_RETRY * 4 ** max(_attempts(job) - 1, 0), LONGEST_RETRY)
    return timezone.now() + max(wait, timedelta(seconds=asked_s))


def _attempts(job: Job) -> int:
    """What the row says, since progress may have begun the count again."""
    return _of(job).values_list("attempts", flat=True).get()
