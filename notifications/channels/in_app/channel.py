"""The bell and the list: a message is delivered by being shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone

from athletes.models import User
from notifications import kinds
from notifications.models import Address, Delivery, Message


class InAppChannel:
    name: ClassVar[str] = kinds.IN_APP
    title: ClassVar[str] = "In the app"
    place: ClassVar[int] = 1
    setting: ClassVar[str] = ""
    is_repeatable: ClassVar[bool] = True
    form: ClassVar[str] = ""

    def is_available(self) -> bool:
        return True

    def targets(self, user: User) -> list[str]:  # noqa: ARG002
        """Everybody has one bell, which needs no address."""
        return [""]

    def form_context(self, user: User) -> Mapping[str, Any]:  # noqa: ARG002
        return {}

    def forget(self, address: Address) -> None:
        """There is nothing else."""

    def compose(self, delivery: Delivery) -> None:
        """The pages make the words when they are looked at."""

    def send(self, delivery: Delivery, content: None) -> str:  # noqa: ARG002
        Message.objects.filter(pk=delivery.message_id, shown_at=None).update(shown_at=timezone.now())
        return ""


CHANNEL = InAppChannel()
