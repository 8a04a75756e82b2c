"""Where somebody connects: beside the request, on a thread of the process that was given the secret.

What was typed is never handed on to a broker, a cache or a database. It lives in the memory of this process
for as long as the login takes; if the process ends, the secret is gone and the attempt is swept.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore, Thread
from typing import Any

import structlog
from django.db import connections

from athletes.errors import ConnectingBusyError
from config.core.logging import logger

type Work = Callable[[], None]
type Runner = Callable[[Work], None]
"""Has work done, now or soon; raises ConnectingBusyError when it takes on no more."""

AT_ONCE = 4
PLACES = 8
"""Four at work and four waiting: a login takes up to three minutes, and nobody should wait for two others."""

log = logger(__name__)
_at_work, _places = BoundedSemaphore(AT_ONCE), BoundedSemaphore(PLACES)


def run(work: Work) -> None:
    """Do the work on a thread; a server that stops does not wait for it."""
    if not _places.acquire(blocking=False):
        raise ConnectingBusyError
    try:
        bound = structlog.contextvars.get_contextvars()
        Thread(target=_in_turn, args=(work, bound), name="connecting", daemon=True).start()
    except BaseException:
        _places.release()
        raise


def run_here(work: Work) -> None:
    """Do the work before returning: for commands and tests."""
    work()


def _in_turn(work: Work, bound: dict[str, Any]) -> None:
    try:
        with _at_work, structlog.contextvars.bound_contextvars(**bound):
            work()
    except Exception as error:  # its text and frames may hold what was typed; the sweep ends the attempt
        log.error("connecting_broke", error=type(error).__name__)
    finally:
        connections.close_all()
        _places.release()
