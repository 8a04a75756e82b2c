"""Connecting to Garmin: what was typed goes to a thread of this process, what came of it to the attempt."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from django.views.decorators.debug import sensitive_variables

from athletes import login_runner
from athletes.login_runner import Runner, Work
from athletes.models import Athlete, ConnectionAttempt, User, Way
from athletes.services import attempts
from athletes.services.login_waits import check_login_allowed, count_try
from athletes.services.trying import GARMIN, Doors, Try, try_code, try_key, try_login, try_tokens
from config.core.errors import AppException, DataValidationError

CODE_FORM = re.compile(r"\d{4,10}", re.ASCII)
LONGEST_KEY, LONGEST_TOKENS = 2_000, 50_000


@sensitive_variables()
def start_login(
    *,
    athlete: Athlete,
    email: str,
    password: str,
    is_china: bool = False,
    by: User | None = None,
    run: Runner = login_runner.run,
    doors: Doors = GARMIN,
) -> ConnectionAttempt:
    """Log in at Garmin, beside the request; the attempt tells how it goes. Not to be called in a transaction.

    Raises GarminRateLimitError while Garmin wants no login, RateLimitedError after many tries,
    AttemptOpenError, ConnectingBusyError.
    """
    check_login_allowed(athlete)
    attempt = attempts.open_attempt(athlete=athlete, way=Way.LOGIN)
    trial = Try(attempt, by, doors, "garmin_sso", is_login=True)
    return _begin(trial, partial(try_login, trial, email.strip(), password, is_china), run)


@sensitive_variables()
def give_code(
    *,
    attempt: ConnectionAttempt,
    code: str,
    by: User | None = None,
    run: Runner = login_runner.run,
    doors: Doors = GARMIN,
) -> ConnectionAttempt:
    """Finish a login with the code that Garmin sent, beside the request.

    Raises DataValidationError for what is no code, CodeExpiredError, AttemptClosedError, VaultError,
    ConnectingBusyError.
    """
    digits = "".join(code.split())
    if not CODE_FORM.fullmatch(digits):
        raise DataValidationError("The code has digits only, usually six.", fields={"code": ["Digits only."]})
    pending = attempts.take_pending(attempt)
    trial = Try(attempt, by, doors, "garmin_sso", is_login=True)
    try:
        run(partial(try_code, trial, pending, digits))
    except AppException:
        attempts.wait_again(attempt, pending)
        raise
    attempt.refresh_from_db()
    return attempt


@sensitive_variables()
def connect_tokens(
    *,
    athlete: Athlete,
    text: str,
    is_china: bool = False,
    by: User | None = None,
    run: Runner = login_runner.run,
    doors: Doors = GARMIN,
) -> ConnectionAttempt:
    """Take over the garmin_tokens.json of a login made at home, beside the request.

    Raises DataValidationError, RateLimitedError, AttemptOpenError, ConnectingBusyError.
    """
    if len(text) > LONGEST_TOKENS:
        raise DataValidationError("This is more than a token file holds.", fields={"tokens": ["Too long."]})
    attempt = attempts.open_attempt(athlete=athlete, way=Way.LOGIN)
    trial = Try(attempt, by, doors, "garmin_login")
    return _begin(trial, partial(try_tokens, trial, text, is_china), run)


@sensitive_variables()
def connect_key(
    *,
    athlete: Athlete,
    key: str,
    expires_on: date | None = None,
    by: User | None = None,
    run: Runner = login_runner.run,
    doors: Doors = GARMIN,
) -> ConnectionAttempt:
    """Try a Personal API key and keep it, beside the request; `expires_on` is its last day.

    Raises DataValidationError, RateLimitedError, AttemptOpenError, ConnectingBusyError.
    """
    key = key.strip()
    if not key or len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()) or " " in key:
        raise DataValidationError(
            "This is not a key.", fields={"key": ["Copy the key alone, and all of it."]}
        )
    attempt = attempts.open_attempt(athlete=athlete, way=Way.KEY)
    trial = Try(attempt, by, doors, "garmin_key")
    return _begin(trial, partial(try_key, trial, key, expires_on), run)


def _begin(trial: Try, work: Work, run: Runner) -> ConnectionAttempt:
    try:
        # Only what is really tried counts: of a double click the second is refused by the first.
        count_try(trial.attempt)
        run(work)
    except AppException as error:
        attempts.fail_attempt(attempt=trial.attempt, error=error)
        raise
    trial.attempt.refresh_from_db()
    return trial.attempt
