"""A small HTTP/1.1 server: keep-alive, a thread per connection, answers in one piece or as a stream."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import urlsplit

from tests.doubles.claude.streaming import DROP


@dataclass
class Asked:
    """A request as it came; names of headers are in lower case. `was_left` once the client went away."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    was_left: bool = False
    body: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.body = json.loads(self.raw or b"{}")
        except ValueError:
            self.body = {}


@dataclass
class Answer:
    """`content` other than bytes becomes JSON; status 0 hangs up instead.

    `pieces` makes it a stream of bytes, pauses in seconds and DROP.
    """

    status: int = 200
    content: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Iterable[bytes | float | object] | None = None

    @property
    def bytes(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


class Service(Protocol):
    def answer(self, asked: Asked) -> Answer: ...


class Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def __init__(self, service: Service, port: int) -> None:
        self.service = service
        super().__init__(("127.0.0.1", port), _Handler)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listening

    def handle_any(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, urlsplit(self.path).path, headers, self.rfile.read(size))
        answer = self.server.service.answer(asked)
        if answer.status == 0:
            self._hang_up()
            return
        try:
            self._stream(answer) if answer.pieces is not None else self._send(answer)
        except OSError:
            asked.was_left = True
            self.close_connection = True

    do_GET = do_POST = do_DELETE = handle_any

    def _send(self, answer: Answer) -> None:
        self._head(answer, {"Content-Type": "application/json", "Content-Length": str(len(answer.bytes))})
        self.wfile.write(answer.bytes)

    def _stream(self, answer: Answer) -> None:
        self._head(answer, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        for piece in answer.pieces or ():
            if piece is DROP:
                self._hang_up()
                return
            if isinstance(piece, bytes):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            else:
                time.sleep(float(piece))  # type: ignore[arg-type]
        self.wfile.write(b"0\r\n\r\n")

    def _head(self, answer: Answer, headers: dict[str, str]) -> None:
        self.send_response(answer.status)
        for name, value in (headers | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _hang_up(self) -> None:
        # close() alone would not drop it: the files made from the socket keep it open.
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the test's screen."""
