"""A real mail server that keeps what it gets, can be slow and can say no."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class SmtpDouble:
    """Answers with `to_recipient` and `to_content` in turn, then takes every mail; `pause_s` comes first.

    `greetings` are the connections on which somebody introduced himself.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_content: list[str] = field(default_factory=list)
    pause_s: float = 0.0
    port: int = 0
    greetings: int = 0

    async def handle_EHLO(self, _: Any, session: Any, __: Any, name: str, answers: list[str]) -> list[str]:
        session.host_name = name
        self.greetings += 1
        return answers

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, *rest: Any) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        await asyncio.sleep(self.pause_s)
        if self.to_content:
            return self.to_content.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[SmtpDouble]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        double = SmtpDouble(port=free.getsockname()[1])
    controller = Controller(double, hostname="127.0.0.1", port=double.port)
    controller.start()
    try:
        yield double
    finally:
        controller.stop()
