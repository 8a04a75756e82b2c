"""What the library's exceptions mean, one table for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curl_cffi.requests.exceptions import RequestException as CurlError
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, Timeout
from requests.exceptions import ConnectionError as NoConnection

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminNotOfferedError,
    GarminRateLimitError,
)
from athletes.sources.garmin_login.client import (
    GarminConnectAuthenticationError,
    GarminConnectTooManyRequestsError,
)
from athletes.sources.garmin_login.refusal import BLOCKED, BLOCKED_MESSAGE, NOT_FOUND, error_of
from athletes.sources.garmin_login.signs import Sign
from config.core.errors import AppException

CAPTCHA = "GARMIN_CAPTCHA"
PASSWORD_WRONG = "GARMIN_PASSWORD_WRONG"  # noqa: S105
CODE_WRONG = "GARMIN_CODE_WRONG"
EXPIRED = "GARMIN_CODE_EXPIRED"
SESSION_OVER = "GARMIN_SESSION_EXPIRED"
LOCKED = "GARMIN_ACCOUNT_LOCKED"
PRIVATE = "GARMIN_PRIVATE"

_CAPTCHA = (
    "Garmin wants to see that you are a person. Log in once at connect.garmin.com in your browser, wait a "
    "few minutes, then connect again here. If it stays so, make garmin_tokens.json at home and use that."
)
_LOCKED = "Garmin has locked this account. Unlock it at connect.garmin.com, then connect again here."
_FAULTS = (NoConnection, Timeout, ChunkedEncodingError, ContentDecodingError, CurlError)
_VENDORS = frozenset({"garminconnect", "requests", "urllib3", "curl_cffi", "json", "simplejson", "builtins"})
_STATUS = re.compile(r"\bAPI Error (\d{3})\b")


def is_fault(error: BaseException) -> bool:
    """Whether the call never got an answer, so that it may be repeated at once."""
    return not any(_is_ours(each) for each in causes(error)) and any(
        isinstance(each, _FAULTS) for each in causes(error)
    )


def meaning_of(error: Exception, *, is_china: bool) -> Exception:
    """Our error for what the library raised.

    What we raised ourselves inside it (a stop, a pause, another's turn) comes out as itself, whatever the
    library made of it.
    """
    chain = list(causes(error))
    for each in chain:
        if _is_ours(each):
            return each
    for each in chain:
        # A response with an error status is false.
        if (response := getattr(each, "response", None)) is not None and response.status_code >= 400:
            return error_of(response, is_china=is_china)
    if any(isinstance(each, _FAULTS) for each in chain):
        return GarminConnectionError()
    if isinstance(error, GarminConnectTooManyRequestsError):
        return GarminRateLimitError()
    return _said(error)


def _said(error: Exception) -> Exception:
    """The library's own findings, which only their words tell apart."""
    words = str(error)
    if isinstance(error, GarminConnectAuthenticationError):
        if words == "Authentication error":
            return GarminNotOfferedError("This account keeps these data private.", code=PRIVATE)
        return GarminAuthenticationError()
    if type(error).__module__.split(".")[0] == "builtins":
        return error
    if "No data received" in words:
        return GarminNotOfferedError(code=NOT_FOUND)
    if (found := _STATUS.search(words)) and found[1] == "401":
        return GarminAuthenticationError()
    return GarminConnectionError()


def login_error(
    error: Exception, signs: Sequence[Sign], *, for_code: bool, rejected: int | None, is_china: bool
) -> Exception:
    """Our error for a login that failed; `signs` are the answers on the way, which the library forgets.

    `for_code` is the second half, in which the library calls every failure a wrong code. `rejected` is the
    status with which Garmin refused the tokens that it had just given.
    """
    for each in causes(error):
        if _is_ours(each):
            return each
    if isinstance(error, GarminConnectAuthenticationError):
        if error.__cause__ is not None and str(error) == "no tokens":
            return no_tokens()
        if not for_code:
            return _refused_login(str(error))
        if not signs:
            return GarminAuthenticationError(_START_AGAIN, code=EXPIRED)
        if verdicts := [each for each in signs if _is_verdict(each)]:
            return _refused_code(verdicts)
    elif rejected == 401:
        return no_tokens()
    return _obstacle(error, signs, is_china=is_china)


_START_AGAIN = "This login is too old. Start again with your e-mail address and password."
_SESSION_OVER = "Garmin ended this login before it had the code. Log in again to get a new one."


def no_tokens() -> GarminAPIError:
    return GarminConnectionError(
        "Garmin accepted the login but gave no access to the data. Try again in an hour.",
        code="GARMIN_NO_TOKENS",
    )


def _refused_login(words: str) -> GarminAPIError:
    if "locked" in words.lower():
        return GarminAuthenticationError(_LOCKED, code=LOCKED)
    return GarminAuthenticationError(
        "Garmin does not accept this e-mail address with this password.", code=PASSWORD_WRONG
    )


def _refused_code(verdicts: Sequence[Sign]) -> GarminAPIError:
    """The code is asked about in two places, of which the second may know nothing of the login."""
    if all(each.is_session_over for each in verdicts):
        return GarminAuthenticationError(_SESSION_OVER, code=SESSION_OVER)
    return GarminAuthenticationError("Garmin does not accept this code.", code=CODE_WRONG)


def _is_verdict(sign: Sign) -> bool:
    """An answer about the code itself, not about who asks."""
    return sign.status is not None and sign.is_json and sign.status < 500 and sign.status not in (427, 429)


def _obstacle(error: Exception, signs: Sequence[Sign], *, is_china: bool) -> Exception:
    """What stood in the way of a login that got no verdict: the clearest of its signs."""
    statuses = {each.status for each in signs}
    if any(each.has_captcha for each in signs):
        return GarminConnectionError(_CAPTCHA, code=CAPTCHA)
    if statuses & {427, 429} or isinstance(error, GarminConnectTooManyRequestsError):
        waits = [each.retry_after_s for each in signs if each.retry_after_s is not None]
        return GarminRateLimitError(retry_after_s=max(waits, default=None))
    if 403 in statuses or any(each.status == 200 and not each.is_json for each in signs[-1:]):
        return GarminConnectionError(BLOCKED_MESSAGE, code=BLOCKED)
    if isinstance(error, GarminConnectAuthenticationError | LookupError | TypeError | AttributeError):
        return GarminConnectionError()
    return meaning_of(error, is_china=is_china)


def causes(error: BaseException | None) -> Iterator[Exception]:
    """The exception and what it was raised from, without what was merely being handled at the time."""
    seen: set[int] = set()
    while isinstance(error, Exception) and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__


def _is_ours(error: Exception) -> bool:
    return isinstance(error, AppException) or type(error).__module__.split(".")[0] not in _VENDORS
