"""What a user wants to hear, and where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from athletes.models import User
from config.core.errors import DataValidationError
from notifications.channels.registry import CHANNELS
from notifications.kinds import KINDS
from notifications.models import Delivery, Preference

BATCH = 500


def set_preferences(*, user: User, wishes: Mapping[tuple[str, str], bool]) -> None:
    """Save `{(kind, channel): wanted}`; what waits and is not wanted any more is not sent.

    Raises DataValidationError for what is unknown or always on.
    """
    with transaction.atomic():
        for (kind, channel), is_wanted in wishes.items():
            _check(kind, channel)
            Preference.objects.update_or_create(
                user=user, kind=kind, channel=channel, defaults={"enabled": is_wanted}
            )
            if not is_wanted:
                _keep_back(user, kind, channel)


def _keep_back(user: User, kind: str, channel: str) -> None:
    """What waits for its hour is not sent any more."""
    waiting = Delivery.objects.held().filter(message__user=user, message__kind=kind, address__channel=channel)
    ids = list(waiting.values_list("pk", flat=True))
    for first in range(0, len(ids), BATCH):
        Delivery.objects.held().filter(pk__in=ids[first : first + BATCH]).update(
            state=Delivery.State.SKIPPED, reason="You had switched this kind off here."
        )


def _check(kind: str, channel: str) -> None:
    if kind not in KINDS or channel not in CHANNELS:
        raise DataValidationError("There is no such kind of message or channel.", code="PREFERENCE_UNKNOWN")
    if not KINDS[kind].may_be_switched_off:
        raise DataValidationError("This kind of message is always sent.", code="PREFERENCE_FIXED")
