"""How often the API may be asked: everything per user, costly things per scope and exactly.

What is left is told with every answer: `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`
(seconds) of the limit with the least left.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle, UserRateThrottle

from config.core.middleware import GetResponse
from config.core.ratelimit import hit


@dataclass(frozen=True)
class RateLimit:
    """`remaining` of `limit` requests are left until a new window begins in `resets_in_s` seconds."""

    limit: int
    remaining: int
    resets_in_s: int


def note(request: Request, found: RateLimit) -> None:
    """Remember what to tell of the limits of this request: the one with the least left."""
    known: RateLimit | None = getattr(request._request, "rate_limit", None)
    if known is None or found.remaining < known.remaining:
        request._request.rate_limit = found  # type: ignore[attr-defined]


class RateLimitMiddleware:
    """Tells with an answer of the API what is left of its limits."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        found: RateLimit | None = getattr(request, "rate_limit", None)
        if found is not None:
            response.headers["RateLimit-Limit"] = str(found.limit)
            response.headers["RateLimit-Remaining"] = str(found.remaining)
            response.headers["RateLimit-Reset"] = str(found.resets_in_s)
        if response.status_code == 429:
            # Signing in by the API is refused by a library that does not say how long.
            response.headers.setdefault("Retry-After", "60")
        return response


class UserThrottle(UserRateThrottle):
    """All requests of a user (an address when nobody is logged in), counted in the cache.

    Without the cache nobody is refused: this keeps a busy script polite and is no safeguard.
    """

    num_requests: int
    duration: int

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            is_allowed = super().allow_request(request, view)
        except (RedisError, OSError):
            return True
        passed_s = self.now - self.history[-1] if self.history else 0.0
        left = self.num_requests - len(self.history)
        note(request, RateLimit(self.num_requests, left, ceil(self.duration - passed_s)))
        return is_allowed


class ScopeThrottle(BaseThrottle):
    """Exact limits for what costs something: a view's `throttle_scope`, rates in DEFAULT_THROTTLE_RATES."""

    def __init__(self) -> None:
        self._wait_s: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        scope = getattr(view, "throttle_scope", None)
        if scope is None:
            return True
        limit, window_s = _rate(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][scope])
        who = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        allowance = hit(f"api:{scope}:{who}", limit, window_s)
        self._wait_s = None if allowance.allowed else allowance.retry_after_s
        note(request, RateLimit(limit, allowance.remaining, allowance.resets_in_s))
        return allowance.allowed

    def wait(self) -> int | None:
        return self._wait_s


class _RateParser(SimpleRateThrottle):
    rate = "1/s"


def _rate(text: str) -> tuple[int, int]:
    limit, window_s = _RateParser().parse_rate(text)
    if limit is None or window_s is None:
        raise ValueError(f"no rate: {text}")
    return limit, window_s
