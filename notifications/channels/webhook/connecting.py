"""Bringing a receiver: it is kept with a secret, and used once it has answered a test."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from athletes import vault
from athletes.models import User
from config.core import ratelimit
from config.core.errors import DataValidationError, RateLimitedError
from config.core.ids import uuid7
from notifications.channels import own_addresses
from notifications.channels.webhook.posting import SERVICE, post
from notifications.models import Address

TESTS_PER_HOUR = 20


def add_receiver(*, user: User, url: str, label: str) -> Address:
    """Keep a receiver and make its secret. Raises DataValidationError for one too many or a known one."""
    own_addresses.check_vault(user)
    own_addresses.check_room(user, SERVICE)
    with transaction.atomic():
        address, is_new = Address.objects.get_or_create(
            user=user, channel=SERVICE, target=url, defaults={"label": label}
        )
        if not is_new:
            raise DataValidationError("This receiver is here already.", code="ADDRESS_KNOWN")
        athlete, purpose = own_addresses.vault_of(address)
        vault.seal(athlete=athlete, purpose=purpose, data={"secret": f"whsec_{secrets.token_urlsafe(32)}"})
    return address


def prove_receiver(*, address: Address) -> None:
    """Send a test; an answer of 2xx puts the receiver into use. Raises DeliveryError and RateLimitedError."""
    allowance = ratelimit.hit(f"webhook-test:{address.user_id}", TESTS_PER_HOUR, 3600)
    if not allowance.allowed:
        raise RateLimitedError(
            "That were many tests. Please wait a while.", retry_after_s=allowance.retry_after_s
        )
    content = {
        "kind": "test",
        "created_at": datetime.now(UTC).isoformat(),
        "title": "A test",
        "text": "This receiver hears from Formline.",
        "url": None,
        "athlete_uid": None,
    }
    post(address, str(uuid7()), content)
    Address.objects.filter(pk=address.pk).update(
        verified_at=timezone.now(), disabled_at=None, disabled_reason=""
    )
