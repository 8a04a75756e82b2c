"""Whom this app contacts: those who carry messages."""

from __future__ import annotations

from collections.abc import Callable

from config.core.parties import Party
from config.core.personal import Person
from notifications.models import Address

ONLY_IF_ADDED = "By adding an address; ends when you remove it or switch off every message."


def _has(channel: str) -> Callable[[Person], bool]:
    def has(person: Person) -> bool:
        return Address.objects.filter(
            user=person.user_pk, channel=channel, verified_at__isnull=False, disabled_at=None
        ).exists()

    return has


PARTIES = (
    Party(
        "Mail server",
        ("mail",),
        "Your e-mail address and the text of your messages, numbers included.",
        "Mails about your account are always sent; others as you have chosen.",
        lambda _person: None,
    ),
    Party("Twilio (SMS)", ("twilio",), "Your number and short texts.", ONLY_IF_ADDED, _has("sms")),
    Party(
        "Push service of your browser",
        ("webpush",),
        "That there is a message, and its text encrypted for your browser alone.",
        ONLY_IF_ADDED,
        _has("webpush"),
    ),
    Party(
        "Applications you let in",
        ("partner",),
        "That something changed and where to read it, of what you let them see; never the values.",
        "By letting one in; ends when you disconnect it.",
        _has("partner"),
    ),
    Party(
        "Your own webhooks",
        ("webhook",),
        "Messages as JSON, signed, to the addresses you have named.",
        ONLY_IF_ADDED,
        _has("webhook"),
    ),
)
