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


def watch(sock: socket.socket) -> None:
    """Cut off `sock` as well when the patience of this thread ends."""
    mine = getattr(_here, "mine", None)
    if mine is not None:
        mine.watch(sock)


class _Watched:
    sock: Any

    def getresponse(self) -> Any:
        watch(self.sock)
        return super().getresponse()  # type: ignore[misc]


class WatchedConnection(_Watched, HTTPConnection):
    pass


class WatchedSecureConnection(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = WatchedConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = WatchedSecureConnection
