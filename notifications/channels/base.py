"""What every channel is. A new one is a folder like its neighbours, which the registry finds by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

from athletes.models import User
from notifications.models import Address, Delivery


class Channel(Protocol):
    """One way to reach a person; the `CHANNEL` of the module `channel` in its folder.

    `place` orders the channels for people. `setting` names what an operator must give before
    `is_available`; empty where nothing is needed. `is_repeatable`: sending the same delivery again is
    harmless, because the other side knows it by its key. `form` is the template with which somebody
    connects an address; it finds the channel as `channel` and its `form_context` as `connect`. Empty where
    there is nothing to connect. Pages of its own are in the module `urls` of the folder.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    place: ClassVar[int]
    setting: ClassVar[str]
    is_repeatable: ClassVar[bool]
    form: ClassVar[str]

    def is_available(self) -> bool:
        """Whether this installation can send here at all."""

    def targets(self, user: User) -> list[str]:
        """Where this user may be reached now; only places that are proven to be theirs."""

    def form_context(self, user: User) -> Mapping[str, Any]:
        """What `form` shows to this user."""

    def forget(self, address: Address) -> None:
        """Erase what the channel keeps besides the row, before the row goes."""

    def compose(self, delivery: Delivery) -> Any:
        """What `send` is to hand over, made before anybody is asked; what it raises is a fault in words."""

    def send(self, delivery: Delivery, content: Any) -> str:
        """Hand over what was composed; returns what the other side calls it, empty where it has no name.

        Raises DeliveryError, with `retry_after_s` where the other side names a time, or AddressRefusedError
        when the address is dead.
        """


@runtime_checkable
class BundlingChannel(Channel, Protocol):
    """A channel that can tell several things in one letter."""

    def compose_bundle(self, deliveries: Sequence[Delivery]) -> Any:
        """Deliveries to one address as one letter, which `send` hands over with the first of them."""
