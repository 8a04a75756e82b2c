"""What happens around every request: its id, its queries, its security headers, its errors."""

import re
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from config.core import counters, served
from config.core.db import logged_queries
from config.core.error_answers import Problem, answer, problem_of
from config.core.ids import uuid7
from config.core.logging import logger

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

WELL_FORMED_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
UNLOGGED = ("/static/", "/health", "/metrics")
SECURITY_HEADERS = {
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}

NOT_ALLOWED = Problem("METHOD_NOT_ALLOWED", "This cannot be done at this address.", 405)

log = logger(__name__)


class RequestIdMiddleware:
    """Gives each request an id, takes a well-formed one over, and puts it on answer and log lines."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if WELL_FORMED_ID.fullmatch(given) else uuid7().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        # Bound until the thread's next request: Django still logs, and streams, after this has returned.
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        self._log(request, response, started)
        if not request.path_info.startswith(UNLOGGED):
            _count(request, response, time.perf_counter() - started)
        response["X-Request-ID"] = request_id
        return response

    def _log(self, request: HttpRequest, response: HttpResponseBase, started: float) -> None:
        # Open pages ask every few seconds whether there is news; that there is none is none either.
        is_no_news = request.method == "GET" and response.status_code == 204
        if not is_no_news and not request.path_info.startswith(UNLOGGED):
            took_ms = round((time.perf_counter() - started) * 1_000)
            facts = {"method": request.method, "path": request.path_info, "status": response.status_code}
            log.info("request", **facts, took_ms=took_ms)


def _count(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    is_error = response.status_code >= 500
    is_ours = getattr(response, "is_ours", True)
    served.count(is_error=is_error and is_ours)
    match = request.resolver_match
    route = match.view_name if match and match.view_name else "none"
    outcome = "outside" if is_error and not is_ours else f"{response.status_code // 100}xx"
    counters.count_request(route, request.method, outcome, seconds)


class QueryLogMiddleware:
    """Logs the slow and the failed queries of a request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with logged_queries():
            return self.get_response(request)


class SecurityHeadersMiddleware:
    """Adds the headers that Django and django-csp do not; a view that set one of them keeps its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class AppExceptionMiddleware:
    """Answers the errors of our own tree, and a database that is away, that a view let through.

    What nobody foresaw goes on to Django, which logs it and asks `config.core.views.server_error`.
    Django's own empty 405 gets the body that every other error has.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            explained = answer(request, NOT_ALLOWED)
            explained["Allow"] = response["Allow"]
            return explained
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem = problem_of(error)
        if problem is None:
            return None
        level = log.warning if problem.status < 500 else log.error
        level("request_failed", code=problem.code, status=problem.status, error=type(error).__name__)
        return answer(request, problem)
