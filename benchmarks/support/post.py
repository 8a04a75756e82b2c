"""Importing this module starts a real SMTP server that counts, and names it to the settings as EMAIL_URL."""

import atexit
import os
import threading
from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from support import root  # noqa: F401 # isort: skip - makes the project importable

from config.serve.ports import LOOPBACK, free_port


class Office:
    """Takes every mail and remembers how often each Message-ID came."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002
        mail = message_from_bytes(envelope.original_content or b"")
        with self._lock:
            self.taken[str(mail["Message-ID"])] += 1
        return "250 OK"


office = Office()
_port = free_port()
_controller = Controller(office, hostname=LOOPBACK, port=_port)
_controller.start()
atexit.register(_controller.stop)
os.environ["EMAIL_URL"] = f"smtp://{LOOPBACK}:{_port}"
