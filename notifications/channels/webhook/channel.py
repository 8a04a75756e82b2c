"""A program of the athlete's own hears as JSON what people hear in words, signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from athletes import vault
from athletes.models import User
from notifications.channels import own_addresses
from notifications.channels.webhook.forms import ReceiverForm
from notifications.channels.webhook.posting import SERVICE, post
from notifications.models import Address, Delivery
from notifications.wording import line, link


class WebhookChannel:
    name: ClassVar[str] = SERVICE
    title: ClassVar[str] = "Webhook"
    place: ClassVar[int] = 5
    setting: ClassVar[str] = ""
    is_repeatable: ClassVar[bool] = True
    form: ClassVar[str] = "notifications/channels/webhook.html"

    def is_available(self) -> bool:
        return True

    def targets(self, user: User) -> list[str]:
        """Receivers that have answered a test."""
        return own_addresses.proven(user, self.name)

    def form_context(self, user: User) -> Mapping[str, Any]:
        """A form, and receivers that wait for their test, each with its secret."""
        waiting = own_addresses.of(user, self.name).filter(verified_at=None)
        return {"form": ReceiverForm(), "waiting": [(each, secret_of(each)) for each in waiting]}

    def compose(self, delivery: Delivery) -> dict[str, Any]:
        """What a receiver is told: the kind, the words, the place of it, and whom it is about."""
        message = delivery.message
        words = line(message)
        return {
            "kind": message.kind,
            "created_at": message.created_at.isoformat(),
            "title": words.title,
            "text": words.text,
            "url": link(message),
            "athlete_uid": str(message.athlete.uid) if message.athlete else None,
        }

    def send(self, delivery: Delivery, content: Mapping[str, Any]) -> str:
        post(delivery.address, str(delivery.uid), content)
        return ""

    def forget(self, address: Address) -> None:
        athlete, purpose = own_addresses.vault_of(address)
        vault.erase(athlete=athlete, purpose=purpose)


CHANNEL = WebhookChannel()


def secret_of(address: Address) -> str:
    """The secret that signs; empty when it is gone."""
    athlete, purpose = own_addresses.vault_of(address)
    kept = vault.unseal(athlete=athlete, purpose=purpose)
    return kept["secret"] if kept else ""
