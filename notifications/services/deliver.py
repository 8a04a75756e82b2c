"""Sending one delivery once: compose, claim, send, record; what goes in one letter does so together.

A claim is a conditional UPDATE that is committed before anything leaves the house, so of many workers one
sends. A worker that dies in between leaves a claim that runs out; then nobody knows whether the message
arrived, and it is repeated once at most, unless the channel makes repeats harmless.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.core.celery import enqueue
from config.core.logging import logger
from notifications.channels.registry import CHANNELS
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Delivery
from notifications.selectors import may_still_hear
from notifications.services.addresses import disable_address
from notifications.services.composing import composed, settle_faults
from notifications.services.holding import hold_back

LEASE = timedelta(minutes=3)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
BATCH = 500
NEEDED = ("message__user__athlete", "address")

log = logger(__name__)


def deliver(*, delivery_id: int) -> None:
    """Send a delivery that is due and that nobody else is sending, with what goes in the same letter; else do
    nothing. Safe to repeat."""
    delivery = _asked(delivery_id)
    if delivery is not None:
        send_off(delivery)


def send_off(delivery: Delivery) -> None:
    """`deliver` for one that was just read or made, with its message, user, athlete and address."""
    if hold_back(delivery):
        return
    together = _together(delivery)
    try:
        content = composed(together) if together else None
    except DeliveryError as error:
        for sound in settle_faults(together, error)[:1]:
            send_off(sound)
        return
    claimed = _take(together)
    if claimed:
        _hand_over(claimed, content)


def _hand_over(claimed: Sequence[Delivery], content: Any) -> None:
    try:
        provider_id = _send(claimed, content)
    except AddressRefusedError as error:
        _refused(claimed, error)
    except DeliveryError as error:
        _failed(claimed, error)
    else:
        now = timezone.now()
        _release(claimed, state=Delivery.State.SENT, sent_at=now, error="", provider_id=provider_id)


def claim(delivery_id: int) -> list[Delivery] | None:
    """Take a delivery and its letter for `LEASE`, committed at once; None when it is not due or taken."""
    delivery = _asked(delivery_id)
    return None if delivery is None else _take(_together(delivery))


def resend(*, delivery: Delivery) -> bool:
    """Have a failed delivery tried once more; False when it is in another state."""
    with transaction.atomic():
        failed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED)
        is_waiting = failed.update(state=Delivery.State.WAITING, next_attempt_at=timezone.now(), error="")
        if is_waiting:
            enqueue("notifications.tasks.deliver", delivery.pk)
    return bool(is_waiting)


def _asked(delivery_id: int) -> Delivery | None:
    due = Delivery.objects.due().filter(pk=delivery_id)
    delivery: Delivery | None = due.select_related(*NEEDED).first()
    return delivery


def _together(delivery: Delivery) -> list[Delivery]:
    # One that goes alone is not read again.
    if not delivery.bundle:
        return [delivery]
    due = Delivery.objects.going_with(delivery).due()
    return list(due.select_related(*NEEDED).order_by("pk"))


def _take(together: Sequence[Delivery]) -> list[Delivery] | None:
    """Claim all of them or none: what was composed must be what is recorded."""
    lease_until, taken = timezone.now() + LEASE, 0
    with transaction.atomic(durable=True):
        for attempts, deliveries in _by_attempts(together).items():
            for mine in _in_batches(deliveries):
                taken += (
                    Delivery.objects.due()
                    .filter(pk__in=mine, attempts=attempts)
                    .update(state=Delivery.State.SENDING, attempts=attempts + 1, lease_until=lease_until)
                )
        if taken != len(together):
            transaction.set_rollback(True)
            return None
    for each in together:
        each.state, each.lease_until = Delivery.State.SENDING, lease_until
        each.attempts += 1
    return list(together) or None


def _send(claimed: Sequence[Delivery], content: Any) -> str:
    address, user = claimed[0].address, claimed[0].message.user
    channel = CHANNELS[address.channel]
    if not channel.is_available():
        raise DeliveryError("This installation cannot send on this channel now.", retryable=True)
    if not user.is_active or address.target not in channel.targets(user):
        raise DeliveryError("This is no longer an address of this person.", retryable=False)
    if not all(may_still_hear(delivery.message) for delivery in claimed):
        raise DeliveryError("The athlete has taken back the leave to see this.", retryable=False)
    if address.disabled_at:
        raise DeliveryError("This address was switched off after it had refused a message.", retryable=False)
    return channel.send(claimed[0], content)


def _failed(claimed: Sequence[Delivery], error: DeliveryError) -> None:
    log.warning(
        "delivery_failed",
        delivery=str(claimed[0].uid),
        together=len(claimed),
        code=error.code,
        retryable=error.retryable,
    )
    for attempts, deliveries in _by_attempts(claimed).items():
        if error.retryable and attempts <= len(WAITS):
            wait = max(WAITS[attempts - 1], timedelta(seconds=error.retry_after_s or 0))
            due = timezone.now() + wait
            _release(deliveries, state=Delivery.State.WAITING, next_attempt_at=due, error=error.message)
        else:
            _release(deliveries, state=Delivery.State.FAILED, error=error.message)


def _refused(claimed: Sequence[Delivery], error: AddressRefusedError) -> None:
    """Stop using the address and tell its owner elsewhere, in one transaction with the outcome."""
    with transaction.atomic():
        _failed(claimed, error)
        key = f"{claimed[0].uid} {claimed[0].attempts}"
        disable_address(address=claimed[0].address, reason=error.message, key=key)


def _release(claimed: Sequence[Delivery], **outcome: object) -> None:
    # The number of attempts names this claim: whoever claimed again after us has another one.
    for attempts, deliveries in _by_attempts(claimed).items():
        for mine in _in_batches(deliveries):
            Delivery.objects.filter(pk__in=mine, attempts=attempts).update(
                lease_until=None, reason="", **outcome
            )


def _in_batches(deliveries: Sequence[Delivery]) -> Iterator[list[int]]:
    for first in range(0, len(deliveries), BATCH):
        yield [delivery.pk for delivery in deliveries[first : first + BATCH]]


def _by_attempts(claimed: Sequence[Delivery]) -> dict[int, list[Delivery]]:
    groups: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in claimed:
        groups[delivery.attempts].append(delivery)
    return groups
