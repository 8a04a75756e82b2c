from notifications.models.address import Address, Preference
from notifications.models.data_hook import DataHook
from notifications.models.outbox import Delivery, Message
from notifications.models.settings import Timing

__all__ = ["Address", "DataHook", "Delivery", "Message", "Preference", "Timing"]
