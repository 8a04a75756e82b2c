"""How a try to connect goes, for the page that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from athletes.errors import AttemptInterruptedError, CodeExpiredError
from athletes.models import Athlete, ConnectionAttempt, Way
from athletes.services.attempts import CODE_TRIES, SIGN_OF_LIFE
from config.core.errors import DataNotFoundError
from metrics.selectors.connection_troubles import Trouble, trouble_of_attempt

State = ConnectionAttempt.State


@dataclass(frozen=True)
class ShownStep:
    """One step of a login."""

    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class ShownAttempt:
    """`is_working`: the page looks again by itself. `tries_left` counts after a wrong code, else None."""

    attempt: ConnectionAttempt
    is_working: bool
    needs_code: bool
    is_connected: bool
    steps: tuple[ShownStep, ...]
    trouble: Trouble | None
    tries_left: int | None

    @property
    def is_key(self) -> bool:
        return bool(self.attempt.way == Way.KEY)

    @property
    def steps_done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next_try_at(self) -> datetime | None:
        """Until when Garmin takes no other login, if it said so."""
        has_ended = self.attempt.state == State.FAILED
        return self.attempt.expires_at if has_ended and not self.attempt.is_expired else None


def attempt_or_404(athlete: Athlete, uid: UUID) -> ConnectionAttempt:
    found = ConnectionAttempt.objects.filter(athlete=athlete, uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such login.")
    found.athlete = athlete
    return found


def shown_attempt(attempt: ConnectionAttempt) -> ShownAttempt:
    """The attempt as it stands; one whose time is over or whose process is gone has failed."""
    code = _fault(attempt)
    needs_code = attempt.state == State.NEEDS_CODE and not code
    was_wrong = needs_code and attempt.code_tries > 0
    return ShownAttempt(
        attempt=attempt,
        is_working=attempt.state == State.WORKING and not code,
        needs_code=needs_code,
        is_connected=attempt.state == State.CONNECTED,
        steps=_steps(attempt),
        trouble=trouble_of_attempt(code, attempt.error_message) if code else None,
        tries_left=max(CODE_TRIES - attempt.code_tries, 0) if was_wrong else None,
    )


def _fault(attempt: ConnectionAttempt) -> str:
    """The code of what ended it, empty while it goes on or went well."""
    if attempt.state == State.FAILED:
        return attempt.error_code or "GARMIN_ERROR"
    if attempt.state == State.NEEDS_CODE and attempt.is_expired:
        return CodeExpiredError.code
    if attempt.state == State.WORKING and attempt.updated_at < timezone.now() - SIGN_OF_LIFE:
        return AttemptInterruptedError.code
    return ""


def _steps(attempt: ConnectionAttempt) -> tuple[ShownStep, ...]:
    steps = list(ConnectionAttempt.Step)
    if not attempt.code_tries and attempt.step != ConnectionAttempt.Step.CHECKING_CODE:
        steps.remove(ConnectionAttempt.Step.CHECKING_CODE)
    now = steps.index(ConnectionAttempt.Step(attempt.step))
    is_over = attempt.state == State.CONNECTED
    return tuple(
        ShownStep(str(step.label), is_done=is_over or place < now, is_current=not is_over and place == now)
        for place, step in enumerate(steps)
    )
