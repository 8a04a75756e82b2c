"""What a double sees: every call with its times, how many run at once, what offends against the limits."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict, deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

type HeaderForm = Literal["seconds", "date", "none"]

SLACK_S = 0.02
"""Network and thread switches may bring two well spaced calls this much nearer to each other."""


@dataclass
class Call:
    """One request. `at` is seconds of a steady clock since the double began; `account` is whose it was."""

    at: float
    host: str
    method: str
    path: str
    query: str
    account: str | None
    seconds: float = 0.0
    status: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Violation:
    """A call that came too early: `kind` is "in_flight" or "per_second", `count` how many there then were."""

    kind: str
    at: float
    host: str
    account: str | None
    path: str
    count: int


@dataclass
class Limits:
    """What is allowed; None allows everything. With `refuse` an offending call is answered 429."""

    in_flight: int | None = None
    per_second: float | None = None
    refuse: bool = False
    retry_after_s: int = 14
    retry_after: HeaderForm = "seconds"

    def headers(self) -> dict[str, str]:
        if self.retry_after == "none":
            return {}
        if self.retry_after == "seconds":
            return {"Retry-After": str(self.retry_after_s)}
        moment = datetime.now(UTC) + timedelta(seconds=self.retry_after_s)
        return {"Retry-After": format_datetime(moment, usegmt=True)}


class Traffic:
    """The log of one double; safe for its threads."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.most_in_flight: Counter[str | None] = Counter()
        self._running: Counter[str | None] = Counter()
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()
        self.began = time.monotonic()

    def begin(self, call: Call) -> bool:
        """Count a call in; False when the limits refuse it."""
        with self._lock:
            call.at = time.monotonic() - self.began
            self.calls.append(call)
            self._running[call.account] += 1
            running = self._running[call.account]
            self.most_in_flight[call.account] = max(running, self.most_in_flight[call.account])
            found = len(self.violations)
            if call.account and self.limits.in_flight and running > self.limits.in_flight:
                self._note("in_flight", call, running)
            self._count_second(call)
            return not (self.limits.refuse and len(self.violations) > found)

    def end(self, call: Call, status: int, size: int) -> None:
        with self._lock:
            call.seconds = time.monotonic() - self.began - call.at
            call.status, call.bytes = status, size
            self._running[call.account] -= 1

    def seen(self, part: str = "", *, account: str | None = None, method: str | None = None) -> list[Call]:
        """The calls whose path contains `part`."""
        with self._lock:
            return [
                call
                for call in self.calls
                if part in call.path
                and (account is None or call.account == account)
                and (method is None or call.method == method)
            ]

    def paths(self) -> list[str]:
        return [call.path for call in self.seen()]

    def forget(self) -> None:
        """Begin an empty log."""
        with self._lock:
            self.calls.clear()
            self.violations.clear()
            self.most_in_flight.clear()
            self._recent.clear()

    def report(self) -> dict[str, Any]:
        """Everything as plain JSON."""
        with self._lock:
            return {
                "calls": [asdict(call) for call in self.calls],
                "violations": [asdict(each) for each in self.violations],
                "most_in_flight": {str(name): count for name, count in self.most_in_flight.items()},
            }

    def _count_second(self, call: Call) -> None:
        allowed = self.limits.per_second
        if not allowed:
            return
        window = self._recent[call.host]
        window.append(call.at)
        # 2 a second are two in any second, 0.5 a second are one in any two.
        most, length_s = (allowed, 1.0) if allowed >= 1 else (1, 1 / allowed)
        while window[0] <= call.at - length_s + SLACK_S:
            window.popleft()
        if len(window) > most:
            self._note("per_second", call, len(window))

    def _note(self, kind: str, call: Call, count: int) -> None:
        self.violations.append(Violation(kind, call.at, call.host, call.account, call.path, count))
