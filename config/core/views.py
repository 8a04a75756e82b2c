"""The handlers of URL configuration: what people and programs see when Django itself refuses or fails."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

from config.core.error_answers import Problem, answer, problem_of

BAD_REQUEST = Problem("BAD_REQUEST", "This request could not be understood.", 400)
TOO_LARGE = Problem("REQUEST_TOO_LARGE", "This is more than can be sent at once.", 413)
TOO_MANY_PARTS = Problem("REQUEST_TOO_MANY_PARTS", "These are too many fields or files for one request.", 413)
FORBIDDEN = Problem("PERMISSION_DENIED", "You may not do this.", 403)
CSRF_FAILED = Problem(
    "CSRF_FAILED", "This page was open for too long or cookies are blocked. Load it again, then repeat.", 403
)
NOT_FOUND = Problem("NOT_FOUND", "There is nothing here, or it is not yours to see.", 404)
TOO_OFTEN = Problem("RATE_LIMITED", "Too many requests. Please wait a minute.", 429, retry_after_s=60)
FAILED = Problem("INTERNAL_ERROR", "Something went wrong on our side. It has been noted.", 500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return answer(request, TOO_LARGE)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return answer(request, TOO_MANY_PARTS)
    return answer(request, BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return answer(request, FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return answer(request, CSRF_FAILED)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return answer(request, NOT_FOUND)


def too_often(request: HttpRequest) -> HttpResponse:
    """Where somebody signs in, signs up or asks for a mail more often than docs/limits.md allows."""
    return answer(request, TOO_OFTEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception, which a middleware may have raised: so look at it."""
    error = sys.exception()
    problem = problem_of(error) if error else None
    return answer(request, problem or FAILED)
