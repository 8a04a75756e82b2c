"""One failure, said in the way of the surface it happened on: JSON, an HTMX toast, or a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape

from config.core.errors import AppException, DatabaseConnectionError, ExternalAPIError
from config.core.htmx import is_partial
from config.core.logging import logger

PAGE, TOAST = "errors/error.html", "errors/_toast.html"

log = logger(__name__)


@dataclass(frozen=True)
class Problem:
    """What went wrong, ready to be shown; `fields` holds messages per input field.

    `is_ours` is false where somebody else's server did not do what we asked of it.
    """

    code: str
    message: str
    status: int
    details: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    retry_after_s: float | None = None
    is_ours: bool = True


def problem_of(error: BaseException) -> Problem | None:
    """The problem behind one of our own errors or a database that is away; None for anything unforeseen."""
    if isinstance(error, OperationalError | InterfaceError):
        error = DatabaseConnectionError(retry_after_s=5)
    if not isinstance(error, AppException):
        return None
    return Problem(
        code=error.code,
        message=error.message,
        status=error.status,
        details=error.details,
        fields=getattr(error, "fields", {}),
        retry_after_s=error.retry_after_s,
        is_ours=not isinstance(error, ExternalAPIError),
    )


def request_id_of(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def wants_json(request: HttpRequest) -> bool:
    """The API always, and any address that a script asked for JSON."""
    return request.path_info.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def as_json(problem: Problem, request_id: str) -> dict[str, Any]:
    """The error object of every API answer."""
    body: dict[str, Any] = {
        "code": problem.code,
        "message": problem.message,
        "details": problem.details,
        "timestamp": timezone.now().isoformat(),
        "request_id": request_id,
    }
    if problem.fields:
        body["fields"] = {name: list(messages) for name, messages in problem.fields.items()}
    return {"error": body}


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """JSON for programs, a toast for an HTMX partial, else a page; always with the problem's own status."""
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(as_json(problem, request_id_of(request)), status=problem.status)
    elif is_partial(request):
        response = _html(request, TOAST, problem)
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
    else:
        response = _html(request, PAGE, problem)
    if problem.retry_after_s:
        response["Retry-After"] = str(max(1, round(problem.retry_after_s)))
    response["Cache-Control"] = "no-store"
    response.is_ours = problem.is_ours  # type: ignore[attr-defined]
    return response


def _html(request: HttpRequest, template: str, problem: Problem) -> HttpResponse:
    context = {
        "code": problem.code,
        "message": problem.message,
        "details": problem.details,
        "status": problem.status,
        "request_id": request_id_of(request),
    }
    # From 500 on nothing is trusted that a context processor needs, the database least of all.
    with_request = request if problem.status < 500 else None
    try:
        text: str = render_to_string(template, context, request=with_request)
    except TemplateDoesNotExist:
        text = _plain(problem, request)
    except Exception:  # whatever breaks an error page, somebody still waits for an answer
        log.exception("error_page_failed", template=template)
        text = _plain(problem, request)
    return HttpResponse(text, status=problem.status)


def _plain(problem: Problem, request: HttpRequest) -> str:
    words = " ".join(filter(None, [problem.message, problem.details]))
    return f'<p role="alert">{escape(words)} <small>{escape(request_id_of(request))}</small></p>'
