"""What a refusal or a broken answer means. No text of an answer ever gets into a message."""

from __future__ import annotations

from typing import Final

from requests import RequestException
from requests.exceptions import ContentDecodingError, InvalidJSONError, TooManyRedirects

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminNotOfferedError,
    GarminRateLimitError,
)

KEY_REFUSED: Final = "GARMIN_KEY_REFUSED"
REQUEST_REFUSED: Final = "GARMIN_REQUEST_REFUSED"
ANSWER_UNREADABLE: Final = "GARMIN_ANSWER_UNREADABLE"
BLOCKED: Final = "GARMIN_BLOCKED"
FORBIDDEN: Final = "GARMIN_FORBIDDEN"
_KEY_MESSAGE: Final = (
    "Garmin does not accept this key: it has expired, was revoked or was not copied whole."
    " Create a new one at Garmin and paste it here."
)


def key_refused() -> GarminAuthenticationError:
    return GarminAuthenticationError(_KEY_MESSAGE, code=KEY_REFUSED)


def unreadable() -> GarminConnectionError:
    """Something answered, but not with what was asked for."""
    return GarminConnectionError(
        "Garmin's answer could not be read. Your data here stays as it is, and Formline tries again.",
        code=ANSWER_UNREADABLE,
    )


def blocked() -> GarminConnectionError:
    return GarminConnectionError(
        "Garmin does not let this server in at the moment. Your data here stays as it is, and Formline tries"
        " again.",
        code=BLOCKED,
    )


def of_exception(error: Exception) -> GarminConnectionError:
    """The meaning of what a call raised: it did not get through, or what came is no answer."""
    came_through = isinstance(error, ContentDecodingError | InvalidJSONError | TooManyRedirects)
    got_nowhere = isinstance(error, RequestException | OSError) and not came_through
    return GarminConnectionError() if got_nowhere else unreadable()


def did_not_arrive(error: BaseException) -> bool:
    """Whether the same call is worth another try within seconds."""
    return (
        isinstance(error, GarminConnectionError)
        and error.code == GarminConnectionError.code
        and error.retry_after_s is None
    )


def of_token(status: int, retry_after_s: float | None, *, is_page: bool) -> GarminAPIError:
    """The meaning of a status of the token endpoint; `is_page` as in `of_data`."""
    if is_page and status < 500 and status != 429:
        return blocked()
    if status in (400, 401, 403):
        return key_refused()
    return _general(status, retry_after_s) or unreadable()


def of_data(status: int, retry_after_s: float | None, *, is_page: bool) -> GarminAPIError:
    """The meaning of a status of a data endpoint; `is_page`: a wall in front of Garmin answered."""
    if general := _general(status, retry_after_s):
        return general
    if is_page:
        return blocked()
    if status == 401:
        return GarminAuthenticationError()
    if status == 403:
        return GarminNotOfferedError(code=FORBIDDEN)
    if status in (404, 405, 410):
        return GarminNotOfferedError()
    return GarminAPIError(code=REQUEST_REFUSED, retryable=False)


def _general(status: int, retry_after_s: float | None) -> GarminAPIError | None:
    if status == 429:
        return GarminRateLimitError(retry_after_s=retry_after_s)
    if status >= 500 or status == 408:
        return GarminConnectionError(retry_after_s=retry_after_s)
    return None
