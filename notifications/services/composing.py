"""Making the words before anything is claimed, so that a fault in them is never taken for a lost message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError
from django.db.models import F

from config.core.logging import logger
from notifications.channels.base import BundlingChannel
from notifications.channels.registry import CHANNELS
from notifications.errors import DeliveryError, WordingError
from notifications.kinds import KINDS
from notifications.models import Delivery

log = logger(__name__)


def composed(together: Sequence[Delivery]) -> Any:
    """What the channel of these is to hand over. Raises DeliveryError where there is nothing to say."""
    channel = CHANNELS.get(together[0].address.channel)
    if channel is None or any(each.message.kind not in KINDS for each in together):
        raise DeliveryError("There is no such channel or kind any more.", retryable=False)
    try:
        if len(together) > 1 and isinstance(channel, BundlingChannel):
            return channel.compose_bundle(together)
        return channel.compose(together[0])
    except (DatabaseError, SoftTimeLimitExceeded):
        raise
    except Exception as error:  # raised below as a fault with a name, whatever is wrong with the words
        kinds = sorted({each.message.kind for each in together})
        log.exception("wording_failed", kinds=kinds, channel=channel.name)
        raise WordingError from error


def settle_faults(together: Sequence[Delivery], error: DeliveryError) -> list[Delivery]:
    """Fail for good what cannot be told, all of it where it is the letter itself; returns the rest."""
    faults = {each.pk: fault for each in together if (fault := _fault_of(each))}
    failed = faults or {each.pk: error for each in together}
    for pk, fault in failed.items():
        mine = Delivery.objects.due().filter(pk=pk)
        mine.update(state=Delivery.State.FAILED, attempts=F("attempts") + 1, reason="", error=fault.message)
        log.warning("delivery_failed", delivery=pk, code=fault.code, retryable=False)
    return [each for each in together if each.pk not in failed]


def _fault_of(delivery: Delivery) -> DeliveryError | None:
    try:
        composed([delivery])
    except DeliveryError as error:
        return error
    return None
