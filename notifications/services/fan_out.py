"""From one message to one delivery per address that its user wants it at, each with its hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from athletes.models import User
from notifications.channels.registry import CHANNELS
from notifications.kinds import IN_APP, KINDS, Urgency
from notifications.models import Address, Delivery, Message, Timing
from notifications.selectors import timing_of, wanted_channels, zone_of
from notifications.services.holding import outcome_of
from notifications.timing import departure


def fan_out(*, message_id: int) -> list[Delivery]:
    """Make the deliveries of a message, unless that was done; returns those that are due and go alone.

    Safe to repeat; without the message there are none.
    """
    with transaction.atomic():
        message = (
            Message.objects.not_fanned_out()
            .select_for_update(of=("self",))
            .select_related("user__athlete")
            .filter(pk=message_id)
            .first()
        )
        if message is not None:
            now = timezone.now()
            deliveries = _deliveries(message, now)
            _ring(message, deliveries, now)
            made = Delivery.objects.bulk_create(deliveries)
            told = Message.objects.filter(pk=message.pk)
            told.update(fanned_out_at=now, shown_at=message.shown_at)
            return [each for each in made if each.is_waiting_at(now)]
    due = Delivery.objects.due().filter(message=message_id, bundle="")
    return list(due.select_related("message__user__athlete", "address").order_by("pk"))


def _ring(message: Message, deliveries: list[Delivery], now: datetime) -> None:
    """The bell hangs in this database: it rings with the commit, and no worker need be asked for it."""
    for delivery in deliveries:
        if delivery.address.channel == IN_APP:
            delivery.state, delivery.sent_at, delivery.attempts = Delivery.State.SENT, now, 1
            message.shown_at = now


def _deliveries(message: Message, now: datetime) -> list[Delivery]:
    if message.kind not in KINDS or not message.user.is_active:
        return []
    kind, user = KINDS[message.kind], message.user
    timing = Timing() if kind.urgency is Urgency.NOW else timing_of(user)
    zone = zone_of(user)
    return [
        Delivery(
            message=message,
            address=address,
            **outcome_of(
                departure(kind.urgency, address.channel, timing, zone, now, is_letter=kind.at_letter_hour)
            ),
        )
        for address in working_addresses(user, wanted_channels(user, kind))
    ]


def working_addresses(user: User, channels: list[str]) -> Iterator[Address]:
    """The user's addresses on these channels, made on first use, without those that were switched off."""
    known = {(address.channel, address.target): address for address in Address.objects.filter(user=user)}
    for name in channels:
        for target in CHANNELS[name].targets(user):
            address = known.get((name, target)) or _made(user, name, target)
            if address.disabled_at is None:
                yield address


def _made(user: User, channel: str, target: str) -> Address:
    made, _ = Address.objects.get_or_create(
        user=user, channel=channel, target=target, defaults={"verified_at": timezone.now()}
    )
    return made
