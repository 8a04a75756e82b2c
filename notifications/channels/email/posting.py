"""Handing one mail over: on record without its content, and not while the mail server is down."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from config.core import breaker
from config.core.errors import CircuitOpenError
from config.core.outbound import Line
from notifications.channels.email import keeping
from notifications.channels.email.faults import MailAwayError, translated_errors
from notifications.errors import DeliveryError

SERVICE = "mail"


def post(composed: EmailMultiAlternatives, *, subject: UUID) -> str:
    """Send it; returns what the provider calls it, empty for a plain mail server. Raises DeliveryError."""
    try:
        breaker.enter(SERVICE)
    except CircuitOpenError as error:
        raise MailAwayError(
            "The mail server is being left alone.", retry_after_s=error.retry_after_s
        ) from error
    with recorded(subject), translated_errors(), keeping.connection() as composed.connection:
        composed.send()
    status = getattr(composed, "anymail_status", None)
    return str(getattr(status, "message_id", None) or "")


@contextmanager
def recorded(subject: UUID) -> Iterator[None]:
    """Keep that a mail was sent on behalf of `subject`, and how it ended."""
    line = Line(SERVICE, subject, per_s=1)
    started_at, started, code = timezone.now(), time.monotonic(), ""
    is_away = False
    try:
        yield
    except DeliveryError as error:
        code, is_away = error.code, isinstance(error, MailAwayError)
        raise
    finally:
        line.record("message", started_at, time.monotonic() - started, error_code=code, is_judged=False)
        line.judge(None if is_away else 200)
        line.flush()
