"""A small HTTP/1.1 server for doubles: keep-alive, a thread per connection, log, limits, faults, latency."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles.garmin.faults import Fault, Script
from tests.doubles.garmin.traffic import Call, Traffic


@dataclass(frozen=True)
class Asked:
    """A request. `query` has the last value of each name, header names are in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body or b"null")

    def form(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Answer:
    """A response. `content` other than bytes becomes JSON."""

    status: int = 200
    content: Any = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


NO_CONTENT = Answer(204)
NOT_FOUND = Answer(404, {})
BAD_REQUEST = Answer(400, {})


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Double:
    """The base of both services. Use as a context manager or call `start` and `stop`.

    `latency_s` is added to every answer; `script` holds the faults, `traffic` the log, `issued` every token
    that was ever given out. Stopped and started again it has the same address.
    """

    name = "double"

    def __init__(self, *, latency_s: float = 0.0) -> None:
        self.latency_s = latency_s
        self.script = Script()
        self.traffic = Traffic()
        self.issued: list[str] = []
        self._server = _Listening(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> Double:
        if self._server.fileno() < 0:
            self._server = _Listening(("127.0.0.1", self.port), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Double:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def answer(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def account_of(self, asked: Asked) -> str | None:
        """Whose request it is, as far as it says so."""
        return None

    def host_of(self, asked: Asked) -> str:
        """The name of the host that serves such a path in the world."""
        return self.name

    def answered(self, asked: Asked, call: Call, fault: Fault | None) -> Answer:
        """The answer after limits, faults and latency."""
        allowed = self.traffic.begin(call)
        if self.latency_s:
            time.sleep(self.latency_s)
        if not allowed:
            return Answer(429, {}, self.traffic.limits.headers())
        if fault and fault.kind == "answer":
            return Answer(fault.status, fault.content, fault.headers)
        if fault and fault.kind == "slow":
            time.sleep(fault.seconds)
        answer = self.answer(asked)
        if not isinstance(answer.content, bytes):
            changed = self.script.changed(asked.path, answer.content)
            answer = Answer(answer.status, changed, answer.headers)
        return answer


def _handler(double: Double) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        owner = double

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536
    owner: Double

    def handle_one(self) -> None:
        split = urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        query = {name: each[-1] for name, each in parse_qs(split.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, split.path, query, headers, self.rfile.read(size))
        owner, account = self.owner, self.owner.account_of(asked)
        call = Call(0.0, owner.host_of(asked), asked.method, asked.path, split.query, account)
        fault = owner.script.take(asked.method, asked.path, account)
        status, sent = 0, 0
        try:
            answer = owner.answered(asked, call, fault)
            status, sent = answer.status, len(answer.body)
        finally:
            # Counted out before the last byte leaves: the client's next call must not meet this one.
            owner.traffic.end(call, status, sent)
        owner.script.after(asked.path)
        self._send(answer, fault)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = handle_one

    def _send(self, answer: Answer, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        if kind == "close":
            self._hang_up()
            return
        body = answer.body
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body))} | answer.headers
        if answer.status == 204:
            del headers["Content-Type"]
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        half = len(body) // 2
        if kind in ("cut", "drip"):
            self.wfile.write(body[:half])
            self.wfile.flush()
        if kind == "cut":
            self._hang_up()
            return
        if kind == "drip" and fault:
            time.sleep(fault.seconds)
        self.wfile.write(body[half:] if kind == "drip" else body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the test's screen."""
