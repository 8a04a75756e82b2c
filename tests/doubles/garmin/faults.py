"""Faults by script: the next calls to a path are answered as a test says."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

type Kind = Literal["answer", "slow", "drip", "cut", "close"]
type Change = Callable[[Any], Any]

HTML = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Attention Required!</body></html>"
)


@dataclass
class Fault:
    """What happens to calls whose path matches the expression `path` anywhere, `times` times (None: always).

    `answer` answers with `status`, `headers` and `body`; `slow` waits `seconds`, then answers rightly; `drip`
    sends the right answer with a pause of `seconds` in its middle; `cut` announces the whole answer and
    closes after half of it; `close` closes without a word. The first `skip` calls are spared. `account`
    names the only one it happens to.
    """

    path: str
    times: int | None = 1
    kind: Kind = "answer"
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: str | bytes | dict | list = b""
    seconds: float = 0.0
    skip: int = 0
    method: str | None = None
    account: str | None = None
    used: int = 0

    def matches(self, method: str, path: str, account: str | None) -> bool:
        return (
            bool(re.search(self.path, path))
            and self.method in (None, method)
            and self.account in (None, account)
            and (self.times is None or self.used < self.times)
        )

    @property
    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


class Script:
    """The faults of one double, the changes of its answers and what happens after calls."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._changes: list[tuple[str, Change]] = []
        self._then: list[tuple[str, Callable[[], Any]]] = []
        self._lock = threading.Lock()

    def add(self, path: str, **what: Any) -> Fault:
        fault = Fault(path, **what)
        with self._lock:
            self._faults.append(fault)
        return fault

    def html(self, path: str, *, status: int = 200, times: int | None = 1, **what: Any) -> Fault:
        """A page of HTML, as a bot check or a maintenance page."""
        headers = {"Content-Type": "text/html; charset=UTF-8"}
        return self.add(path, status=status, headers=headers, body=HTML, times=times, **what)

    def malformed(self, path: str, *, times: int | None = 1, **what: Any) -> Fault:
        """200 with JSON that stops in the middle."""
        return self.add(path, status=200, body='{"calendarDate": "2026-', times=times, **what)

    def redirect(self, path: str, to: str, *, times: int | None = 1, **what: Any) -> Fault:
        return self.add(path, status=302, headers={"Location": to}, times=times, **what)

    def change(self, path: str, change: Change) -> None:
        """Let `change` rewrite every JSON answer of matching paths from now on."""
        with self._lock:
            self._changes.append((path, change))

    def then(self, path: str, do: Callable[[], Any]) -> None:
        """Do something once, after the next answer of a matching path."""
        with self._lock:
            self._then.append((path, do))

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._changes.clear()
            self._then.clear()

    def take(self, method: str, path: str, account: str | None) -> Fault | None:
        """The fault this call meets, if any."""
        with self._lock:
            for fault in self._faults:
                if not fault.matches(method, path, account):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.used += 1
                return fault
        return None

    def changed(self, path: str, body: Any) -> Any:
        with self._lock:
            changes = [change for pattern, change in self._changes if re.search(pattern, path)]
        for change in changes:
            body = change(body)
        return body

    def after(self, path: str) -> None:
        with self._lock:
            due = [each for each in self._then if re.search(each[0], path)]
            self._then = [each for each in self._then if each not in due]
        for _, do in due:
            do()
