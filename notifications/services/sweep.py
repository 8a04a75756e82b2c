"""Finding what a lost message or a dead worker left behind."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from config.core.celery import enqueue
from notifications.models import Delivery, Message
from notifications.services.deliver import settle_interrupted

# What is younger is on its way through the queue.
PATIENCE = timedelta(seconds=30)
BATCH = 1000


def sweep() -> None:
    """Start again whatever is due and was not started, or whose worker did not come back."""
    settle_interrupted()
    late = timezone.now() - PATIENCE
    waiting = Message.objects.not_fanned_out().filter(created_at__lte=late)
    for message_id in waiting.values_list("pk", flat=True)[:BATCH]:
        enqueue("notifications.tasks.fan_out", message_id)
    due = Delivery.objects.due().filter(updated_at__lte=late).order_by("next_attempt_at")
    for delivery_id in due.values_list("pk", flat=True)[:BATCH]:
        enqueue("notifications.tasks.deliver", delivery_id)
