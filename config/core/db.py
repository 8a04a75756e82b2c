"""Slow and failed queries in the log, without what was asked for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection

from config.core import counters
from config.core.logging import logger

MAX_SQL = 1_000

log = logger(__name__)


@contextmanager
def logged_queries() -> Iterator[None]:
    """Within the block, log queries that fail or exceed SLOW_QUERY_MS: the SQL, never its parameters."""
    with connection.execute_wrapper(_observe):
        yield


def _observe(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    except IntegrityError:
        # Unique keys are how we find out that something is there already; the caller decides what it means.
        raise
    except DatabaseError as error:
        counters.QUERY_ERRORS.inc()
        # The error's text quotes values, so only its kind is kept.
        log.error("query_failed", sql=_short(sql), error=type(error).__name__, took_ms=_ms_since(started))
        raise
    finally:
        took_ms = _ms_since(started)
        counters.QUERY_SECONDS.observe(took_ms / 1_000)
        if took_ms > settings.SLOW_QUERY_MS:
            log.warning("query_slow", sql=_short(sql), took_ms=took_ms)


def _short(sql: Any) -> str:
    text = " ".join(str(sql).split())
    return text if len(text) <= MAX_SQL else f"{text[:MAX_SQL]}…"


def _ms_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1_000)
