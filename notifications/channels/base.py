"""What every channel is. A new one is a folder like its neighbours and a line in the registry."""

from __future__ import annotations

from typing import ClassVar, Protocol

from athletes.models import User
from notifications.models import Delivery


class Channel(Protocol):
    """One way to reach a person.

    `is_repeatable`: sending the same delivery again is harmless, because the other side knows it by its key.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    is_repeatable: ClassVar[bool]

    def targets(self, user: User) -> list[str]:
        """Where this user may be reached now; only places that are proven to be theirs."""

    def send(self, delivery: Delivery) -> None:
        """Hand the message over. Raises DeliveryError, or AddressRefusedError when the address is dead."""
