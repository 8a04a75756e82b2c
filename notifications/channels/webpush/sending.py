"""One encrypted message to the push service of a browser; the only importer of pywebpush."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from requests import RequestException, Response

from athletes import vault
from config.core.guard import ForbiddenAddressError, GuardedSession, StrangersLine
from notifications.channels.own_addresses import vault_of
from notifications.channels.webpush.keys import private_key
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address

KEPT_S = 24 * 3600
"""How long a push service keeps what a sleeping device cannot get."""
GONE = (404, 410)
TOO_LARGE = 413
TOO_MANY = 429


def push(address: Address, content: Mapping[str, Any], *, topic: str, urgency: str) -> str:
    """Send `content`, in whose place a later one of the same `topic` comes; returns its address there.

    Raises DeliveryError, AddressRefusedError when the browser is gone.
    """
    athlete, purpose = vault_of(address)
    keys = vault.unseal(athlete=athlete, purpose=purpose)
    if keys is None:
        raise AddressRefusedError("The keys of this browser are gone. Switch it on again there.")
    line = StrangersLine("webpush", athlete.uid, per_s=1)
    headers = {"Topic": topic, "Urgency": urgency}
    try:
        with GuardedSession(line, lambda _: "message") as session:
            response = _answer(session, {"endpoint": address.target, "keys": keys}, content, headers)
    except ForbiddenAddressError as error:
        raise AddressRefusedError("This push service is not on the open internet.") from error
    except RequestException as error:
        raise DeliveryError("The push service cannot be reached.", retryable=True) from error
    finally:
        line.flush()
    _judge(response.status_code, line.retry_after_s)
    return response.headers.get("Location", "")[:200]


def _answer(
    session: GuardedSession,
    subscription: Mapping[str, Any],
    content: Mapping[str, Any],
    headers: dict[str, str],
) -> Response:
    # Heavy, and of use only here.
    from py_vapid import Vapid, VapidException  # noqa: PLC0415
    from pywebpush import WebPushException, webpush  # noqa: PLC0415

    try:
        answer = webpush(
            subscription,
            data=json.dumps(content, ensure_ascii=False),
            vapid_private_key=Vapid(private_key()),
            vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
            ttl=KEPT_S,
            headers=headers,
            requests_session=session,
        )
    except WebPushException as error:
        if error.response is None:
            raise DeliveryError(
                "The message could not be encrypted for this browser.", retryable=False
            ) from error
        answer = error.response
    except (VapidException, ValueError) as error:
        raise DeliveryError("The message could not be signed.", retryable=False) from error
    return answer


def _judge(status: int, retry_after_s: float | None) -> None:
    if status in GONE:
        raise AddressRefusedError("This browser does not want messages any more.")
    if status == TOO_LARGE:
        raise DeliveryError("The message is too large for the push service.", retryable=False)
    if status >= 300:
        is_passing = status >= 500 or status == TOO_MANY
        raise DeliveryError(
            f"The push service answered {status}.", retryable=is_passing, retry_after_s=retry_after_s
        )
