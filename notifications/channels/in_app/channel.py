"""The bell and the list: a message is delivered by being shown."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone

from athletes.models import User
from notifications import kinds
from notifications.models import Delivery, Message


class InAppChannel:
    name: ClassVar[str] = kinds.IN_APP
    title: ClassVar[str] = "In the app"
    is_repeatable: ClassVar[bool] = True

    def targets(self, user: User) -> list[str]:  # noqa: ARG002
        """Everybody has one bell, which needs no address."""
        return [""]

    def send(self, delivery: Delivery) -> None:
        Message.objects.filter(pk=delivery.message_id, shown_at=None).update(shown_at=timezone.now())
