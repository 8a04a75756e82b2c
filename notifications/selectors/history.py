"""What became of what a user was told, outside the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from athletes.models import User
from notifications.channels.registry import CHANNELS
from notifications.kinds import IN_APP, KINDS
from notifications.models import Delivery
from notifications.models.outbox import CLAIMABLE
from notifications.wording import Line, page_line

INTERRUPTED = "Formline was interrupted while it was being sent"


@dataclass(frozen=True)
class Outcome:
    """The state of a delivery as people say it; `tone` is a class of the style sheet; `note` says why."""

    title: str
    tone: str
    note: str


@dataclass(frozen=True)
class Entry:
    delivery: Delivery
    line: Line
    channel: str
    outcome: Outcome

    @property
    def is_waiting(self) -> bool:
        return self.delivery.state in CLAIMABLE


def deliveries_of(user: User) -> QuerySet[Any]:
    """Deliveries to this user's addresses, the newest first."""
    mine = Delivery.objects.filter(message__user=user, message__kind__in=KINDS)
    outside = mine.exclude(address__channel=IN_APP)
    return outside.select_related("message__user__athlete", "address").order_by("-pk")


def history_entry(delivery: Delivery) -> Entry:
    """One line of the history."""
    channel = CHANNELS.get(delivery.address.channel)
    title = channel.title if channel else delivery.address.channel
    return Entry(delivery, page_line(delivery.message), title, outcome_of(delivery))


def outcome_of(delivery: Delivery) -> Outcome:
    """What became of a delivery, and why."""
    match delivery.state:
        case Delivery.State.SENT:
            return Outcome("Sent", "is-ok", _note_of_sent(delivery))
        case Delivery.State.FAILED:
            return Outcome("Not delivered", "is-bad", delivery.error)
        case Delivery.State.SKIPPED:
            return Outcome("Not sent", "", delivery.reason)
        case Delivery.State.UNCERTAIN:
            return Outcome("Perhaps sent", "is-warn", f"{INTERRUPTED}; it is repeated once.")
        case Delivery.State.SENDING:
            return Outcome("Being sent", "", "")
    if delivery.attempts:
        return Outcome("Waiting", "is-warn", f"{delivery.error} It is tried again.".strip())
    return Outcome("Waiting", "", delivery.reason)


def _note_of_sent(delivery: Delivery) -> str:
    if delivery.uncertain_at:
        return f"{INTERRUPTED} and repeated it: it may have come twice."
    return "In the daily letter." if delivery.bundle else ""
