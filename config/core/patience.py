"""An end for answers that drip: a byte before each time-out would otherwise hold a thread for ever."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

_here = threading.local()


class Patience:
    """The line of one request; hung up when it is over."""

    def __init__(self) -> None:
        self.is_over = False
        self._sock: socket.socket | None = None

    def watch(self, sock: socket.socket | None) -> None:
        self._sock = sock

    def end(self) -> None:
        self.is_over = True
        if self._sock is not None:
            with contextlib.suppress(OSError):
                # Past TLS, which must not be spoken by two threads at once.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)


@contextlib.contextmanager
def patience(seconds: float) -> Iterator[Patience]:
    """Within the block an answer that is being waited for on this thread is cut off after `seconds`."""
    mine = _here.mine = Patience()
    timer = threading.Timer(seconds, mine.end)
    timer.daemon = True
    timer.start()
    try:
        yield mine
    finally:
        timer.cancel()
        _here.mine = None


def hurry(manager: PoolManager) -> None:
    """Let the connections of a pool manager be watched by `patience`."""
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Watched:
    sock: Any

    def getresponse(self) -> Any:
        mine = getattr(_here, "mine", None)
        if mine is not None:
            mine.watch(self.sock)
        return super().getresponse()  # type: ignore[misc]


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
