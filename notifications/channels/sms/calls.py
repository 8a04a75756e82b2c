"""What Twilio tells: how a message ended, and what somebody answered. Each call is signed by our token."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from notifications.channels.sms.channel import NAME
from notifications.models import Address, Delivery
from notifications.services.addresses import disable_address
from notifications.wording import absolute

STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
START = {"START", "YES", "UNSTOP"}
STOPPED = "You answered STOP."
LOST = ("undelivered", "failed")
DEAD = {"30004", "30005", "30006", "21610", "21614"}
"""Twilio's codes of a number that is blocked, unknown or no mobile telephone."""


def is_genuine(request: HttpRequest) -> bool:
    """Whether Twilio signed this call for this address and these values."""
    from twilio.request_validator import RequestValidator  # noqa: PLC0415

    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    signature = request.headers.get("X-Twilio-Signature", "")
    return bool(validator.validate(absolute(request.get_full_path()), request.POST, signature))


def heed_status(*, sid: str, status: str, code: str) -> None:
    """Note that a message did not arrive; a dead number is not used any more. Safe to repeat."""
    if status not in LOST or not sid:
        return
    words = f"The message did not arrive ({code or status})."
    sent = Delivery.objects.filter(address__channel=NAME, provider_id=sid)
    sent.update(state=Delivery.State.FAILED, error=words)
    if code in DEAD:
        _disable(Address.objects.filter(pk__in=sent.values("address")), words, sid)


def heed_answer(*, number: str, word: str, sid: str) -> None:
    """STOP switches a number off wherever it is used, START on again what STOP had switched off."""
    addresses = Address.objects.filter(channel=NAME, target=number)
    if word.strip().upper() in STOP:
        _disable(addresses, STOPPED, sid)
    elif word.strip().upper() in START:
        addresses.filter(disabled_reason=STOPPED).update(disabled_at=None, disabled_reason="")


def _disable(addresses: QuerySet[Address], words: str, sid: str) -> None:
    for address in addresses.select_related("user"):
        disable_address(address=address, reason=words, key=f"{address.uid} {sid}")
