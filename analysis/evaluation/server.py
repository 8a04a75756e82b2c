"""A server on loopback that speaks the Messages API as far as asking for one answer goes."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 400
CHARS_PER_TOKEN = 4
HANG_UP = 0


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: blocks of the Messages API, or with another `status` an error; HANG_UP says nothing at all.

    `delay_s` is the silence before it.
    """

    blocks: Sequence[Mapping[str, Any]] = ()
    stop_reason: str = "end_turn"
    status: int = 200
    delay_s: float = 0.0


type Persona = Callable[[dict[str, Any]], Said]
"""Given the body of a request."""


def text(said: str, **options: Any) -> Said:
    return Said(({"type": "text", "text": said},), **options)


def tool_call(name: str, arguments: Mapping[str, Any]) -> Said:
    block = {"type": "tool_use", "id": "toolu_evaluation", "name": name, "input": dict(arguments)}
    return Said((block,), "tool_use")


class Stage(ThreadingHTTPServer):
    """`persona` is who answers; `asked` counts the requests, `busy_s` is how long they took here."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, persona: Persona) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.persona, self.asked, self.busy_s = persona, 0, 0.0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


@contextmanager
def on_stage(persona: Persona) -> Iterator[Stage]:
    stage = Stage(persona)
    threading.Thread(target=stage.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield stage
    finally:
        stage.shutdown()
        stage.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Stage

    def do_POST(self) -> None:
        begun = time.monotonic()
        try:
            self._answer(json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}"))
        finally:
            self.server.busy_s += time.monotonic() - begun

    def _answer(self, body: dict[str, Any]) -> None:
        self.server.asked += 1
        said = self.server.persona(body)
        time.sleep(said.delay_s)
        with suppress(OSError):
            if said.status == HANG_UP:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            elif said.status != 200:
                self._error(said.status)
            else:
                self._stream(body, said)

    def _error(self, status: int) -> None:
        kind = "overloaded_error" if status == 529 else "api_error"
        answer = json.dumps({"type": "error", "error": {"type": kind, "message": "scripted"}}).encode()
        self._head(status, "application/json", ("Content-Length", str(len(answer))))
        self.wfile.write(answer)

    def _stream(self, body: dict[str, Any], said: Said) -> None:
        self._head(200, "text/event-stream", ("Transfer-Encoding", "chunked"))
        for kind, data in _events(body, said):
            line = f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()
            self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def _head(self, status: int, kind: str, length: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), length, ("request-id", f"req_{self.server.asked:06}")):
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


def _events(body: dict[str, Any], said: Said) -> Iterator[tuple[str, dict[str, Any]]]:
    used = {"input_tokens": len(json.dumps(body)) // CHARS_PER_TOKEN, "output_tokens": 1}
    message = {"id": "msg_evaluation", "type": "message", "role": "assistant", "model": body["model"]}
    opened = {**message, "content": [], "stop_reason": None, "stop_sequence": None, "usage": used}
    yield "message_start", {"message": opened}
    for index, block in enumerate(said.blocks):
        yield from _block(index, block)
    output = max(len(json.dumps(list(said.blocks))) // CHARS_PER_TOKEN, 1)
    ended = {"stop_reason": said.stop_reason, "stop_sequence": None, "stop_details": None}
    yield "message_delta", {"delta": ended, "usage": {"output_tokens": output}}
    yield "message_stop", {}


def _block(index: int, block: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    is_text = block["type"] == "text"
    empty = {**block, "text": ""} if is_text else {**block, "input": {}}
    yield "content_block_start", {"index": index, "content_block": empty}
    whole = str(block["text"]) if is_text else json.dumps(block["input"])
    for at in range(0, len(whole), PIECE):
        piece = whole[at : at + PIECE]
        delta = {"type": "text_delta", "text": piece}
        if not is_text:
            delta = {"type": "input_json_delta", "partial_json": piece}
        yield "content_block_delta", {"index": index, "delta": delta}
    yield "content_block_stop", {"index": index}
