"""What a user has been told."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from athletes.models import User
from notifications.models import Message


def unread_count(user: User | AnonymousUser) -> int:
    """How many messages this user has not read; nobody has none."""
    if not isinstance(user, User):
        return 0
    return Message.objects.for_user(user.pk).unread().count()
