"""How often the API may be asked: everything per user, costly things per scope and exactly."""

from typing import Any

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle, UserRateThrottle

from config.core.ratelimit import hit


class UserThrottle(UserRateThrottle):
    """All requests of a user (an address when nobody is logged in), counted in the cache.

    Without the cache nobody is refused: this keeps a busy script polite and is no safeguard.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except (RedisError, OSError):
            return True


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
