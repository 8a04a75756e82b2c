"""Keeping deliveries back for as long as their user's hours ask for it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from athletes.models import User
from notifications.kinds import KINDS
from notifications.models import Delivery, Timing
from notifications.selectors import timing_of, zone_of
from notifications.timing import Departure, departure, departure_of_waiting, is_held

BATCH = 500


def hold_back(delivery: Delivery) -> bool:
    """Put off, or give up, a due delivery that the hours of its user do not allow now, with its letter."""
    now = timezone.now()
    kind = KINDS.get(delivery.message.kind)
    if kind is None or not is_held(kind.urgency, delivery.address.channel):
        return False
    user = delivery.message.user
    leaves = departure_of_waiting(
        kind.urgency,
        delivery.address.channel,
        timing_of(user),
        zone_of(user),
        now,
        bundle=delivery.bundle,
        is_letter=kind.at_letter_hour,
    )
    if leaves.due_at <= now and not leaves.is_skipped:
        return False
    Delivery.objects.going_with(delivery).due().update(**outcome_of(leaves))
    return True


def retime(*, user: User) -> int:
    """Compute anew when what waits for this user leaves, by their hours and zone of now; returns how many."""
    now, timing, zone = timezone.now(), timing_of(user), zone_of(user)
    leaving: dict[Departure, list[int]] = defaultdict(list)
    waiting = Delivery.objects.held().filter(message__user=user, message__kind__in=KINDS)
    for pk, name, channel in waiting.values_list("pk", "message__kind", "address__channel"):
        kind = KINDS[name]
        leaves = departure(kind.urgency, channel, timing, zone, now, is_letter=kind.at_letter_hour)
        leaving[leaves].append(pk)
    return sum(_retime(ids, leaves) for leaves, ids in leaving.items())


def users_to_retime(limit: int) -> list[int]:
    """Users whose hours or zone may have changed since what waits for them was timed."""
    hours = Timing.objects.filter(user=OuterRef("message__user"), updated_at__gt=OuterRef("updated_at"))
    newer = Q(message__user__athlete__updated_at__gt=F("updated_at")) | Q(Exists(hours))
    found = Delivery.objects.held().filter(newer).values_list("message__user", flat=True)
    return list(found.order_by("message__user").distinct()[:limit])


def outcome_of(leaves: Departure) -> dict[str, Any]:
    """The fields of a delivery that leaves then, or never."""
    fields = {"reason": leaves.reason, "bundle": leaves.bundle, "next_attempt_at": leaves.due_at}
    return fields | ({"state": Delivery.State.SKIPPED} if leaves.is_skipped else {})


def _retime(ids: list[int], leaves: Departure) -> int:
    # Whatever was claimed meanwhile is not held any more, and stays with whoever claimed it.
    batches = [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]
    return sum(Delivery.objects.held().filter(pk__in=batch).update(**outcome_of(leaves)) for batch in batches)
