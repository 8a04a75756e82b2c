"""Finding what a lost message or a dead worker left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from athletes.models import User
from config.core.celery import enqueue
from notifications.models import Delivery, Message
from notifications.services.holding import retime, users_to_retime
from notifications.services.interrupted import settle_interrupted

# What is younger is on its way through the queue.
PATIENCE = timedelta(seconds=30)
BATCH = 1000
# A whole country may want its letters in the same minute.
DUE_BATCH = 5000


def sweep() -> None:
    """Start again whatever is due and was not started, or whose worker did not come back."""
    settle_interrupted()
    late = timezone.now() - PATIENCE
    waiting = Message.objects.not_fanned_out().filter(created_at__lte=late)
    for message_id in waiting.values_list("pk", flat=True)[:BATCH]:
        enqueue("notifications.tasks.fan_out", message_id)
    for user in User.objects.filter(pk__in=users_to_retime(BATCH)).select_related("athlete"):
        retime(user=user)
    for delivery_id in _due(late):
        enqueue("notifications.tasks.deliver", delivery_id)


def _due(late: datetime) -> Iterator[int]:
    """Deliveries that are due and that nobody has touched since `late`; of a letter only the first."""
    due = Delivery.objects.due().filter(updated_at__lte=late)
    alone = due.filter(bundle="").order_by("next_attempt_at")
    yield from alone.values_list("pk", flat=True)[:DUE_BATCH]
    letters = due.exclude(bundle="").values("address", "bundle").annotate(first=Min("pk")).order_by("first")
    yield from letters.values_list("first", flat=True)[:DUE_BATCH]
