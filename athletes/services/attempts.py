"""The life of one try to connect: working, waiting for a code, connected or failed.

Each step is one conditional write, so a page, a thread and the sweep can meet on the same row. The row holds
no secret; what a login needs to go on with the code lies in the vault for ten minutes and is taken out once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from athletes import vault
from athletes.errors import (
    AttemptClosedError,
    AttemptInterruptedError,
    AttemptOpenError,
    CodeExpiredError,
    GarminAuthenticationError,
)
from athletes.models import Athlete, ConnectionAttempt, Way
from config.core.errors import AppException
from config.core.logging import logger
from config.core.pruning import prune

PENDING = "pending_login"
SIGN_OF_LIFE = timedelta(minutes=5)
CODE_TIME = timedelta(minutes=10)
CODE_TRIES = 3
MAX_MESSAGE = 300

State, Step = ConnectionAttempt.State, ConnectionAttempt.Step
OPEN = (State.WORKING, State.NEEDS_CODE)

log = logger(__name__)


def open_attempt(*, athlete: Athlete, way: str) -> ConnectionAttempt:
    """Begin; a login that waits for its code gives way. Raises AttemptOpenError while another one works."""
    sweep_attempts(athlete=athlete)
    try:
        with transaction.atomic():
            waiting = ConnectionAttempt.objects.filter(athlete=athlete, way=way, state=State.NEEDS_CODE)
            for earlier in waiting.select_for_update():
                fail_attempt(attempt=earlier, error=AttemptClosedError("Another login was begun."))
            return ConnectionAttempt.objects.create(athlete=athlete, way=way)
    except IntegrityError:
        raise AttemptOpenError from None


def cancel_attempt(*, attempt: ConnectionAttempt) -> bool:
    """Give up; what a thread may still be doing is not saved any more. False when it was over already."""
    return fail_attempt(attempt=attempt, error=AttemptClosedError("You stopped it."))


def show_step(attempt: ConnectionAttempt, step: str) -> None:
    """Tell what is being done, which is a sign of life as well. Raises AttemptClosedError when it is over."""
    if not _in(attempt, State.WORKING).update(step=step):
        raise AttemptClosedError


def show_life(attempt: ConnectionAttempt) -> None:
    """Say that somebody is at work. Raises AttemptClosedError when it is over."""
    if not _in(attempt, State.WORKING).update(updated_at=timezone.now()):
        raise AttemptClosedError


def ask_for_code(attempt: ConnectionAttempt, pending: dict[str, Any]) -> None:
    """Wait for the athlete's code, `pending` being what it takes to go on. Raises AttemptClosedError."""
    with transaction.atomic():
        _wait(attempt, pending, timezone.now() + CODE_TIME)


def take_pending(attempt: ConnectionAttempt) -> dict[str, Any]:
    """What it takes to go on with a code; nobody gets it twice.

    Raises CodeExpiredError, AttemptClosedError, VaultError; the attempt is over then.
    """
    attempt.refresh_from_db()
    if attempt.state == State.NEEDS_CODE and attempt.is_expired:
        fail_attempt(attempt=attempt, error=CodeExpiredError())
        raise CodeExpiredError
    try:
        return _taken(attempt)
    except vault.VaultError as error:
        fail_attempt(attempt=attempt, error=error)
        raise


def put_back(attempt: ConnectionAttempt, pending: dict[str, Any], error: GarminAuthenticationError) -> None:
    """After a wrong code: wait for another one within the same ten minutes, or end after the third."""
    attempt.refresh_from_db()
    tries = attempt.code_tries + 1
    left = CODE_TRIES - tries
    _in(attempt, State.WORKING).update(code_tries=tries)
    if left <= 0 or attempt.expires_at is None or attempt.is_expired:
        message = "The code was wrong too often or came too late. Log in again to get a new one."
        fail_attempt(attempt=attempt, error=GarminAuthenticationError(message, code=error.code))
        return
    message = f"That is not the code. You can try {'once' if left == 1 else 'twice'} more."
    with transaction.atomic():
        _wait(attempt, pending, attempt.expires_at, error_code=error.code, error_message=message)


