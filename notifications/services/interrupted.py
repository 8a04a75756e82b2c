"""What becomes of deliveries whose worker did not come back: nobody knows whether they arrived."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from notifications.channels.registry import CHANNELS
from notifications.models import Delivery

BATCH = 1000


def settle_interrupted() -> int:
    """Decide about up to `BATCH` of them; returns how many. A repeat is due at once, and only one unless the
    channel makes repeats harmless."""
    decided: dict[Delivery.State, list[int]] = defaultdict(list)
    for delivery in Delivery.objects.interrupted().select_related("address")[:BATCH]:
        decided[_next_state(delivery)].append(delivery.pk)
    return sum(_settle(ids, state) for state, ids in decided.items())


def _next_state(delivery: Delivery) -> Delivery.State:
    channel = CHANNELS.get(delivery.address.channel)
    if channel is None or channel.is_repeatable:
        return Delivery.State.WAITING
    return Delivery.State.UNCERTAIN if delivery.uncertain_at is None else Delivery.State.FAILED


def _settle(ids: list[int], state: Delivery.State) -> int:
    now = timezone.now()
    outcome: dict[str, object] = {"state": state, "next_attempt_at": now}
    if state is Delivery.State.UNCERTAIN:
        outcome["uncertain_at"] = now
    if state is Delivery.State.FAILED:
        outcome["error"] = "Interrupted twice while it was being sent."
    # Whoever came back after all, or was claimed again, is not among the interrupted any more.
    return Delivery.objects.interrupted().filter(pk__in=ids).update(lease_until=None, **outcome)
