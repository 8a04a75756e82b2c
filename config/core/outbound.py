"""Talking to other people's servers: in turn, not while they are down, and on record.

One adapter for every library that speaks through `requests`. What was asked and how it ended is kept per
call; what was said never is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.utils import timezone
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError, ReadTimeout, RequestException

from config.core import breaker, pacing
from config.core.counters import count_call
from config.core.models import ExternalCall
from config.core.patience import hurry, patience

FLUSH_AT = 50
TIMEOUT_S = (10.0, 30.0)
"""To connect, and between two pieces of an answer."""
PIECE_BYTES = 8 * 1024
LONGEST_RETRY_AFTER_S = 24 * 3600.0


@dataclass
class Line:
    """A line to one service on behalf of one subject.

    `service` names breaker and records, `cost_usd` is what each call that works costs. `before_call` runs
    before each request and may raise to stop, `after_call` once its answer is here. Records are buffered:
    whoever opened the line calls `flush` when done, in `finally`.
    """

    service: str
    subject: UUID
    per_s: float
    before_call: Callable[[], None] = lambda: None
    after_call: Callable[[], None] = lambda: None
    cost_usd: Decimal | None = None
    requests: int = 0
    retry_after_s: float | None = None
    _calls: list[ExternalCall] = field(default_factory=list, repr=False)

    def turn(self, host: str) -> None:
        """Wait until `host` may be asked; raises CircuitOpenError while the service is left alone."""
        self.before_call()
        pacing.wait_turn(f"host:{host}", self.per_s)
        breaker.enter(self.service)
        self.requests += 1

    def record(
        self,
        operation: str,
        started_at: datetime,
        duration_s: float,
        *,
        status: int | None = None,
        received_bytes: int | None = None,
        error_code: str = "",
        is_judged: bool = True,
    ) -> None:
        """Remember one call and, if `is_judged`, tell the breaker how it went."""
        self.after_call()
        if is_judged:
            self.judge(status)
        count_call(self.service, operation, status, duration_s)
        self._calls.append(
            ExternalCall(
                service=self.service,
                operation=operation[:100],
                subject=self.subject,
                request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
                started_at=started_at,
                duration_ms=round(duration_s * 1_000),
                status=status,
                received_bytes=received_bytes,
                error_code=error_code,
                cost_usd=self.cost_usd if status is not None and status < 300 else None,
            )
        )
        if len(self._calls) >= FLUSH_AT:
            self.flush()

    def judge(self, status: int | None) -> None:
        """Tell the breaker how the service answered; None is not at all."""
        is_failure = status is None or status >= 500 or status == 429
        (breaker.failed if is_failure else breaker.answered)(self.service)

    def flush(self) -> None:
        """Write the records down."""
        calls, self._calls = self._calls, []
        ExternalCall.objects.bulk_create(calls)


class PoliteAdapter(HTTPAdapter):
    """Sends each request of a session through its line; `name_of` gives the operation's name for the record.

    `files` is what a path contains under which large files are. Mount it for `https://` and `http://`. Raises
    what `requests` raises, and CircuitOpenError. An answer that is read as a whole has `most_text_bytes`: as
    JSON it takes up to 25 times as much memory.
    """

    timeout_s: ClassVar[tuple[float, float]] = TIMEOUT_S
    longest_answer_s: ClassVar[float] = 60.0
    most_file_bytes: ClassVar[int] = 64 * 1024 * 1024
    most_text_bytes: ClassVar[int] = 8 * 1024 * 1024

    def __init__(self, line: Line, name_of: Callable[[PreparedRequest], str], *, files: str = "") -> None:
        super().__init__(max_retries=0)
        self._line, self._name_of, self._files = line, name_of, files

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        hurry(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        hurry(manager)
        return manager

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        kwargs["timeout"] = kwargs.get("timeout") or self.timeout_s
        self._line.turn(urlsplit(request.url or "").hostname or "")
        started_at, started = timezone.now(), time.monotonic()
        name = self._name_of(request)
        try:
            response = self._answer(request, *args, **kwargs)
        except RequestException as error:
            self._line.record(name, started_at, time.monotonic() - started, error_code=type(error).__name__)
            raise
        self._line.retry_after_s = retry_after_s(response.headers)
        self._line.record(
            name,
            started_at,
            time.monotonic() - started,
            status=response.status_code,
            received_bytes=len(response.content),
        )
        return response

    def _answer(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """The answer with its whole body; what drips for too long ends as a RequestException."""
        is_file = bool(self._files) and self._files in urlsplit(request.url or "").path
        with patience(self.longest_answer_s) as waiting:
            try:
                response = super().send(request, *args, **kwargs)
                _read(response, self.most_file_bytes if is_file else self.most_text_bytes)
            except RequestException as error:
                if waiting.is_over:
                    raise ReadTimeout("the answer takes too long") from error
                raise
        if waiting.is_over:
            raise ReadTimeout("the answer takes too long")
        return response


def _read(response: Response, most_bytes: int) -> None:
    """Read the body; one without end ends as a RequestException."""
    body = bytearray()
    for piece in response.iter_content(PIECE_BYTES):
        body += piece
        if len(body) > most_bytes:
            response.close()
            raise ContentDecodingError("the answer is too large")
    # What `response.content` would have kept, had it been the one to read.
    response._content = bytes(body)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that a `Retry-After` asks for, as a number or as an HTTP date; None without a usable one."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isdecimal():
        return min(float(text[:9]), LONGEST_RETRY_AFTER_S)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((moment - timezone.now()).total_seconds(), 0.0), LONGEST_RETRY_AFTER_S)
