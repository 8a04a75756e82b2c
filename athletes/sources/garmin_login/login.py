"""Logging in to Garmin Connect: once, in two steps where Garmin sends a code, or with tokens made at home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from athletes.errors import GarminAuthenticationError, GarminConnectionError, GarminNotOfferedError
from athletes.sources.garmin_login.account import Account
from athletes.sources.garmin_login.meaning import EXPIRED
from athletes.sources.garmin_login.tokens import VERSION, Tokens
from config.core.outbound import Line

type OnStep = Callable[[str], None]
"""Told where a login is: "asking", "checking_code", "verifying"."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A proven connection. `secret` is plain JSON to be sealed, `time_zone` an IANA name or unknown."""

    secret: dict[str, Any] = field(repr=False)
    account: str
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class NeedsCode:
    """Garmin sent a code. `state` is plain JSON that holds cookies of the login: seal it, use it soon."""

    state: dict[str, Any] = field(repr=False)


def _silent(step: str) -> None:
    pass


def log_in(
    *, email: str, password: str, is_china: bool, line: Line, on_step: OnStep = _silent
) -> LoggedIn | NeedsCode:
    """Log in with a password, which is kept nowhere. Takes seconds, or minutes where Garmin hesitates.

    Raises GarminAuthenticationError (GARMIN_PASSWORD_WRONG, GARMIN_ACCOUNT_LOCKED), GarminRateLimitError and
    GarminConnectionError (GARMIN_BLOCKED, GARMIN_CAPTCHA, GARMIN_NO_TOKENS, GARMIN_UNAVAILABLE).
    """
    account = Account(line, is_china=is_china)
    try:
        on_step("asking")
        state = account.log_in(email, password)
        if state is not None:
            return NeedsCode({"v": VERSION, "garmin": state})
        return _proven(account, on_step)
    finally:
        account.close()


def finish_login(
    *, state: Mapping[str, Any], code: str, is_china: bool, line: Line, on_step: OnStep = _silent
) -> LoggedIn:
    """Finish a login with the code that Garmin sent; after a wrong one the same state may be tried again.

    Raises GarminAuthenticationError: GARMIN_CODE_WRONG, or GARMIN_CODE_EXPIRED and GARMIN_SESSION_EXPIRED
    when the login must be started again; and what `log_in` raises.
    """
    begun = state.get("garmin")
    if state.get("v") != VERSION or not isinstance(begun, dict):
        raise GarminAuthenticationError("Start the login again.", code=EXPIRED)
    account = Account(line, is_china=is_china)
    try:
        on_step("checking_code")
        account.give_code(begun, "".join(code.split()))
        return _proven(account, on_step)
    finally:
        account.close()


def read_tokens(text: str, *, is_china: bool, line: Line, on_step: OnStep = _silent) -> LoggedIn:
    """Take over the garmin_tokens.json of a login at home; renewed once, so that it is known to last.

    Raises GarminAuthenticationError: GARMIN_TOKENS_INVALID, or GARMIN_AUTH_FAILED when Garmin does not know
    them any more.
    """
    account = Account(line, is_china=is_china, tokens=Tokens.from_file(text))
    try:
        on_step("asking")
        account.refresh()
        return _proven(account, on_step)
    finally:
        account.close()


def _proven(account: Account, on_step: OnStep) -> LoggedIn:
    """Read the profile with the new tokens: without tokens that can be kept, nobody is connected."""
    on_step("verifying")
    tokens = account.tokens
    profile = account.load_profile()
    zone = _time_zone(account)
    user_name = "".join(each for each in str(profile.get("userName") or "") if each.isprintable())
    name = account.display_name or user_name or "Garmin"
    # The profile may have renewed the tokens.
    tokens = account.tokens
    return LoggedIn(secret=tokens.as_secret(), account=name[:150], time_zone=zone)


def _time_zone(account: Account) -> str | None:
    """The account's zone, where Garmin says one that this machine knows."""
    try:
        settings = account.get("/userprofile-service/userprofile/settings")
        name = settings.get("timeZone") if isinstance(settings, dict) else None
        if name is None and account.quoted_name:
            name = _zone_in(
                account.get(f"/userprofile-service/userprofile/personal-information/{account.quoted_name}")
            )
    except (GarminConnectionError, GarminNotOfferedError):
        return None
    return name if isinstance(name, str) and _is_zone(name) else None


def _zone_in(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return None
    inner = answer.get("userInfo")
    return answer.get("timeZone") or (inner.get("timeZone") if isinstance(inner, dict) else None)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True
