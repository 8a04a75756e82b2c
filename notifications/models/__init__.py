from notifications.models.address import Address, Preference
from notifications.models.outbox import Delivery, Message
from notifications.models.settings import Timing

__all__ = ["Address", "Delivery", "Message", "Preference", "Timing"]
