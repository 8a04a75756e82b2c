"""What a thread does to connect somebody: ask Garmin, and write down what came of it. Nothing leaves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings

from athletes.errors import GarminAuthenticationError, GarminRateLimitError
from athletes.models import ConnectionAttempt, User
from athletes.services import attempts
from athletes.services.account import AccountTurn
from athletes.services.connections import Found, note_refusal, save_connection
from athletes.services.login_waits import refuse_logins
from athletes.sources.garmin_key.source import KeyProfile, check_key
from athletes.sources.garmin_login.login import LoggedIn, NeedsCode, finish_login, log_in, read_tokens
from config.core.errors import AppException
from config.core.logging import logger
from config.core.outbound import Line

CODE_WRONG = "GARMIN_CODE_WRONG"

log = logger(__name__)


@dataclass(frozen=True)
class Doors:
    """The ways into Garmin that are used, to be replaced where there is no Garmin."""

    log_in: Callable[..., LoggedIn | NeedsCode] = log_in
    finish_login: Callable[..., LoggedIn] = finish_login
    read_tokens: Callable[..., LoggedIn] = read_tokens
    check_key: Callable[..., KeyProfile] = check_key


GARMIN = Doors()


@dataclass(frozen=True)
class Try:
    """One try to connect: its row, who makes it, where it asks, and on which line."""

    attempt: ConnectionAttempt
    by: User | None
    doors: Doors
    service: str
    is_login: bool = False


def try_login(trial: Try, email: str, password: str, is_china: bool) -> None:
    with _trying(trial) as line:
        on_step = partial(attempts.show_step, trial.attempt)
        answer = trial.doors.log_in(
            email=email, password=password, is_china=is_china, line=line, on_step=on_step
        )
        if isinstance(answer, NeedsCode):
            attempts.ask_for_code(trial.attempt, {"state": answer.state, "is_china": is_china})
        else:
            _save(trial, answer, is_china)


def try_code(trial: Try, pending: dict[str, Any], code: str) -> None:
    state, is_china = pending["state"], pending["is_china"]
    with _trying(trial) as line:
        try:
            on_step = partial(attempts.show_step, trial.attempt)
            found = trial.doors.finish_login(
                state=state, code=code, is_china=is_china, line=line, on_step=on_step
            )
        except GarminAuthenticationError as error:
            if error.code != CODE_WRONG:
                raise
            note_refusal(trial.attempt, error.code, trial.by)
            attempts.put_back(trial.attempt, pending, error)
        else:
            _save(trial, found, is_china)


def try_tokens(trial: Try, text: str, is_china: bool) -> None:
    with _trying(trial) as line:
        on_step = partial(attempts.show_step, trial.attempt)
        found = trial.doors.read_tokens(text, is_china=is_china, line=line, on_step=on_step)
        _save(trial, found, is_china)


def try_key(trial: Try, key: str, expires_on: date | None) -> None:
    with _trying(trial) as line:
        attempts.show_step(trial.attempt, ConnectionAttempt.Step.ASKING)
        profile = trial.doors.check_key(key, line, settings.GARMIN_PERSONAL_API_BASE_URL)
        found = Found(profile.secret, profile.account, profile.time_zone, key_expires_on=expires_on)
        save_connection(attempt=trial.attempt, found=found, by=trial.by)


def _save(trial: Try, found: LoggedIn, is_china: bool) -> None:
    inside = Found(found.secret, found.account, found.time_zone, is_china)
    save_connection(attempt=trial.attempt, found=inside, by=trial.by)


@contextmanager
def _trying(trial: Try) -> Iterator[Line]:
    """A line to Garmin; whatever goes wrong within the block ends the attempt, and nothing leaves it."""
    attempt, turn = trial.attempt, AccountTurn(trial.attempt.athlete)

    def before_call() -> None:
        turn.take()
        attempts.show_life(attempt)

    line = Line(
        trial.service,
        attempt.athlete.uid,
        settings.GARMIN_REQUESTS_PER_S,
        before_call=before_call,
        after_call=turn.give_back,
    )
    try:
        yield line
    except AppException as error:
        _end(trial, error)
    except Exception as error:  # libraries leak anything, and their errors may hold what was typed
        log.error("connecting_broke", attempt=str(attempt.uid), error=type(error).__name__)
        _end(trial, AppException())
    finally:
        turn.give_back()
        line.flush()


def _end(trial: Try, error: AppException) -> None:
    if isinstance(error, GarminRateLimitError) and trial.is_login:
        refuse_logins(attempt=trial.attempt, error=error)
    else:
        attempts.fail_attempt(attempt=trial.attempt, error=error)
    if isinstance(error, GarminAuthenticationError):
        note_refusal(trial.attempt, error.code, trial.by)
