"""The private address under which calendars read the plan. Only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete, User
from config.core import audit
from metrics.services.locking import lock
from plans.models import CalendarFeed
from plans.selectors.feed import feed_in_force

TOKEN_BYTES = 32
LOOKED_AT = timedelta(minutes=10)
"""How exact "last read" is: a calendar that asks often does not write each time."""


def make_feed(*, athlete: Athlete, user: User) -> str:
    """A new address's token, which is told once and never again; the one before it ends at once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        lock(athlete)
        _revoke(athlete)
        CalendarFeed.objects.create(athlete=athlete, token_sha256=hashed(token))
        audit.record(user.uid, "feed.made", athlete.uid)
    return token


def revoke_feed(*, athlete: Athlete, user: User) -> bool:
    """Let the address lead nowhere; whether there was one."""
    with transaction.atomic():
        lock(athlete)
        was_there = _revoke(athlete)
        if was_there:
            audit.record(user.uid, "feed.revoked", athlete.uid)
    return was_there


def read_feed(*, token: str) -> CalendarFeed | None:
    """The feed of this address, noted as read; None for an address that leads nowhere."""
    feeds = CalendarFeed.objects.select_related("athlete").filter(
        revoked_at=None, athlete__user__is_active=True
    )
    feed: CalendarFeed | None = feeds.filter(token_sha256=hashed(token)).first()
    now = timezone.now()
    if feed is not None and (feed.read_at is None or feed.read_at <= now - LOOKED_AT):
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _revoke(athlete: Athlete) -> bool:
    feed = feed_in_force(athlete)
    if feed is None:
        return False
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    return True
