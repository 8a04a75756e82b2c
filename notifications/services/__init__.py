from notifications.services.notify import notify

__all__ = ["notify"]
