"""What was typed into the login form, for the next try after one that failed: the password never.

It stays in the browser that typed it, for the form's own address and half an hour; the server keeps nothing.
"""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "garmin-login"
KEPT = ("email", "is_china")
KEPT_S = 30 * 60


def remember(request: HttpRequest, response: HttpResponse, typed: dict[str, Any]) -> HttpResponse:
    kept = {name: typed[name] for name in KEPT}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_salt(request)),
        max_age=KEPT_S,
        path=request.path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def recalled(request: HttpRequest) -> dict[str, Any]:
    """Nothing for anybody but the user who typed it."""
    try:
        found: dict[str, Any] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_salt(request), max_age=KEPT_S
        )
    except signing.BadSignature:
        return {}
    return found


def _salt(request: HttpRequest) -> str:
    return f"{COOKIE}:{request.user.pk}"
