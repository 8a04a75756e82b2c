"""The sessions of a login: their requests wait their turn, and how they were answered is remembered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from athletes.sources.garmin_login.refusal import is_json
from config.core.outbound import retry_after_s


@dataclass(frozen=True, slots=True)
class Sign:
    """How one request of a login was answered. `status` None: not at all."""

    status: int | None
    is_json: bool = False
    has_captcha: bool = False
    is_session_over: bool = False
    retry_after_s: float | None = None


@dataclass
class PacedSession:
    """Stands in for a session of either HTTP library.

    `wait` is told the address before each request, `record` how it ended, as `Line.record` is.
    """

    session: Any = field(repr=False)
    wait: Callable[[str], None] = field(repr=False)
    record: Callable[..., None] = field(repr=False)
    signs: list[Sign]

    def get(self, url: str, **options: Any) -> Any:
        return self._asked(url, lambda: self.session.get(url, **options))

    def post(self, url: str, **options: Any) -> Any:
        return self._asked(url, lambda: self.session.post(url, **options))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def _asked(self, url: str, call: Callable[[], Any]) -> Any:
        self.wait(url)
        started_at, started = timezone.now(), time.monotonic()
        try:
            answer = call()
        except Exception as error:
            self.record(url, started_at, time.monotonic() - started, error_code=type(error).__name__)
            self.signs.append(Sign(None))
            raise
        spent_s, size = time.monotonic() - started, len(answer.content)
        self.record(url, started_at, spent_s, status=answer.status_code, received_bytes=size)
        self.signs.append(
            Sign(
                answer.status_code,
                is_json=is_json(answer),
                has_captcha="CAPTCHA_REQUIRED" in answer.text,
                is_session_over="SESSION_EXPIRED" in answer.text,
                retry_after_s=retry_after_s(answer.headers),
            )
        )
        return answer
