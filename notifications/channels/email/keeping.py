"""One connection to the mail server per process, for many mails: most of a mail's time goes into greetings.

Only one that the server has just answered on is used again, so that no mail is handed to a dead one.
"""

from __future__ import annotations

import atexit
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

IDLE_S, MAILS = 20.0, 50
"""Servers hang up on clients that say nothing for long, and some on those that say a lot."""
READY = 250


class _Kept(threading.local):
    backend: EmailBackend | None = None
    server: tuple[object, ...] = ()
    used_at = 0.0
    mails = 0


_kept = _Kept()


@contextmanager
def connection() -> Iterator[BaseEmailBackend]:
    """An open connection for one mail; kept for the next one unless something goes wrong in the block."""
    backend = get_connection()
    if not isinstance(backend, EmailBackend):
        yield backend
        return
    kept = _usable(backend)
    try:
        kept.open()
        yield kept
    except BaseException:
        _hang_up()
        raise
    _kept.used_at, _kept.mails = time.monotonic(), _kept.mails + 1


def _usable(fresh: EmailBackend) -> EmailBackend:
    if _kept.backend is None or not _is_alive(_kept.backend):
        _hang_up()
        _kept.backend, _kept.server, _kept.mails = fresh, _server(), 0
    return _kept.backend or fresh


def _is_alive(backend: EmailBackend) -> bool:
    is_fresh = time.monotonic() - _kept.used_at < IDLE_S and _kept.mails < MAILS
    if not is_fresh or _kept.server != _server() or backend.connection is None:
        return False
    try:
        return bool(backend.connection.noop()[0] == READY)
    except (smtplib.SMTPException, OSError):
        return False


def _hang_up() -> None:
    backend, _kept.backend = _kept.backend, None
    if backend is not None:
        with suppress(smtplib.SMTPException, OSError):
            backend.close()


atexit.register(_hang_up)


def _server() -> tuple[object, ...]:
    """Whose connection it is."""
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL", "TIMEOUT")
    return tuple(getattr(settings, f"EMAIL_{name}") for name in names)
