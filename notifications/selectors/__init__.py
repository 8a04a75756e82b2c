"""What a user has been told, what they want to be told, where, and what became of it."""

from notifications.selectors.addresses import (
    addresses_of,
    addresses_path,
    lacks_mail,
    missing_settings,
    places_of,
)
from notifications.selectors.history import deliveries_of, history_entry, outcome_of
from notifications.selectors.inbox import Unread, may_still_hear, messages_of, messages_to, unread_of
from notifications.selectors.preferences import (
    current_timing,
    kinds_to_choose,
    preference_table,
    timing_of,
    urgent_kinds,
    wanted_channels,
    zone_of,
)

__all__ = [
    "Unread",
    "addresses_of",
    "addresses_path",
    "current_timing",
    "deliveries_of",
    "history_entry",
    "kinds_to_choose",
    "lacks_mail",
    "may_still_hear",
    "messages_of",
    "messages_to",
    "missing_settings",
    "outcome_of",
    "places_of",
    "preference_table",
    "timing_of",
    "unread_of",
    "urgent_kinds",
    "wanted_channels",
    "zone_of",
]
