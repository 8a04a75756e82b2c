"""`python -m tests.doubles.outside --dir DIR`: everybody that messages go to, as a process of its own.

Prints one line of JSON: environment (what a process under test needs), receiver (a webhook's address),
subscription (what a browser would send), number (one that a message may go to). Then one line for whatever
arrives: {"at": mail|sms|push|webhook, …}. Serves until it is killed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.doubles.push import PushDouble, encoded
from tests.doubles.smtp import SmtpDouble, mail_server
from tests.doubles.twilio import SENDER, SID, TOKEN, TwilioDouble, twilio
from tests.doubles.web import WebDouble

VAPID_KEY = encoded((20261123).to_bytes(32))
NUMBER = "+4915112345678"


def said(arrivals: dict[str, list[Any]], known: dict[str, int]) -> Iterator[dict[str, Any]]:
    """What arrived since the last time."""
    for at, items in arrivals.items():
        new, known[at] = items[known[at] :], len(items)
        yield from ({"at": at, **_told(at, item)} for item in new)


def _told(at: str, item: Any) -> dict[str, Any]:
    if at == "mail":
        text = item.get_body(("plain",)).get_content()
        return {"to": item["To"], "subject": item["Subject"], "text": text, "stop": item["List-Unsubscribe"]}
    if at == "webhook":
        # A dead man's switch is asked without a body.
        return {"headers": dict(item.headers), "body": json.loads(item.body or "null")}
    return dict(item)


def environment(smtp: SmtpDouble, push: PushDouble, receiver: WebDouble) -> dict[str, str]:
    return {
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": SENDER,
        "VAPID_PRIVATE_KEY": VAPID_KEY,
        "OUTBOUND_ALLOW": f"127.0.0.1:{push.server_port},127.0.0.1:{receiver.server_port}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.outside", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="where the certificates are written")
    folder = parser.parse_args().dir
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        smtp = running.enter_context(mail_server())
        phones, proxy = running.enter_context(twilio(folder))
        push, receiver = running.enter_context(PushDouble()), running.enter_context(WebDouble())
        _print(
            {
                "environment": environment(smtp, push, receiver) | proxy.environment,  # type: ignore[arg-type]
                "receiver": f"{receiver.url}/hook",
                "subscription": push.subscription,  # type: ignore[attr-defined]
                "number": NUMBER,
            }
        )
        _follow(smtp, phones, push, receiver)  # type: ignore[arg-type]


def _follow(smtp: SmtpDouble, phones: TwilioDouble, push: PushDouble, receiver: WebDouble) -> None:
    arrivals = {"mail": smtp.mails, "sms": phones.messages, "push": push.shown, "webhook": receiver.asked}
    known = dict.fromkeys(arrivals, 0)
    while True:
        for each in said(arrivals, known):
            _print(each)
        time.sleep(0.1)


def _print(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
