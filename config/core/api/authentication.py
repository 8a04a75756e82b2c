"""Who calls the API."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication


class BrowserSession(SessionAuthentication):
    """DRF's own, with a challenge: so who is not logged in gets 401, and 403 means "not you"."""

    def authenticate(self, request: Any) -> Any:
        """None where the request shows a token: a cookie that comes along must not widen what that may do."""
        if request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        return super().authenticate(request)

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002
        return "Session"


class BrowserSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """Registers itself with the description of the API."""

    target_class = "config.core.api.authentication.BrowserSession"
