"""Browsers that want messages. What encrypts for a browser lies in its owner's vault."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils import timezone

from athletes import vault
from athletes.models import User
from config.core.errors import DataValidationError
from config.core.guard import check_url
from notifications.channels import own_addresses
from notifications.channels.webpush.keys import unpadded
from notifications.models import Address

NAME = "webpush"
AUTH_BYTES = 16
MOST_CHARACTERS = 1000
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
"""What a browser's name of itself holds, the telling ones first."""


@dataclass(frozen=True)
class Subscription:
    endpoint: str
    p256dh: str
    auth: str


def subscribe(*, user: User, subscription: Subscription, browser: str) -> Address:
    """Send messages to a browser from now on; `browser` is what it calls itself.

    Raises DataValidationError for one too many, ForbiddenAddressError for a push service that is not public.
    """
    own_addresses.check_vault(user)
    check_url(subscription.endpoint)
    mine = own_addresses.of(user, NAME)
    if not mine.filter(target=subscription.endpoint).exists():
        own_addresses.check_room(user, NAME)
    with transaction.atomic():
        # Somebody else who used this browser before must not be read on it any more.
        for other in Address.objects.filter(channel=NAME, target=subscription.endpoint).exclude(user=user):
            _drop(other)
        address, _ = Address.objects.update_or_create(
            user=user,
            channel=NAME,
            target=subscription.endpoint,
            defaults={
                "label": name_of(browser),
                "verified_at": timezone.now(),
                "disabled_at": None,
                "disabled_reason": "",
            },
        )
        athlete, purpose = own_addresses.vault_of(address)
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        vault.seal(athlete=athlete, purpose=purpose, data=keys)
    return address


def unsubscribe(*, user: User, endpoint: str) -> bool:
    """Send nothing more to a browser; False when it got nothing."""
    address = next((each for each in own_addresses.of(user, NAME) if each.target == endpoint), None)
    if address is None:
        return False
    with transaction.atomic():
        _drop(address)
    return True


def parsed(text: str) -> Subscription:
    """What a browser's `PushSubscription` gives as JSON. Raises DataValidationError."""
    try:
        given = json.loads(text)
        endpoint, keys = str(given["endpoint"]), given["keys"]
        found = Subscription(endpoint, str(keys["p256dh"]), str(keys["auth"]))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(found.p256dh))
        is_whole = len(unpadded(found.auth)) == AUTH_BYTES and len(endpoint) <= MOST_CHARACTERS
    except (ValueError, TypeError, KeyError, RecursionError):
        is_whole = False
    if not is_whole:
        raise DataValidationError("The browser gave no subscription that can be used.", code="PUSH_INVALID")
    return found


def name_of(browser: str) -> str:
    """The words for a browser that calls itself so: "Firefox on Linux"."""
    name = next((word for mark, word in BROWSERS.items() if mark in browser), "A browser")
    system = next((word for mark, word in SYSTEMS.items() if mark in browser), "")
    return f"{name} on {system}" if system else name


def _drop(address: Address) -> None:
    athlete, purpose = own_addresses.vault_of(address)
    vault.erase(athlete=athlete, purpose=purpose)
    address.delete()
