"""Importing this module starts a real SMTP server that counts, and names it to the settings as EMAIL_URL."""

import atexit
import os
import re
import threading
from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from support import root  # noqa: F401 # isort: skip - makes the project importable

from config.serve.ports import LOOPBACK, free_port

MARK = re.compile(rb"drill-[0-9a-f]{16}")


class Office:
    """Takes every mail; counts how often each Message-ID came, and in how many mails each mark stood."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.marks: Counter[str] = Counter()
        self._lock = threading.Lock()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002
        mail = message_from_bytes(envelope.original_content or b"")
        texts = (each.get_payload(decode=True) or b"" for each in mail.walk())
        marks = {found for text in texts for found in MARK.findall(text)}
        with self._lock:
            self.taken[str(mail["Message-ID"])] += 1
            self.marks.update(found.decode() for found in marks)
        return "250 OK"


office = Office()
_port = free_port()
_controller = Controller(office, hostname=LOOPBACK, port=_port)
_controller.start()
atexit.register(_controller.stop)
os.environ["EMAIL_URL"] = f"smtp://{LOOPBACK}:{_port}"
