"""A notification of the operating system, by the push service of the athlete's browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse

from athletes import vault
from athletes.models import User
from notifications.channels import own_addresses
from notifications.channels.webpush.keys import public_key
from notifications.channels.webpush.sending import push
from notifications.channels.webpush.subscribing import NAME
from notifications.kinds import KINDS, Urgency
from notifications.models import Address, Delivery
from notifications.wording import line

URGENCIES = {Urgency.NOW: "high", Urgency.SOON: "normal", Urgency.LATER: "low"}
MOST_CHARACTERS = 500
"""Of a text: a push message has four kilobytes, and a device shows three lines."""


class WebPushChannel:
    name: ClassVar[str] = NAME
    title: ClassVar[str] = "Push"
    place: ClassVar[int] = 3
    setting: ClassVar[str] = "VAPID_PRIVATE_KEY"
    is_repeatable: ClassVar[bool] = True
    form: ClassVar[str] = "notifications/channels/webpush.html"

    def is_available(self) -> bool:
        return bool(public_key())

    def targets(self, user: User) -> list[str]:
        return own_addresses.proven(user, self.name)

    def form_context(self, user: User) -> Mapping[str, Any]:
        """The key, and the browsers that are in use, by which one knows whether it is among them."""
        known = own_addresses.of(user, self.name).filter(disabled_at=None)
        return {"key": public_key(), "known": [address.target for address in known]}

    def compose(self, delivery: Delivery) -> dict[str, Any]:
        message = delivery.message
        words = line(message)
        return {
            "id": str(delivery.uid),
            "title": words.title[:MOST_CHARACTERS],
            "text": words.text[:MOST_CHARACTERS],
            "url": reverse("notifications:open", args=[message.uid]),
        }

    def send(self, delivery: Delivery, content: Mapping[str, Any]) -> str:
        """A repeat has the same topic and tag, so that the device shows it once."""
        urgency = URGENCIES[KINDS[delivery.message.kind].urgency]
        return push(delivery.address, content, topic=delivery.uid.hex, urgency=urgency)

    def forget(self, address: Address) -> None:
        athlete, purpose = own_addresses.vault_of(address)
        vault.erase(athlete=athlete, purpose=purpose)


CHANNEL = WebPushChannel()
