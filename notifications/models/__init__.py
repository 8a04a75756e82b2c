from notifications.models.address import Address, Preference
from notifications.models.outbox import Delivery, Message

__all__ = ["Address", "Delivery", "Message", "Preference"]
