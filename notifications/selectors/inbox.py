"""What a user has been told in the app."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q

from athletes.models import CoachLink, User
from notifications.kinds import KINDS
from notifications.models import Message
from notifications.models.outbox import MessageQuerySet

LEAVE_ENDED = "security"
"""The kind that tells of it: the one that is about an athlete without showing anything of them."""


@dataclass(frozen=True)
class Unread:
    """How many messages are not read, and `mark`, which changes when others are."""

    count: int = 0
    mark: str = "0"


def messages_to(user: User | AnonymousUser) -> MessageQuerySet:
    """Everything that this user was told, wherever, the newest first; of athletes who took back their leave
    only that they did."""
    told: MessageQuerySet = Message.objects.for_user(user.pk or 0)
    links = CoachLink.objects.in_force().filter(coach=user.pk or 0)
    may_see = Q(athlete=None) | Q(athlete__user=user.pk or 0) | Q(athlete__in=links.values("athlete"))
    may_see |= Q(kind=LEAVE_ENDED)
    return told.filter(may_see, kind__in=KINDS).select_related("user__athlete")


def may_still_hear(message: Message) -> bool:
    """Whether whoever is told may still see the athlete whom it is about."""
    own = getattr(message.user, "athlete", None)
    is_own = message.athlete_id is None or (own is not None and own.pk == message.athlete_id)
    return is_own or messages_to(message.user).filter(pk=message.pk).exists()


def messages_of(user: User | AnonymousUser) -> MessageQuerySet:
    """Messages shown to this user in the app, the newest first."""
    return messages_to(user).shown()


def unread_of(user: User | AnonymousUser) -> Unread:
    """What this user has not read in the app; nobody has nothing."""
    if not isinstance(user, User):
        return Unread()
    found = messages_of(user).unread().aggregate(count=Count("pk"), newest=Max("pk"))
    return Unread(found["count"], f"{found['count']}-{found['newest']}" if found["count"] else "0")
