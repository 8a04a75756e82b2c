"""Sending one delivery once: claim, send, record.

A claim is a conditional UPDATE that is committed before anything leaves the house, so of many workers one
sends. A worker that dies in between leaves a claim that runs out; then nobody knows whether the message
arrived, and it is repeated once at most, unless the channel makes repeats harmless.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from config.core.celery import enqueue
from config.core.logging import logger
from notifications.channels.registry import CHANNELS
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.kinds import KINDS
from notifications.models import Address, Delivery
from notifications.services.notify import notify

LEASE = timedelta(minutes=3)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)

log = logger(__name__)


def deliver(*, delivery_id: int) -> None:
    """Send a delivery that is due and that nobody else is sending; else do nothing. Safe to repeat."""
    delivery = claim(delivery_id)
    if delivery is None:
        return
    try:
        _send(delivery)
    except AddressRefusedError as error:
        _refused(delivery, error)
    except DeliveryError as error:
        _failed(delivery, error)
    else:
        _release(delivery, state=Delivery.State.SENT, sent_at=timezone.now(), error="")


def claim(delivery_id: int) -> Delivery | None:
    """Take a delivery for `LEASE`, committed at once; None when it is not due or somebody else has it."""
    now = timezone.now()
    with transaction.atomic(durable=True):
        taken = (
            Delivery.objects.due()
            .filter(pk=delivery_id)
            .update(state=Delivery.State.SENDING, attempts=F("attempts") + 1, lease_until=now + LEASE)
        )
    if not taken:
        return None
    return Delivery.objects.select_related("message__user", "address").get(pk=delivery_id)


def settle_interrupted() -> int:
    """Decide about deliveries whose worker did not come back; returns how many."""
    interrupted = Delivery.objects.interrupted().select_related("address")[:1000]
    return sum(_settle(delivery) for delivery in interrupted)


def resend(*, delivery: Delivery) -> bool:
    """Have a failed delivery tried once more; False when it is in another state."""
    with transaction.atomic():
        failed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED)
        is_waiting = failed.update(state=Delivery.State.WAITING, next_attempt_at=timezone.now(), error="")
        if is_waiting:
            enqueue("notifications.tasks.deliver", delivery.pk)
    return bool(is_waiting)


def _send(delivery: Delivery) -> None:
    channel = CHANNELS.get(delivery.address.channel)
    if channel is None or delivery.message.kind not in KINDS:
        raise DeliveryError("There is no such channel or kind any more.", retryable=False)
    user = delivery.message.user
    if not user.is_active or delivery.address.target not in channel.targets(user):
        raise DeliveryError("This is no longer an address of this person.", retryable=False)
    if delivery.address.disabled_at:
        raise DeliveryError("This address was switched off after it had refused a message.", retryable=False)
    channel.send(delivery)


def _failed(delivery: Delivery, error: DeliveryError) -> None:
    log.warning("delivery_failed", delivery=str(delivery.uid), code=error.code, retryable=error.retryable)
    if error.retryable and delivery.attempts <= len(WAITS):
        due = timezone.now() + WAITS[delivery.attempts - 1]
        _release(delivery, state=Delivery.State.WAITING, next_attempt_at=due, error=error.message)
    else:
        _release(delivery, state=Delivery.State.FAILED, error=error.message)


def _refused(delivery: Delivery, error: AddressRefusedError) -> None:
    """Stop using the address and tell its owner elsewhere, in one transaction with the outcome."""
    address = delivery.address
    with transaction.atomic():
        _failed(delivery, error)
        is_first = Address.objects.filter(pk=address.pk, disabled_at=None).update(
            disabled_at=timezone.now(), disabled_reason=error.message[:200]
        )
        if is_first:
            notify(
                user=delivery.message.user,
                kind="address_disabled",
                key=str(delivery.uid),
                context={
                    "channel": CHANNELS[address.channel].title,
                    "target": address.target,
                    "reason": error.message,
                },
                url=reverse("notifications:preferences"),
            )


def _release(delivery: Delivery, **outcome: object) -> None:
    # The number of attempts names this claim: whoever claimed again after us has another one.
    Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(lease_until=None, **outcome)


def _settle(delivery: Delivery) -> int:
    now = timezone.now()
    channel = CHANNELS.get(delivery.address.channel)
    outcome: dict[str, object]
    if channel is None or channel.is_repeatable:
        outcome = {"state": Delivery.State.WAITING, "next_attempt_at": now}
    elif delivery.uncertain_at is None:
        outcome = {"state": Delivery.State.UNCERTAIN, "uncertain_at": now, "next_attempt_at": now}
    else:
        outcome = {"state": Delivery.State.FAILED, "error": "Interrupted twice while it was being sent."}
    mine = Delivery.objects.interrupted().filter(pk=delivery.pk, attempts=delivery.attempts)
    return mine.update(lease_until=None, **outcome)
