"""When a connection is read next: once a day at the athlete's local time, not all of them at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from athletes.models import Connection

SPREAD_S = 20 * 60


def next_sync_at(connection: Connection, now: datetime) -> datetime:
    """The first of this connection's daily instants after `now`, in UTC.

    It lies up to 20 minutes after `sync_time`, each connection always as much. Where a change to summer time
    skips that time, it is an hour later; where the change back repeats it, the first of the two counts.
    """
    day = now.astimezone(connection.athlete.zone).date() - timedelta(days=1)
    while (at := _instant(connection, day)) <= now:
        day += timedelta(days=1)
    return at


def _instant(connection: Connection, day: date) -> datetime:
    local = datetime.combine(day, connection.sync_time, connection.athlete.zone)
    return local.astimezone(UTC) + timedelta(seconds=_lag_s(connection))


def _lag_s(connection: Connection) -> int:
    digest = sha256(connection.uid.bytes).digest()
    return int.from_bytes(digest[:4]) % (SPREAD_S + 1)
