"""What `manage.py check` says about settings with which a channel would not work, or not as meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from notifications.channels.email.events import tracking_view
from notifications.channels.sms.numbers import CODES
from notifications.channels.webpush.keys import public_key

PLACE = re.compile(r"(?:[^\s:/]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")


@register
def channels(**_: Any) -> list[CheckMessage]:
    """Settings that are given, and do not do what somebody hopes."""
    return [*_push(), *_messages(), *_mail(), *_receivers()]


def _push() -> Iterator[CheckMessage]:
    if settings.VAPID_PRIVATE_KEY and not public_key():
        hint = "It is 32 bytes on the curve P-256 in URL-safe base64, or PEM; see docs/channels.md."
        yield Error("VAPID_PRIVATE_KEY is not a key.", hint=hint, id="notifications.E001")


def _messages() -> Iterator[CheckMessage]:
    given = [settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_FROM]
    if any(given) and not all(given):
        hint = "Give TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM, or none of them."
        yield Warning("Text messages are off: a setting is missing.", hint=hint, id="notifications.W001")
    if all(given) and find_spec("twilio") is None:
        hint = "Install requirements/sms.txt."
        yield Warning("Text messages are off: their package is missing.", hint=hint, id="notifications.W002")
    unknown = sorted(set(settings.SMS_COUNTRIES) - set(CODES))
    if unknown:
        names = ", ".join(unknown)
        yield Error(f"SMS_COUNTRIES names what is not known here: {names}.", id="notifications.E002")


def _mail() -> Iterator[CheckMessage]:
    provider = settings.MAIL_PROVIDER
    if provider and find_spec(f"anymail.backends.{provider}") is None:
        hint = "Give the name of a module of anymail.backends."
        yield Error("MAIL_PROVIDER names no provider.", hint=hint, id="notifications.E003")
    elif provider and tracking_view() is None:
        hint = "Give ANYMAIL a WEBHOOK_SECRET or the signing key of the provider; see docs/channels.md."
        yield Warning("Nobody listens to bounces and complaints.", hint=hint, id="notifications.W003")


def _receivers() -> Iterator[CheckMessage]:
    wrong = [each for each in settings.OUTBOUND_ALLOW if not PLACE.fullmatch(each)]
    if wrong:
        hint = "Write host:port, such as 10.0.0.5:8443, comma separated."
        yield Error("OUTBOUND_ALLOW opens nothing with some entries.", hint=hint, id="notifications.E004")
