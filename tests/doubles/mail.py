"""A mail server that can be slow or say no."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Sequence
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

REFUSED = smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})
BUSY = smtplib.SMTPRecipientsRefused({"ada@example.org": (450, b"try later")})
AWAY = ConnectionRefusedError("nobody listens")
WRONG_LOGIN = smtplib.SMTPAuthenticationError(535, b"bad credentials")
CONTENT_REFUSED = smtplib.SMTPDataError(554, b"looks like spam")


class MailServer(EmailBackend):
    """Raises `answers` in turn, then takes every mail; waits for `gate` first."""

    answers: ClassVar[list[Exception]] = []
    gate: ClassVar[threading.Event] = threading.Event()
    entered: ClassVar[threading.Event] = threading.Event()

    @classmethod
    def reset(cls) -> None:
        cls.answers = []
        cls.gate = threading.Event()
        cls.gate.set()
        cls.entered = threading.Event()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        self.entered.set()
        assert self.gate.wait(timeout=10)
        if self.answers:
            raise self.answers.pop(0)
        return super().send_messages(messages)
