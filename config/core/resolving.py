"""Looking names up in bounded time: the system's resolver has no end of its own that could be set."""

from __future__ import annotations

import socket
import threading
from typing import Any

LONGEST_S = 5.0
MOST_AT_ONCE = 32
"""Look-ups on their way in one process, so that a resolver that hangs does not gather threads."""

_free = threading.BoundedSemaphore(MOST_AT_ONCE)


class _LookUp:
    def __init__(self, host: str, port: int) -> None:
        self.found: list[Any] = []
        self.error: Exception | None = None
        self._asked = (host, port)

    def run(self) -> None:
        try:
            self.found = socket.getaddrinfo(*self._asked, type=socket.SOCK_STREAM)
        except Exception as error:  # raised again by whoever waits
            self.error = error
        finally:
            _free.release()


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses of `host`, each once. Raises OSError for a name without any, TimeoutError, which is one,
    where the answer takes longer than `LONGEST_S`, UnicodeError for what is no name."""
    if not _free.acquire(timeout=LONGEST_S):
        raise TimeoutError("too many look-ups wait for the name server")
    look_up = _LookUp(host, port)
    thread = threading.Thread(target=look_up.run, name="look-up", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        _free.release()
        raise TimeoutError("no thread is free for a look-up") from None
    thread.join(LONGEST_S)
    if thread.is_alive():
        raise TimeoutError("the name server takes too long")
    if look_up.error is not None:
        raise look_up.error
    return list(dict.fromkeys(str(each[4][0]) for each in look_up.found))
