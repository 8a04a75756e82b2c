"""What each refusal of the service means to us, without the SDK."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from analysis.errors import (
    AIAnalysisError,
    ClaudeAPIError,
    ClaudeAuthError,
    ClaudeBillingError,
    ClaudeOverloadedError,
    ClaudeRateLimitError,
    ClaudeTokenLimitError,
)
from config.core import outbound

SPEND_LIMIT = "spend_limit_reached"
STATUS_OF_TYPE = {
    **{"invalid_request_error": 400, "authentication_error": 401, "billing_error": 402},
    **{"permission_error": 403, "not_found_error": 404, "conflict_error": 409, "request_too_large": 413},
    **{"rate_limit_error": 429, "api_error": 500, "timeout_error": 504, "overloaded_error": 529},
}
"""In the middle of a stream the HTTP status has long been 200; the type says what it would have been."""


def failure(
    status: int, *, type: str, error_code: str, request_id: str, headers: Mapping[str, str]
) -> AIAnalysisError:
    """The error for an answer that is one. The service's own text is left out: it may quote what was sent."""
    status = status if status >= 400 else STATUS_OF_TYPE.get(type, 500)
    if status == 413:
        return ClaudeTokenLimitError(kind="input", request_id=request_id)
    says = headers.get("x-should-retry", "").lower()
    return _kind(status, type, error_code)(
        http_status=status,
        type=type,
        error_code=error_code,
        request_id=request_id,
        retry_after_s=retry_after_s(headers),
        retryable={"true": True, "false": False}.get(says),
    )


def _kind(status: int, said: str, error_code: str) -> type[ClaudeAPIError]:
    if status == 402 or said == "billing_error" or SPEND_LIMIT in error_code:
        return ClaudeBillingError
    if status in (401, 403, 404):
        return ClaudeAuthError
    if status == 429:
        return ClaudeRateLimitError
    if status in (408, 409) or status >= 500:
        return ClaudeOverloadedError
    return ClaudeAPIError


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that the service asks for; it may ask for parts of a second, or until a date."""
    written = headers.get("retry-after", "")
    try:
        seconds = float(written)
    except ValueError:
        return outbound.retry_after_s({"Retry-After": written})
    return max(seconds, 0.0) if isfinite(seconds) else None
