"""What goes wrong between us and the person who is to be told."""

from __future__ import annotations

from config.core.errors import ExternalAPIError


class DeliveryError(ExternalAPIError):
    """A channel could not deliver. Not `retryable` means that trying again would fail in the same way."""

    code = "DELIVERY_FAILED"
    default_message = "The message could not be delivered."


class WordingError(DeliveryError):
    """The words of a message cannot be made from what it holds: a fault of ours, which stays."""

    code = "WORDING_FAILED"
    retryable = False
    default_message = "The words of this message could not be made. Nothing was sent."


class AddressRefusedError(DeliveryError):
    """The other side says that this address does not work; it is not used again."""

    code = "ADDRESS_REFUSED"
    retryable = False
    default_message = "The address does not accept messages."
