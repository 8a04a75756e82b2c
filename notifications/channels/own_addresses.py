"""Addresses that people bring themselves, each proven to be theirs before anything is sent there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from athletes.models import Athlete, User
from config.core.errors import DataValidationError
from notifications.models import Address

MOST = 10
"""Addresses of one person on one channel."""


def proven(user: User, channel: str) -> list[str]:
    """Targets that have been proven."""
    return list(of(user, channel).filter(verified_at__isnull=False).values_list("target", flat=True))


def of(user: User, channel: str) -> QuerySet[Address]:
    """All that somebody has brought, proven or not."""
    return Address.objects.filter(user=user, channel=channel).select_related("user__athlete").order_by("pk")


def check_room(user: User, channel: str) -> None:
    """Raise DataValidationError when somebody has as many addresses as there may be."""
    if of(user, channel).count() >= MOST:
        raise DataValidationError(f"There are {MOST} already. Remove one first.", code="ADDRESSES_FULL")


def check_vault(user: User) -> None:
    """Raise DataValidationError for somebody without a vault, as only athletes have one."""
    if not hasattr(user, "athlete"):
        raise DataValidationError(
            "This needs an athlete of your own here; e-mail and SMS do not.", code="ADDRESS_NEEDS_ATHLETE"
        )


def subject_of(user: User) -> UUID:
    """On whose behalf something is sent: coaches and operators need not be athletes themselves."""
    uid: UUID = user.athlete.uid if hasattr(user, "athlete") else user.uid
    return uid


def vault_of(address: Address) -> tuple[Athlete, str]:
    """Whose vault keeps the secret of this address, and for which purpose."""
    return address.user.athlete, f"{address.channel}:{address.uid.hex}"
