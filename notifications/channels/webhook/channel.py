"""A program of the athlete's own hears as JSON what people hear in words, signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from athletes import feed, vault
from athletes.models import User
from notifications.channels import own_addresses
from notifications.channels.webhook.forms import ReceiverForm
from notifications.channels.webhook.posting import SERVICE, post
from notifications.models import Address, DataHook, Delivery
from notifications.wording import line, link

EVENT_NAMES = {feed.DATA: "data", feed.PLAN: "the plan", feed.ANALYSIS: "analyses"}


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
        """A form, receivers that wait for their test, each with its secret, and what the others hear of."""
        receivers = own_addresses.of(user, self.name).prefetch_related("data_hooks__athlete")
        waiting = [(each, secret_of(each)) for each in receivers if each.verified_at is None]
        used = [(each, _own_events(each)) for each in receivers if each.verified_at is not None]
        return {"form": ReceiverForm(), "waiting": waiting, "used": used, "events": EVENT_NAMES}

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


def _own_events(address: Address) -> list[str]:
    """Events of the receiver's owner that it is told of."""
    own = address.user.athlete.pk
    hooks: Iterable[DataHook] = cast(Any, address).data_hooks.all()
    return [event for hook in hooks if hook.athlete_id == own for event in hook.events]


def secret_of(address: Address) -> str:
    """The secret that signs; empty when it is gone."""
    athlete, purpose = own_addresses.vault_of(address)
    kept = vault.unseal(athlete=athlete, purpose=purpose)
    return kept["secret"] if kept else ""
