"""A login that nobody uses ends, and a browser keeps nothing of a login that has ended."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.core.middleware import GetResponse

BEGAN_AT, USED_AT = "began_at", "used_at"
NOTED_EVERY_S = 15 * 60
"""Noting each request would write to the database each time."""


class IdleSessionMiddleware:
    """Logs out who has not asked for anything in SESSION_IDLE_HOURS, operators in OPERATOR_IDLE_HOURS, and
    everybody SESSION_COOKIE_AGE after the login.

    Open pages that ask whether there is news, and learn that there is none, are no use of a login.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        was_in = SESSION_KEY in request.session
        if was_in and _is_over(request):
            logout(request)
        response = self.get_response(request)
        if was_in and SESSION_KEY not in request.session:
            response.headers["Clear-Site-Data"] = '"cache"'
        elif was_in and response.status_code != 204:
            _note(request)
        return response


def begin(request: HttpRequest) -> None:
    """Somebody has just logged in."""
    request.session[BEGAN_AT] = request.session[USED_AT] = int(time.time())


def _passed_s(request: HttpRequest, since: str) -> float:
    return time.time() - request.session.get(since, time.time())


def _is_over(request: HttpRequest) -> bool:
    if _passed_s(request, BEGAN_AT) > settings.SESSION_COOKIE_AGE:
        return True
    idle_s = _passed_s(request, USED_AT)
    operators, everybody = (
        hours * 3600 for hours in (settings.OPERATOR_IDLE_HOURS, settings.SESSION_IDLE_HOURS)
    )
    if idle_s <= min(operators, everybody):
        return False
    return idle_s > everybody or bool(getattr(request.user, "is_staff", False))


def _note(request: HttpRequest) -> None:
    if USED_AT not in request.session:
        begin(request)
    elif _passed_s(request, USED_AT) >= NOTED_EVERY_S:
        request.session[USED_AT] = int(time.time())
