"""Where a user is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from athletes.models import User
from notifications.channels.base import Channel
from notifications.channels.email.channel import mailboxes
from notifications.channels.registry import CHANNELS, offered_channels
from notifications.channels.webhook.posting import APPLICATION
from notifications.kinds import EMAIL, IN_APP
from notifications.models import Address, Delivery
from notifications.selectors.history import Outcome, outcome_of


@dataclass(frozen=True)
class Reached:
    """One address, with the outcome of the newest delivery to it."""

    address: Address
    last: Delivery | None
    outcome: Outcome | None

    @property
    def may_be_removed(self) -> bool:
        """The mailbox is that of the login and is changed there."""
        return self.address.channel != EMAIL


@dataclass(frozen=True)
class Place:
    """A channel with a user's addresses on it; `form` is where one more is connected."""

    channel: Channel
    reached: list[Reached]
    form: str
    context: Mapping[str, Any]


def addresses_of(user: User) -> QuerySet[Any]:
    """Where this user is reached, apart from the bell, from mailboxes that were given up and from what
    applications named for themselves."""
    mine = Address.objects.filter(user=user).exclude(target="").exclude(channel=APPLICATION)
    given_up = Q(channel=EMAIL) & ~Q(target__in=mailboxes(user))
    return mine.exclude(given_up).order_by("channel", "pk")


def addresses_path() -> str:
    """Where addresses are shown: on a page that is long on a phone."""
    return f"{reverse('notifications:preferences')}#addresses"


def places_of(user: User) -> list[Place]:
    """Every channel that is offered here and needs an address."""
    reached = _reached(user)
    return [
        Place(
            channel,
            [each for each in reached if each.address.channel == name],
            channel.form,
            channel.form_context(user) if channel.form else {},
        )
        for name, channel in offered_channels().items()
        if name != IN_APP
    ]


def missing_settings() -> list[Channel]:
    """Channels that nobody is offered, because the operator gave no setting for them."""
    offered = offered_channels()
    return [channel for name, channel in CHANNELS.items() if name not in offered]


def lacks_mail(places: Sequence[Place]) -> bool:
    """Whether mails are offered and have nowhere to go; an address counts once it is verified."""
    return any(place.channel.name == EMAIL and not place.reached for place in places)


def _reached(user: User) -> list[Reached]:
    newest = Delivery.objects.filter(address=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = list(addresses_of(user).annotate(last_id=Subquery(newest)))
    last = Delivery.objects.in_bulk([row.last_id for row in rows if row.last_id])
    return [_with_outcome(row, last.get(row.last_id)) for row in rows]


def _with_outcome(address: Address, last: Delivery | None) -> Reached:
    return Reached(address, last, outcome_of(last) if last else None)
