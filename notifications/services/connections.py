"""Telling athletes about their connections: found in the rows by a tick, told once per event."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from athletes.models import Connection, ConnectionAttempt, Way
from athletes.services import next_sync_at
from config.core import dates
from notifications.services.notify import Plain, notify

REMINDERS_DAYS = (3, 14)
FAILING_FOR = timedelta(hours=24)


def tell_about_connections() -> None:
    """Tell of keys that end soon, of syncs that fail for more than a day, and of what Garmin refuses."""
    now = timezone.now()
    _tell_of_ending_keys(now)
    _tell_of_failing_syncs(now)
    _tell_of_lost_connections()


def _tell_of_ending_keys(now: datetime) -> None:
    last = now.date() + timedelta(days=max(REMINDERS_DAYS) + 1)
    for connection in _working().filter(key_expires_on__range=(now.date() - timedelta(days=1), last)):
        if (expires_on := connection.key_expires_on) is None:
            continue
        left = (expires_on - connection.athlete.today()).days
        reminder = next((days for days in REMINDERS_DAYS if 0 <= left <= days), None)
        if reminder is not None:
            context: dict[str, Plain] = {"days_left": left, "expires_on": dates.full_day(expires_on)}
            _tell(connection, "connection_expiring", f"{connection.uid} {expires_on} {reminder}", context)


def _tell_of_failing_syncs(now: datetime) -> None:
    # Failures alone are not enough: what failed may have been one activity of years ago, just now.
    for connection in _working().filter(failures__gt=0):
        if now - _failing_since(connection) <= FAILING_FOR:
            continue
        last = connection.synced_at or connection.created_at
        context: dict[str, Plain] = {
            "way": Way(connection.way).label,
            "last": last.isoformat(),
            "reason": connection.last_error_message or "Garmin did not answer as it should.",
        }
        _tell(connection, "sync_failing", f"{connection.uid} {last.isoformat()}", context)


def _tell_of_lost_connections() -> None:
    lost = Connection.objects.filter(state=Connection.State.RECONNECT)
    for connection in lost.select_related("athlete__user"):
        made = ConnectionAttempt.objects.filter(
            athlete=connection.athlete, way=connection.way, state=ConnectionAttempt.State.CONNECTED
        )
        newest = made.values_list("uid", flat=True).first()
        _tell(connection, "connection_lost", f"{connection.uid} {newest}", {"way": connection.way})


def _failing_since(connection: Connection) -> datetime:
    """When the first sync that should have been and was not would have been at the latest."""
    if connection.synced_at is None:
        return connection.created_at
    return next_sync_at(connection, connection.synced_at)


def _working() -> QuerySet[Connection]:
    return Connection.objects.filter(state=Connection.State.ACTIVE).select_related("athlete__user")


def _tell(connection: Connection, kind: str, key: str, context: dict[str, Plain]) -> None:
    athlete = connection.athlete
    url = reverse("metrics:connections", args=[str(athlete.uid)])
    notify(user=athlete.user, kind=kind, key=key, context=context, url=url, athlete=athlete)
