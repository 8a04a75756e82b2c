"""What an answer that is no answer means, by its status."""

from __future__ import annotations

from typing import Any, Protocol

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminNotOfferedError,
    GarminRateLimitError,
)
from config.core.outbound import retry_after_s

NOT_FOUND = "GARMIN_NOT_FOUND"
BLOCKED = "GARMIN_BLOCKED"
REFUSED = "GARMIN_REQUEST_REFUSED"

BLOCKED_MESSAGE = (
    "Garmin refuses connections from this server at the moment. Your data here stays as it is. If it goes "
    "on, make garmin_tokens.json on a computer at home and connect with it."
)


class Answer(Protocol):
    """What the responses of both HTTP libraries have in common."""

    status_code: int
    headers: Any
    text: str


def error_of(answer: Answer, *, is_china: bool) -> GarminAPIError:
    """The error that an answer with a status of 400 or more stands for.

    A 403 is a wall in front of Garmin unless Garmin's own words come with it: then the account does not have
    what was asked for. Many services of garmin.cn say 403 for that and nothing else.
    """
    status = answer.status_code
    if status in (427, 429):
        return GarminRateLimitError(retry_after_s=retry_after_s(answer.headers))
    if status == 401:
        return GarminAuthenticationError()
    if status == 403:
        is_ours = is_china or is_json(answer)
        return GarminNotOfferedError() if is_ours else GarminConnectionError(BLOCKED_MESSAGE, code=BLOCKED)
    if status == 404:
        return GarminNotOfferedError(code=NOT_FOUND)
    if status >= 500:
        return GarminConnectionError()
    return GarminAPIError(code=REFUSED, retryable=False)


def token_trouble(answer: Answer) -> GarminAPIError | None:
    """Why an answer to a question for tokens says nothing about what was shown; None where it does.

    Only Garmin's own no is one: taking a page in front of it for a no would lose a connection that stands.
    """
    status = answer.status_code
    is_page = answer.text.lstrip()[:1] == "<"
    if status < 400 or (status in (400, 401) and not is_page) or (status == 403 and is_json(answer)):
        return None
    if status in (427, 429):
        return error_of(answer, is_china=False)
    return GarminConnectionError(BLOCKED_MESSAGE, code=BLOCKED) if status < 404 else GarminConnectionError()


def is_json(answer: Answer) -> bool:
    """Whether Garmin itself speaks, and not a page that stands in front of it."""
    return "json" in answer.headers.get("Content-Type", "") or answer.text.lstrip()[:1] == "{"
