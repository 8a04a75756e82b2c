"""One signed request to a receiver. How a receiver checks it is in docs/channels.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from requests import RequestException
from requests.exceptions import ContentDecodingError, SSLError, Timeout

from athletes import vault
from config.core.guard import ForbiddenAddressError, GuardedSession, StrangersLine
from notifications.channels.own_addresses import vault_of
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address

SERVICE = "webhook"
APPLICATION = "partner"
"""The channel of receivers that applications name for themselves: it carries no messages."""
VERSION = 1
GONE = 410
PASSING = {408, 425, 429}


def post(address: Address, uid: str, content: Mapping[str, Any]) -> None:
    """Hand `content` to the receiver at `address`; `uid` lets it know a repeat. Raises DeliveryError."""
    athlete, purpose = vault_of(address)
    kept = vault.unseal(athlete=athlete, purpose=purpose)
    if kept is None:
        raise AddressRefusedError("The secret of this receiver is gone. Add it again.")
    body = json.dumps({"version": VERSION, "id": uid, **content}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Formline-Webhook/{VERSION}",
        "Webhook-Id": uid,
        "Formline-Signature": signature(kept["secret"], int(time.time()), body),
    }
    line = StrangersLine(address.channel, athlete.uid, per_s=1)
    try:
        with GuardedSession(line, lambda _: "message") as session:
            response = session.post(address.target, data=body, headers=headers)
    except ForbiddenAddressError as error:
        raise AddressRefusedError("This receiver is not on the open internet.") from error
    except RequestException as error:
        raise _translated(error) from error
    finally:
        line.flush()
    _judge(response.status_code, line.retry_after_s)


def signature(secret: str, at: int, body: bytes) -> str:
    """The header's value: seconds since 1970, and HMAC-SHA256 of these, a full stop and the body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v{VERSION}={digest}"


def _judge(status: int, retry_after_s: float | None) -> None:
    if 200 <= status < 300:
        return
    if status == GONE:
        raise AddressRefusedError("The receiver says that it is gone (410).")
    if 300 <= status < 400:
        raise DeliveryError(
            f"The receiver sends elsewhere ({status}), which is not followed.", retryable=False
        )
    is_passing = status >= 500 or status in PASSING
    raise DeliveryError(f"The receiver answered {status}.", retryable=is_passing, retry_after_s=retry_after_s)


def _translated(error: RequestException) -> DeliveryError:
    if isinstance(error, ContentDecodingError):
        return DeliveryError("The answer of the receiver is too large.", retryable=False)
    if isinstance(error, SSLError):
        return DeliveryError("The certificate of the receiver is not valid.", retryable=True)
    if isinstance(error, Timeout):
        return DeliveryError("The receiver takes too long to answer.", retryable=True)
    return DeliveryError("The receiver cannot be reached.", retryable=True)
