"""When an athlete may try again: after Garmin said "too many", and before it has to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from athletes.errors import CodeExpiredError, GarminRateLimitError, OtherAccountError
from athletes.models import Athlete, ConnectionAttempt, Way
from athletes.services.attempts import fail_attempt
from config.core import dates
from config.core.errors import RateLimitedError
from config.core.ratelimit import hit

FIRST_WAIT, LONGEST_WAIT = timedelta(hours=2), timedelta(hours=24)
TAKEN = (
    "GARMIN_PASSWORD_WRONG",
    "GARMIN_ACCOUNT_LOCKED",
    "GARMIN_CODE_WRONG",
    "GARMIN_SESSION_EXPIRED",
    "GARMIN_NO_TOKENS",
    CodeExpiredError.code,
    OtherAccountError.code,
)
"""Ends of a login that tell that Garmin takes logins of this account again."""
MANY = 10
MOST_TRIES, TRIES_WINDOW_S = 10, 3_600
"""Passwords, keys and token files of one athlete: nobody guesses somebody else's from here."""


def check_login_allowed(athlete: Athlete) -> None:
    """Raises GarminRateLimitError, with the time in words, while Garmin takes no login of this athlete."""
    for newest in _refusals(athlete)[:1]:
        if newest.expires_at and newest.expires_at > timezone.now():
            raise _refusal(athlete, newest.expires_at)


def count_try(attempt: ConnectionAttempt) -> None:
    """Count a try that is about to be made. Raises RateLimitedError after ten of its way within an hour."""
    allowance = hit(f"connecting:{attempt.way}:{attempt.athlete.uid}", MOST_TRIES, TRIES_WINDOW_S)
    if allowance.allowed:
        return
    now = timezone.now()
    when = dates.instant(now + timedelta(seconds=allowance.retry_after_s), now, attempt.athlete.zone)
    raise RateLimitedError(
        f"These were {MOST_TRIES} tries within an hour, and Garmin locks accounts over that. "
        f"Please try again {when}.",
        retry_after_s=allowance.retry_after_s,
    )


def refuse_logins(*, attempt: ConnectionAttempt, error: GarminRateLimitError) -> None:
    """End a login that Garmin refused: the next may be in 2, 4, 8 … 24 hours, or later if Garmin says so."""
    athlete = attempt.athlete
    wait = min(FIRST_WAIT * 2 ** len(_refusals(athlete)), LONGEST_WAIT)
    until = timezone.now() + max(wait, timedelta(seconds=error.retry_after_s or 0))
    fail_attempt(attempt=attempt, error=_refusal(athlete, until), until=until)


def _refusals(athlete: Athlete) -> list[ConnectionAttempt]:
    """Logins that Garmin refused in a row, newest first: since it last answered anything else."""
    ended = ConnectionAttempt.objects.filter(athlete=athlete, way=Way.LOGIN, finished_at__isnull=False)
    is_taken = Q(state=ConnectionAttempt.State.CONNECTED) | Q(error_code__in=TAKEN)
    # Tokens that were pasted meet the same code, but no login and so no wait.
    is_refused = Q(error_code=GarminRateLimitError.code, expires_at__isnull=False)
    refusals = []
    for each in ended.filter(is_taken | is_refused).order_by("-finished_at")[:MANY]:
        if each.error_code != GarminRateLimitError.code:
            break
        refusals.append(each)
    return refusals


def _refusal(athlete: Athlete, until: datetime) -> GarminRateLimitError:
    now = timezone.now()
    when = dates.instant(until, now, athlete.zone)
    return GarminRateLimitError(
        f"Garmin takes no logins of this account for now. Please try again {when}, not before.",
        retry_after_s=(until - now).total_seconds(),
    )
