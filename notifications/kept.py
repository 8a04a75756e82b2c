"""What this app keeps, and for how long."""

from __future__ import annotations

from config.core.retention import Rule
from notifications.services.retaining import prune_deliveries, prune_messages

RULES = (
    Rule("notifications.deliveries", "How messages were delivered", lambda: 180, prune_deliveries),
    Rule("notifications.messages", "Messages, with their deliveries", lambda: 730, prune_messages),
)
