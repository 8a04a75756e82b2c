"""The sessions of a login: their requests wait their turn, and how they were answered is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from athletes.sources.garmin_login.refusal import is_json
from config.core.outbound import retry_after_s


@dataclass(frozen=True, slots=True)
class Sign:
    """How one request of a login was answered. `status` None: not at all."""

    status: int | None
    is_json: bool = False
    has_captcha: bool = False
    retry_after_s: float | None = None


@dataclass
class PacedSession:
    """Stands in for a session of either HTTP library; `wait` is told the address before each request."""

    session: Any = field(repr=False)
    wait: Callable[[str], None] = field(repr=False)
    signs: list[Sign]

    def get(self, url: str, **options: Any) -> Any:
        return self._asked(url, lambda: self.session.get(url, **options))

    def post(self, url: str, **options: Any) -> Any:
        return self._asked(url, lambda: self.session.post(url, **options))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def _asked(self, url: str, call: Callable[[], Any]) -> Any:
        self.wait(url)
        try:
            answer = call()
        except Exception:
            self.signs.append(Sign(None))
            raise
        self.signs.append(
            Sign(
                answer.status_code,
                is_json=is_json(answer),
                has_captcha="CAPTCHA_REQUIRED" in answer.text,
                retry_after_s=retry_after_s(answer.headers),
            )
        )
        return answer
