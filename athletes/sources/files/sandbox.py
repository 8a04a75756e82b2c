"""Parsing in a child process that may crash, hang or swell without harm to the worker that asked."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Self

from athletes.sources.files.codec import decode
from athletes.sources.files.errors import (
    FILE_PARSER_CRASHED,
    FILE_PARSER_TIMEOUT,
    FILE_TOO_LARGE,
    FileError,
)
from athletes.sources.files.frames import LENGTHS, pack_frame
from athletes.sources.files.limits import MAX_FILE_BYTES
from athletes.sources.records import Original, RecordedActivity

_ROOT = Path(__file__).resolve().parents[3]
_WORKER = "athletes.sources.files.sandbox_worker"
_CHUNK = 1024 * 1024
_MAX_ANSWER_BYTES = 512 * 1024 * 1024


class Sandbox:
    """One child process, started when first needed and used again until it fails or has read its share.

    The child inherits neither the environment (secrets live there) nor open files, and ends by itself when
    its parent is gone. Threads may share a sandbox; they take turns. A process that forked must not use its
    parent's child, so it starts its own.
    """

    def __init__(
        self, *, memory_mb: int = 512, cpu_s: int = 45, wall_s: float = 90.0, recycle_after: int = 200
    ) -> None:
        self._memory_mb, self._cpu_s, self._wall_s = memory_mb, cpu_s, wall_s
        self._recycle_after = recycle_after
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._files = 0

    def read(self, content: bytes, file_name: str, *, now: datetime | None = None) -> RecordedActivity:
        """Like `read_file`, with limits: raises FILE_PARSER_TIMEOUT or FILE_PARSER_CRASHED when they strike.

        After either the next call gets a new child.
        """
        if len(content) > MAX_FILE_BYTES:
            raise FileError(FILE_TOO_LARGE, f"This file has more than {MAX_FILE_BYTES >> 20} MB. Split it.")
        moment = (now or datetime.now(UTC)).isoformat().encode()
        with self._lock:
            head, body = self._ask(pack_frame(moment, content))
        activity = decode(head, body)
        original = Original(file_name=file_name, sha256=sha256(content).hexdigest(), content=content)
        return replace(activity, original=original)

    @property
    def pid(self) -> int | None:
        """Process id of the present child, None when there is none."""
        return None if self._child is None else self._child.pid

    def close(self) -> None:
        """End the child. The sandbox may be used again afterwards."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, request: bytes) -> tuple[bytes, bytes]:
        child = self._ready_child()
        try:
            answer = _exchange(child, request, monotonic() + self._wall_s)
        except TimeoutError:
            self._stop()
            raise _timeout() from None
        except (EOFError, OSError, ValueError):
            code = self._stop()
            raise (_timeout() if code == -signal.SIGXCPU else _crash()) from None
        except BaseException:
            self._stop()
            raise
        self._files += 1
        return answer

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._child, self._owner = None, os.getpid()
        if self._files >= self._recycle_after:
            self._stop()
        if self._child is None or self._child.poll() is not None:
            self._stop()
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {
            "PYTHONPATH": str(_ROOT),
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "LANG": "C.UTF-8",
        }
        child = subprocess.Popen(  # noqa: S603 (our own interpreter and module, no input in the command)
            [sys.executable, "-m", _WORKER, str(self._memory_mb), str(self._cpu_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            start_new_session=True,
        )
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        return child

    def _stop(self) -> int | None:
        """End the child if there is one and return how it ended."""
        child, self._child, self._files = self._child, None, 0
        if child is None:
            return None
        child.kill()
        code = child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _quietly(pipe.close)
        return code


def _quietly(close: Callable[[], None]) -> None:
    """A pipe to a dead child may still hold bytes that it can no longer flush."""
    try:
        close()
    except OSError:
        return


def _exchange(child: subprocess.Popen[bytes], request: bytes, deadline: float) -> tuple[bytes, bytes]:
    """Write the request and read the answer, whichever the pipes allow, until `deadline`."""
    if child.stdin is None or child.stdout is None:
        raise EOFError
    rest, answer = memoryview(request), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdin, selectors.EVENT_WRITE)
        selector.register(child.stdout, selectors.EVENT_READ)
        while (parts := _complete(answer)) is None:
            ready = selector.select(deadline - monotonic())
            if not ready or monotonic() > deadline:
                raise TimeoutError
            for key, events in ready:
                if events & selectors.EVENT_READ:
                    answer += _some(key.fd)
                else:
                    rest = rest[os.write(key.fd, rest[:_CHUNK]) :]
                    if not rest:
                        selector.unregister(child.stdin)
    return parts


def _some(descriptor: int) -> bytes:
    piece = os.read(descriptor, _CHUNK)
    if not piece:
        raise EOFError
    return piece


def _complete(answer: bytearray) -> tuple[bytes, bytes] | None:
    if len(answer) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack_from(answer)
    if head + body > _MAX_ANSWER_BYTES:
        raise ValueError
    start, end = LENGTHS.size, LENGTHS.size + head + body
    return (
        (bytes(answer[start : start + head]), bytes(answer[start + head : end]))
        if len(answer) >= end
        else None
    )


def _timeout() -> FileError:
    text = "Reading this file took too long and was stopped. If that happens again, the file is damaged."
    return FileError(FILE_PARSER_TIMEOUT, text, retryable=True)


def _crash() -> FileError:
    text = "The reader of this file broke down. If that happens again, the file is damaged."
    return FileError(FILE_PARSER_CRASHED, text, retryable=True)