def wait_again(attempt: ConnectionAttempt, pending: dict[str, Any]) -> None:
    """Nobody looked at the code: wait for it as before. Raises AttemptClosedError."""
    with transaction.atomic():
        _wait(attempt, pending, attempt.expires_at or timezone.now())


def succeed(attempt: ConnectionAttempt) -> None:
    """Mark it connected, within the transaction that saves the connection. Raises AttemptClosedError."""
    done = {"state": State.CONNECTED, "finished_at": timezone.now(), "error_code": "", "error_message": ""}
    if not _in(attempt, State.WORKING).update(**done, expires_at=None):
        raise AttemptClosedError


def fail_attempt(
    *,
    attempt: ConnectionAttempt,
    error: AppException,
    until: datetime | None = None,
    is_unchanged: bool = False,
) -> bool:
    """End it with what a person should read; False when it was over already.

    `until` is when the next may be. `is_unchanged` asks that nothing happened since the row was read.
    """
    rows = _in(attempt, *OPEN)
    if is_unchanged:
        rows = rows.filter(revision=attempt.revision)
    with transaction.atomic():
        ended = rows.update(
            state=State.FAILED,
            error_code=error.code,
            error_message=error.message[:MAX_MESSAGE],
            finished_at=timezone.now(),
            expires_at=until,
        )
        if ended and attempt.way == Way.LOGIN:
            vault.erase(athlete=attempt.athlete, purpose=PENDING)
    if ended:
        log.info("connecting_failed", attempt=str(attempt.uid), way=attempt.way, code=error.code)
    return bool(ended)


def sweep_attempts(*, athlete: Athlete | None = None) -> int:
    """End what nobody works on any more and what waited too long for a code; the number of them."""
    now = timezone.now()
    attempts = ConnectionAttempt.objects.select_related("athlete")
    if athlete is not None:
        attempts = attempts.filter(athlete=athlete)
    dead = attempts.filter(state=State.WORKING, updated_at__lt=now - SIGN_OF_LIFE)
    late = attempts.filter(state=State.NEEDS_CODE, expires_at__lte=now)
    ends = [(each, AttemptInterruptedError()) for each in dead] + [
        (each, CodeExpiredError()) for each in late
    ]
    return sum(fail_attempt(attempt=each, error=error, is_unchanged=True) for each, error in ends)


def prune_attempts(before: datetime, dry_run: bool = False) -> int:
    """Remove tries that were over by then, but for the one that made each way's newest connection."""
    same = ConnectionAttempt.objects.filter(
        athlete=OuterRef("athlete"), way=OuterRef("way"), state=State.CONNECTED
    )
    newest = Subquery(same.order_by("-created_at", "-pk").values("pk")[:1])
    old = ConnectionAttempt.objects.filter(finished_at__lt=before)
    return prune(old.exclude(state=State.CONNECTED, pk=newest), dry_run)


def _wait(attempt: ConnectionAttempt, pending: dict[str, Any], until: datetime, **said: str) -> None:
    waiting = {"error_code": "", "error_message": "", **said, "state": State.NEEDS_CODE, "expires_at": until}
    if not _in(attempt, State.WORKING).update(**waiting):
        raise AttemptClosedError
    inside = {**pending, "attempt": str(attempt.uid)}
    vault.seal(athlete=attempt.athlete, purpose=PENDING, data=inside)


def _taken(attempt: ConnectionAttempt) -> dict[str, Any]:
    with transaction.atomic():
        checking = {"state": State.WORKING, "step": Step.CHECKING_CODE, "error_code": "", "error_message": ""}
        if not _in(attempt, State.NEEDS_CODE).update(**checking):
            raise AttemptClosedError
        pending = vault.take(athlete=attempt.athlete, purpose=PENDING)
        if pending is None or pending.pop("attempt") != str(attempt.uid):
            raise vault.VaultError
        return pending


def _in(attempt: ConnectionAttempt, *states: str) -> QuerySet[ConnectionAttempt]:
    return ConnectionAttempt.objects.filter(pk=attempt.pk, state__in=states)
