"""Where a user is reached: what becomes of an address."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from athletes.models import User
from config.core import ratelimit
from config.core.celery import enqueue
from config.core.errors import DataValidationError, RateLimitedError
from config.core.ids import uuid7
from notifications.channels.registry import CHANNELS, offered_channels
from notifications.kinds import EMAIL, IN_APP
from notifications.models import Address, Delivery, Message
from notifications.selectors import addresses_path
from notifications.services.notify import notify

DISABLED = "address_disabled"
TESTS_PER_HOUR = 10
HOUR_S = 3600


def register_addresses(*, user: User) -> None:
    """Make the rows of addresses that are proven elsewhere, such as the mailbox of the login."""
    known = set(Address.objects.filter(user=user).values_list("channel", "target"))
    for name, channel in offered_channels().items():
        is_elsewhere = name != IN_APP and not channel.form
        for target in channel.targets(user) if is_elsewhere else ():
            if (name, target) not in known:
                Address.objects.get_or_create(
                    user=user, channel=name, target=target, defaults={"verified_at": timezone.now()}
                )


def rename_address(*, address: Address, label: str) -> None:
    """The user's own word for it, up to 80 characters; none when empty."""
    words = "".join(letter if letter.isprintable() else " " for letter in label).split()
    Address.objects.filter(pk=address.pk).update(label=" ".join(words)[:80])


def enable_address(*, address: Address) -> None:
    """Try an address again that was switched off because it had refused a message."""
    Address.objects.filter(pk=address.pk).update(disabled_at=None, disabled_reason="")


def disable_address(*, address: Address, reason: str, key: str) -> bool:
    """Stop using an address and tell its owner elsewhere; False when it was so already.

    `key` names the event: told of again, it does not take back what the owner has decided since.
    """
    with transaction.atomic():
        if Message.objects.filter(user=address.user_id, kind=DISABLED, key=key).exists():
            return False
        is_first = Address.objects.filter(pk=address.pk, disabled_at=None).update(
            disabled_at=timezone.now(), disabled_reason=reason[:200]
        )
        if is_first:
            notify(
                user=address.user,
                kind=DISABLED,
                key=key,
                context={
                    "channel": CHANNELS[address.channel].title,
                    "target": address.label or address.target,
                    "reason": reason,
                },
                url=addresses_path(),
            )
    return bool(is_first)


def remove_address(*, address: Address) -> None:
    """Forget an address and what was sent there. Raises DataValidationError for the mailbox of the login."""
    if address.channel == EMAIL:
        raise DataValidationError("This is the address of your login. Change it there.", code="ADDRESS_FIXED")
    channel = CHANNELS.get(address.channel)
    with transaction.atomic():
        if channel is not None:
            channel.forget(address)
        address.delete()


def send_test(*, address: Address) -> Delivery:
    """Send a test to one address, whatever the hour; its outcome is in the history.

    Raises DataValidationError for an address that is not in use, RateLimitedError after `TESTS_PER_HOUR`.
    """
    if address.disabled_at or address.verified_at is None or address.channel not in offered_channels():
        raise DataValidationError("This address is not in use.", code="ADDRESS_UNUSED")
    allowance = ratelimit.hit(f"notification-test:{address.user_id}", TESTS_PER_HOUR, HOUR_S)
    if not allowance.allowed:
        raise RateLimitedError(
            "That were many tests. Please wait a while.", retry_after_s=allowance.retry_after_s
        )
    with transaction.atomic():
        message = Message.objects.create(
            user=address.user,
            kind="test",
            key=str(uuid7()),
            context={"channel": CHANNELS[address.channel].title},
            url=reverse("notifications:history"),
            fanned_out_at=timezone.now(),
        )
        delivery = Delivery.objects.create(message=message, address=address)
        enqueue("notifications.tasks.deliver", delivery.pk)
    return delivery
