"""One text message through Twilio, within the limits of a day; the only importer of its client."""

from __future__ import annotations

import logging
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.urls import reverse
from requests import RequestException
from requests.exceptions import ReadTimeout

from athletes.models import User
from config.core import ratelimit
from config.core.errors import CircuitOpenError
from config.core.outbound import Line, PoliteAdapter
from notifications.channels.own_addresses import subject_of
from notifications.channels.sms.numbers import is_allowed
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.wording import absolute

SERVICE = "twilio"
DAY_S = 24 * 3600
PER_S = 10.0
TIMEOUT_S = 10.0
REFUSED = {
    21211: "This is no telephone number.",
    21214: "This number cannot be reached.",
    21217: "This is no telephone number.",
    21408: "No messages may go to this country.",
    21610: "This number has answered STOP.",
    21614: "This is no number of a mobile telephone.",
}
"""Twilio's codes for a number that no message will ever reach."""


class _Silent(logging.Logger):
    """The client would log whom it writes to, and what."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: ARG002
        return False


def is_configured() -> bool:
    """Whether Twilio's client is installed and its settings are given."""
    given = (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_FROM)
    return all(given) and find_spec("twilio") is not None


def text(*, user: User, number: str, body: str) -> str:
    """Send `body` to `number` on behalf of `user`; returns Twilio's name for it. Raises DeliveryError."""
    if not is_allowed(number):
        raise AddressRefusedError("No text messages go to this country any more.")
    _count(user)
    line = Line(SERVICE, subject_of(user), per_s=PER_S, cost_usd=Decimal(str(settings.SMS_PRICE_USD)))
    try:
        return _create(line, number, body)
    finally:
        line.flush()


def left_today(user: User) -> int:
    """How many more messages a person may get today."""
    return ratelimit.left(_key(user), settings.SMS_PER_PERSON_PER_DAY, DAY_S)


def _count(user: User) -> None:
    """Count a message. Raises DeliveryError above the limit of this person or of all together."""
    mine = ratelimit.hit(_key(user), settings.SMS_PER_PERSON_PER_DAY, DAY_S)
    if not mine.allowed:
        raise DeliveryError("Your text messages of today are used up.", retryable=False)
    if not ratelimit.hit("sms", settings.SMS_PER_DAY, DAY_S).allowed:
        raise DeliveryError("The text messages of this installation are used up for today.", retryable=False)


def _key(user: User) -> str:
    return f"sms:{user.pk}"


def _create(line: Line, number: str, body: str) -> str:
    # Heavy, and of use only here.
    from twilio.base.exceptions import TwilioException  # noqa: PLC0415

    more = {}
    if settings.SITE_URL.startswith("https://"):
        more["status_callback"] = absolute(reverse("notifications:sms:status"))
    try:
        created = _client(line).messages.create(to=number, from_=settings.TWILIO_FROM, body=body, **more)
    except TwilioException as error:
        raise _refusal(error, line) from error
    except ReadTimeout as error:
        # It costs money and cannot be told from one that arrived, so it is not repeated.
        raise DeliveryError("Twilio took too long; the message may have arrived.", retryable=False) from error
    except RequestException as error:
        raise DeliveryError("Twilio cannot be reached.", retryable=True) from error
    except ValueError as error:
        raise DeliveryError("The answer of Twilio cannot be read.", retryable=False) from error
    except CircuitOpenError as error:
        raise DeliveryError(
            "Twilio is being left alone.", retryable=True, retry_after_s=error.retry_after_s
        ) from error
    return str(created.sid)


def _client(line: Line) -> Any:
    from twilio.http.http_client import TwilioHttpClient  # noqa: PLC0415
    from twilio.rest import Client  # noqa: PLC0415

    http = TwilioHttpClient(timeout=TIMEOUT_S, logger=_Silent("twilio"))
    http.session.mount("https://", PoliteAdapter(line, lambda _: "message"))
    return Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)


def _refusal(error: Exception, line: Line) -> DeliveryError:
    status, code = getattr(error, "status", None), getattr(error, "code", None)
    if code in REFUSED:
        return AddressRefusedError(REFUSED[code])
    if status in (401, 403):
        return DeliveryError("Twilio did not accept our login.", retryable=True)
    is_passing = status is None or status == 429 or status >= 500
    return DeliveryError(
        f"Twilio answered {code or status}.", retryable=is_passing, retry_after_s=line.retry_after_s
    )
