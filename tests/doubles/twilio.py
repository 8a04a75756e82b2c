"""Twilio's API for messages, and the telephones behind it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

from tests.doubles.garmin.proxy import ForwardProxy
from tests.doubles.web import Answer, Asked, WebDouble

HOST = "api.twilio.com"
SID, TOKEN, SENDER = "AC" + "1" * 32, "twilio-token", "+15005550006"


def signature(url: str, values: Mapping[str, str], token: str = TOKEN) -> str:
    """The header X-Twilio-Signature of a call to us."""
    whole = url + "".join(name + values[name] for name in sorted(values))
    return base64.b64encode(hmac.new(token.encode(), whole.encode(), hashlib.sha1).digest()).decode()


class TwilioDouble(WebDouble):
    """`messages` are what telephones got; a number in `refused` is answered with that code of Twilio's."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, str]] = []
        self.refused: dict[str, int] = {}
        self.otherwise = self._arrived

    def _arrived(self, asked: Asked) -> Answer:
        login = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {login}":
            return _refusal(401, 20003)
        if asked.path != f"/2010-04-01/Accounts/{SID}/Messages.json":
            return _refusal(404, 20404)
        given = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if code := self.refused.get(given["To"]):
            return _refusal(400, code)
        self.messages.append(given)
        sid = f"SM{len(self.messages):032}"
        made = {"sid": sid, "status": "queued", "to": given["To"], "body": given["Body"], "price": None}
        return Answer(201, json.dumps(made).encode(), {"Content-Type": "application/json"})


@contextmanager
def twilio(folder: Path) -> Iterator[tuple[TwilioDouble, ForwardProxy]]:
    """The double, and the proxy through which a client takes it for Twilio."""
    with TwilioDouble() as double, ForwardProxy({HOST: double.server_port}, folder, names=[HOST]) as proxy:
        yield double, proxy  # type: ignore[misc]


def _refusal(status: int, code: int) -> Answer:
    body = {"code": code, "message": "Refused.", "more_info": "https://example.org", "status": status}
    return Answer(status, json.dumps(body).encode(), {"Content-Type": "application/json"})
