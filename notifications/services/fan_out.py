"""From one message to one delivery per address that its user wants it at."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from athletes.models import User
from config.core.celery import enqueue
from notifications.channels.base import Channel
from notifications.channels.registry import CHANNELS
from notifications.kinds import KINDS
from notifications.models import Address, Delivery, Message
from notifications.selectors import wanted_channels


def fan_out(*, message_id: int) -> None:
    """Make the deliveries of a message and have them sent; a second time, or without the message, nothing."""
    with transaction.atomic():
        message = (
            Message.objects.not_fanned_out()
            .select_for_update(of=("self",))
            .select_related("user")
            .filter(pk=message_id)
            .first()
        )
        if message is None:
            return
        for address in _addresses(message):
            delivery, _ = Delivery.objects.get_or_create(message=message, address=address)
            enqueue("notifications.tasks.deliver", delivery.pk)
        message.fanned_out_at = timezone.now()
        message.save(update_fields=["fanned_out_at"])


def _addresses(message: Message) -> Iterator[Address]:
    if message.kind not in KINDS or not message.user.is_active:
        return
    for name in wanted_channels(message.user, KINDS[message.kind]):
        yield from _working_addresses(message.user, CHANNELS[name])


def _working_addresses(user: User, channel: Channel) -> Iterator[Address]:
    """The user's addresses on one channel, made on first use, without those that were refused."""
    for target in channel.targets(user):
        address, _ = Address.objects.get_or_create(
            user=user, channel=channel.name, target=target, defaults={"verified_at": timezone.now()}
        )
        if address.disabled_at is None:
            yield address
