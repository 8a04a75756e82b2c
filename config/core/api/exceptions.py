"""Every error of the API as the one error object."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.core.error_answers import Problem, as_json, problem_of, request_id_of
from config.core.logging import logger
from config.core.views import FORBIDDEN, NOT_FOUND

CODES: list[tuple[type[exceptions.APIException], str]] = [
    (exceptions.ValidationError, "DATA_INVALID"),
    (exceptions.ParseError, "BAD_REQUEST"),
    (exceptions.NotAuthenticated, "NOT_AUTHENTICATED"),
    (exceptions.AuthenticationFailed, "AUTHENTICATION_FAILED"),
    (exceptions.PermissionDenied, "PERMISSION_DENIED"),
    (exceptions.NotFound, "NOT_FOUND"),
    (exceptions.MethodNotAllowed, "METHOD_NOT_ALLOWED"),
    (exceptions.NotAcceptable, "NOT_ACCEPTABLE"),
    (exceptions.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE"),
    (exceptions.Throttled, "RATE_LIMITED"),
]
NO_FIELD = "non_field_errors"

log = logger(__name__)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None for the unforeseen, which Django answers with the same object."""
    problem = problem_of_api(error)
    if problem is None:
        return None
    set_rollback()
    log.warning("api_refused", code=problem.code, status=problem.status)
    response = Response(as_json(problem, request_id_of(context["request"])), status=problem.status)
    if problem.retry_after_s:
        response["Retry-After"] = str(max(1, round(problem.retry_after_s)))
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    response["Cache-Control"] = "no-store"
    response.is_ours = problem.is_ours  # type: ignore[attr-defined]
    return response


def problem_of_api(error: Exception) -> Problem | None:
    """What is told of an error; None for the unforeseen."""
    if isinstance(error, Http404 | exceptions.NotFound):
        return NOT_FOUND
    if isinstance(error, PermissionDenied):
        return FORBIDDEN
    if isinstance(error, exceptions.ValidationError):
        return _invalid(error)
    if isinstance(error, exceptions.APIException):
        return _from_drf(error)
    return problem_of(error)


def _from_drf(error: exceptions.APIException) -> Problem:
    code = next((code for kind, code in CODES if isinstance(error, kind)), "BAD_REQUEST")
    message = str(error.detail)
    if message.startswith("CSRF Failed"):
        code = "CSRF_FAILED"
    return Problem(code, message, error.status_code, retry_after_s=getattr(error, "wait", None))


def _invalid(error: exceptions.ValidationError) -> Problem:
    fields = dict(_flat(error.detail))
    details = " ".join(
        f"{name}: {text}" if name != NO_FIELD else text for name, texts in fields.items() for text in texts
    )
    return Problem("DATA_INVALID", "Some of the input is not valid.", error.status_code, details, fields)


def _flat(detail: Any, name: str = "") -> list[tuple[str, list[str]]]:
    """Nested messages under dotted names: `{"steps": [{}, {"low": ["…"]}]}` gives `steps.1.low`."""
    if isinstance(detail, dict):
        items = [(str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(each, dict | list) for each in detail):
        items = [(str(index), value) for index, value in enumerate(detail)]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return [(name or NO_FIELD, [str(text) for text in texts])]
    return [pair for key, value in items for pair in _flat(value, f"{name}.{key}" if name else key)]
