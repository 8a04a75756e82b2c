"""What a user wants to hear, and where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from athletes.models import User
from config.core.errors import DataValidationError
from notifications.channels.registry import CHANNELS
from notifications.kinds import KINDS
from notifications.models import Address, Preference


def set_preferences(*, user: User, wishes: Mapping[tuple[str, str], bool]) -> None:
    """Save `{(kind, channel): wanted}`. Raises DataValidationError for what is unknown or always on."""
    with transaction.atomic():
        for (kind, channel), is_wanted in wishes.items():
            _check(kind, channel)
            Preference.objects.update_or_create(
                user=user, kind=kind, channel=channel, defaults={"enabled": is_wanted}
            )


def enable_address(*, address: Address) -> None:
    """Try an address again that was switched off because it had refused a message."""
    Address.objects.filter(pk=address.pk).update(disabled_at=None, disabled_reason="")


def _check(kind: str, channel: str) -> None:
    if kind not in KINDS or channel not in CHANNELS:
        raise DataValidationError("There is no such kind of message or channel.", code="PREFERENCE_UNKNOWN")
    if not KINDS[kind].may_be_switched_off:
        raise DataValidationError("This kind of message is always sent.", code="PREFERENCE_FIXED")
