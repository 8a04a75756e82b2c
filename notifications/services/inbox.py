"""What a user has read."""

from __future__ import annotations

from django.utils import timezone

from athletes.models import User
from notifications.models import Message


def mark_read(*, message: Message) -> None:
    """Note that the message was opened; the first time counts."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())


def mark_unread(*, message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(read_at=None)


def mark_all_read(*, user: User) -> int:
    """Mark everything that this user can see as read; returns how many messages that changed."""
    return Message.objects.for_user(user.pk).shown().unread().update(read_at=timezone.now())
