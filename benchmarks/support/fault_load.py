"""Writers and readers of the fault drill: what they asked, what was promised to them, and what is there."""

import contextlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from support.fit_file import ride
from support.server import Server

PATIENCE_S, PAUSE_S, STUBBORN_S = 30, 0.25, 90
FIRST_DAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
READ = ("", "activities/?limit=30", "days/", "load/", "readiness/", "planned-sessions/", "signals/")
STREAM = "/athletes/me/chat/turns/00000000-0000-0000-0000-000000000000/stream/"
"""Answered by the pool for streams: that one has to log in first."""
BUSY = 409
"""The first request under this key may still be running: an answer, not an error."""


@dataclass(frozen=True)
class Asked:
    """One request: `pool` is the one that nginx asks, `status` 0 when nothing was answered."""

    pool: str
    begun: float
    ended: float
    status: int

    @property
    def is_failed(self) -> bool:
        return self.status not in (200, 201, 202, 302, BUSY)


@dataclass(frozen=True)
class Write:
    """What was sent: a `path`, under a key that names it once, by `who`; files as `content`."""

    kind: str
    mark: str
    who: str
    path: str
    body: dict[str, Any] = field(default_factory=dict)
    content: bytes = b""


@dataclass
class Client:
    """Somebody with a key, through nginx; everything asked is kept in `asked`."""

    server: Server
    asked: list[Asked]

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(self.server.certificate)

    def get(self, path: str, key: str, pool: str = "web") -> requests.Response | None:
        return self._ask("GET", path, key, pool)

    def send(self, write: Write) -> requests.Response | None:
        files = {"files": (f"{write.mark}.fit", write.content)} if write.content else None
        body = None if files else write.body
        return self._ask("POST", write.path, write.who, "web", mark=write.mark, files=files, json=body)

    def pages(self, path: str, key: str) -> Iterator[dict[str, Any]]:
        """All rows of a list; asked until answered."""
        url: str | None = path
        while url:
            answer = self.get(url.removeprefix(self.server.url), key)
            if answer is None or answer.status_code >= 500:
                time.sleep(PAUSE_S)
                continue
            answer.raise_for_status()
            told = answer.json()
            yield from told if isinstance(told, list) else told["results"]
            url = None if isinstance(told, list) else told["next"]

    def _ask(
        self, method: str, path: str, key: str, pool: str, mark: str = "", **more: Any
    ) -> requests.Response | None:
        headers = {"Authorization": f"Bearer {key}"} | ({"Idempotency-Key": mark} if mark else {})
        begun, answer = time.monotonic(), None
        with contextlib.suppress(requests.RequestException):
            answer = self._session.request(
                method,
                f"{self.server.url}{path}",
                headers=headers,
                timeout=PATIENCE_S,
                allow_redirects=False,
                **more,
            )
        status = 0 if answer is None else answer.status_code
        self.asked.append(Asked(pool, begun, time.monotonic(), status))
        return answer


@dataclass
class Load:
    """People who read and write until they are stopped; `accepted` and `in_doubt` are what they sent."""

    server: Server
    people: dict[str, Any]
    asked: list[Asked] = field(default_factory=list)
    accepted: list[Write] = field(default_factory=list)
    in_doubt: list[Write] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        athletes = self.people["athletes"]
        makers = (_comments(self.people), _comments(self.people), _markers(athletes), _files(athletes[0]))
        for make, pause_s in zip(makers, (1.0, 1.0, 0.5, 3.0), strict=True):
            self._thread(self._write, make, pause_s)
        for person in athletes:
            self._thread(self._read, person["key"])

    def stop(self) -> None:
        self._is_over.set()
        for each in self._threads:
            each.join()

    def insist(self, client: Client, write: Write) -> requests.Response | None:
        """Send it until it is accepted, under the same key; None when it stays in doubt."""
        deadline = time.monotonic() + STUBBORN_S
        while time.monotonic() < deadline:
            answer = client.send(write)
            if answer is not None and answer.ok:
                self.accepted.append(write)
                return answer
            if answer is not None and answer.status_code < 500:
                assert answer.status_code == BUSY, answer.text
                break
            time.sleep(PAUSE_S)
        self.in_doubt.append(write)
        return None

    def _thread(self, target: Callable[..., None], *arguments: Any) -> None:
        self._threads.append(threading.Thread(target=target, args=arguments, daemon=True))
        self._threads[-1].start()

    def _write(self, make: Iterator[Write], pause_s: float) -> None:
        client = Client(self.server, self.asked)
        while not self._is_over.wait(pause_s):
            self.insist(client, next(make))

    def _read(self, key: str) -> None:
        client, number = Client(self.server, self.asked), 0
        while not self._is_over.wait(PAUSE_S):
            number += 1
            if number % 10:
                client.get(f"/api/v1/athletes/me/{READ[number % len(READ)]}", key)
            else:
                client.get(STREAM, key, "streams")


def file_of(person: dict[str, str], number: int) -> Write:
    """A ride of ten minutes, of an hour of its own."""
    content = ride(FIRST_DAY + timedelta(hours=number), length_s=600, seed=number)
    return Write("file", _mark(), person["key"], "/api/v1/athletes/me/imports/", content=content)


def lost_and_doubled(load: Load) -> dict[str, int]:
    """How much of what was accepted is not there, or is there twice, asked through nginx."""
    client, marks, files = Client(load.server, []), Counter[str](), 0
    for person in load.people["athletes"]:
        rows = client.pages("/api/v1/athletes/me/markers/?limit=200", person["key"])
        marks.update(each["note"] for each in rows)
        rows = client.pages("/api/v1/athletes/me/activities/?limit=200", person["key"])
        files += sum(each["load"] is not None for each in rows)
    for athlete, session in load.people["sessions"]:
        path = f"/api/v1/athletes/{athlete}/planned-sessions/{session}/comments/"
        marks.update(each["text"] for each in client.pages(path, load.people["coach"]))
    sent = sum(each.kind == "file" for each in load.accepted)
    doubtful = sum(each.kind == "file" for each in load.in_doubt)
    rows = [each.mark for each in load.accepted if each.kind != "file"]
    return {
        "lost": sum(mark not in marks for mark in rows) + max(0, sent - files),
        "doubled": sum(count > 1 for count in marks.values()) + max(0, files - sent - doubtful),
    }


def _mark() -> str:
    return f"drill-{secrets.token_hex(8)}"


def _comments(people: dict[str, Any]) -> Iterator[Write]:
    number = 0
    while True:
        athlete, session = people["sessions"][number % len(people["sessions"])]
        mark, number = _mark(), number + 1
        path = f"/api/v1/athletes/{athlete}/planned-sessions/{session}/comments/"
        yield Write("comment", mark, people["coach"], path, {"text": mark})


def _markers(athletes: list[dict[str, str]]) -> Iterator[Write]:
    number = 0
    while True:
        mark, number = _mark(), number + 1
        body = {"kind": "other", "start": "2026-03-01", "end": "2026-03-02", "note": mark}
        key = athletes[number % len(athletes)]["key"]
        yield Write("marker", mark, key, "/api/v1/athletes/me/markers/", body)


def _files(person: dict[str, str]) -> Iterator[Write]:
    number = 0
    while True:
        number += 1
        yield file_of(person, number)
