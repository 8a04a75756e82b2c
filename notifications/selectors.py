"""What a user has been told, and what they want to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from athletes.models import User
from notifications.channels.registry import CHANNELS
from notifications.kinds import EMAIL, KINDS, Kind
from notifications.models import Address, Message, Preference
from notifications.models.outbox import MessageQuerySet


@dataclass(frozen=True)
class Choice:
    """One cell of the preference table; `field` names its form control."""

    channel: str
    title: str
    field: str
    is_wanted: bool


@dataclass(frozen=True)
class Row:
    kind: Kind
    choices: list[Choice]


def messages_of(user: User | AnonymousUser) -> MessageQuerySet:
    """Messages shown to this user in the app, the newest first."""
    shown: MessageQuerySet = Message.objects.for_user(user.pk or 0).shown()
    return shown.filter(kind__in=KINDS)


def unread_count(user: User | AnonymousUser) -> int:
    """How many messages this user has not read; nobody has none."""
    if not isinstance(user, User):
        return 0
    return messages_of(user).unread().count()


def wanted_channels(user: User, kind: Kind) -> list[str]:
    """Names of the channels on which this user wants messages of this kind."""
    return [choice.channel for choice in _row(kind, _wishes(user)).choices if choice.is_wanted]


def preference_table(user: User) -> list[Row]:
    """Every kind with every channel, as this user wants it."""
    wishes = _wishes(user)
    return [_row(kind, wishes) for kind in KINDS.values()]


def is_reached_by_mail(user: User) -> bool:
    """Whether mails have somewhere to go; an address counts once it is verified."""
    return bool(CHANNELS[EMAIL].targets(user))


def addresses_of(user: User) -> QuerySet[Any]:
    """Where this user is reached, apart from the bell."""
    return Address.objects.filter(user=user).exclude(target="").order_by("channel", "target")


def _wishes(user: User) -> dict[tuple[str, str], bool]:
    rows = Preference.objects.filter(user=user).values_list("kind", "channel", "enabled")
    return {(kind, channel): enabled for kind, channel, enabled in rows}


def _row(kind: Kind, wishes: dict[tuple[str, str], bool]) -> Row:
    if not kind.may_be_switched_off:
        wishes = {}
    return Row(
        kind,
        [
            Choice(
                channel=name,
                title=channel.title,
                field=f"{kind.name}.{name}",
                is_wanted=wishes.get((kind.name, name), name in kind.channels),
            )
            for name, channel in CHANNELS.items()
        ],
    )
