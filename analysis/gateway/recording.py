"""Each try is guarded by the breaker, counted and put on record, without a word of what was said."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.utils import timezone

from analysis.errors import AIAnalysisError, ClaudeAPIError, ClaudePausedError
from analysis.gateway.keys import base_url
from config.core import breaker
from config.core.counters import count_call
from config.core.errors import CircuitOpenError
from config.core.logging import logger
from config.core.models import ExternalCall

SERVICE = "claude"

log = logger(__name__)


def line_of(model: str) -> str:
    """The name of the breaker: one per address and model."""
    digest = hashlib.sha256(base_url().encode()).hexdigest()[:8]
    return f"{SERVICE}:{digest}:{model}"[:100]


@contextmanager
def recorded(operation: str, model: str) -> Iterator[None]:
    """Around one try. Raises ClaudePausedError, without a try, while the service is left alone."""
    line = line_of(model)
    try:
        breaker.enter(line)
    except CircuitOpenError as error:
        raise ClaudePausedError(retry_after_s=error.retry_after_s) from error
    started_at, started = timezone.now(), time.monotonic()
    failed: AIAnalysisError | None = None
    try:
        yield
    except AIAnalysisError as error:
        failed = error
        raise
    finally:
        # Whatever is not the service's own trouble, a refusal or a reader who left, is an answer.
        is_trouble = isinstance(failed, ClaudeAPIError) and failed.retryable
        (breaker.failed if is_trouble else breaker.answered)(line)
        _write_down(operation, started_at, time.monotonic() - started, failed)


def _write_down(
    operation: str, started_at: datetime, duration_s: float, failed: AIAnalysisError | None
) -> None:
    status = failed.http_status if isinstance(failed, ClaudeAPIError) else 200
    count_call(SERVICE, operation, status, duration_s)
    ExternalCall.objects.create(
        service=SERVICE,
        operation=operation,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
        started_at=started_at,
        duration_ms=round(duration_s * 1_000),
        status=status,
        error_code=failed.code if failed else "",
    )
    if failed:
        log.warning(
            "claude_try_failed",
            operation=operation,
            code=failed.code,
            status=status,
            provider_request_id=failed.request_id,
        )
