"""Removing messages and deliveries that have had their time; what still waits stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from config.core.pruning import prune
from notifications.models import Delivery, Message

State = Delivery.State
OVER = (State.SENT, State.FAILED, State.SKIPPED)


def prune_deliveries(before: datetime, dry_run: bool = False) -> int:
    """Remove deliveries that were over by then; how many."""
    return prune(Delivery.objects.filter(state__in=OVER, updated_at__lt=before), dry_run)


def prune_messages(before: datetime, dry_run: bool = False) -> int:
    """Remove messages of before then, read or not; how many."""
    waiting = Delivery.objects.filter(message=OuterRef("pk")).exclude(state__in=OVER)
    old = Message.objects.filter(created_at__lt=before, fanned_out_at__isnull=False)
    return prune(old.exclude(Exists(waiting)), dry_run)
