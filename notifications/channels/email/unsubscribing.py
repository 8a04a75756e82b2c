"""Stopping mails from the mail itself (RFC 8058): whoever has the link stops these kinds, without a login."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from notifications.kinds import EMAIL, KINDS, Kind
from notifications.models import Address, Delivery
from notifications.wording import absolute

SALT = "notifications.unsubscribe"


@dataclass(frozen=True)
class Wish:
    """Whose mails, and which kinds of them, are not wanted any more."""

    address: Address
    kinds: list[Kind]

    @property
    def preferences(self) -> dict[tuple[str, str], bool]:
        return {(kind.name, EMAIL): False for kind in self.kinds if kind.may_be_switched_off}


def unsubscribe_link(deliveries: Sequence[Delivery]) -> str:
    """The link that stops what a mail with these deliveries is about; empty where it must be sent."""
    kinds = {delivery.message.kind for delivery in deliveries}
    names = sorted(name for name in kinds if KINDS[name].may_be_switched_off)
    if not names:
        return ""
    token = signing.dumps([str(deliveries[0].address.uid), names], salt=SALT, compress=True)
    return absolute(reverse("notifications:email:unsubscribe", args=[token]))


def wish_of(token: str) -> Wish | None:
    """What a link asks for; None when it was not made here, or there is nothing to stop any more."""
    try:
        uid, names = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    address = Address.objects.filter(uid=uid, channel=EMAIL).select_related("user").first()
    kinds = [KINDS[name] for name in names if name in KINDS]
    return Wish(address, kinds) if address and kinds else None
