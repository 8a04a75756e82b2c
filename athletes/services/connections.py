"""Connections as they are made, renewed, changed and ended. Their secrets lie in `athletes.vault`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from athletes import vault
from athletes.errors import AttemptClosedError, OtherAccountError
from athletes.models import Athlete, Connection, ConnectionAttempt, Credential, User, Way
from athletes.services.account import account_lease
from athletes.services.attempts import OPEN, PENDING, fail_attempt, show_life, succeed
from athletes.services.profile import update_athlete
from athletes.services.sync_times import next_sync_at
from config.core import audit, cache, leases
from config.core.celery import enqueue

HOLD = timedelta(seconds=60)
PATIENCE_S = 90.0
BRIEFLY_S = 5.0
NO_ZONE = "UTC"
MAX_ACCOUNT = 150


@dataclass(frozen=True)
class Found:
    """What a way in gave: the secret to keep, and whose account at Garmin it opens."""

    secret: dict[str, Any] = field(repr=False)
    account: str
    time_zone: str | None = None
    is_china: bool = False
    key_expires_on: date | None = None


def save_connection(*, attempt: ConnectionAttempt, found: Found, by: User | None = None) -> Connection:
    """Make the connection, or renew it, and have it read at once.

    Raises OtherAccountError when it would join two accounts, AttemptClosedError when the try was given up.
    """
    show_life(attempt)
    with _account_held(attempt.athlete, PATIENCE_S), transaction.atomic():
        succeed(attempt)
        connection = _renewed(attempt, found)
        vault.seal(athlete=attempt.athlete, purpose=attempt.way, data=found.secret)
        _learn_time_zone(attempt.athlete, found.time_zone)
        _note(attempt.athlete, "connection.made", attempt.way, by)
        cache.forget(attempt.athlete_id)
        enqueue("metrics.tasks.sync_connection", connection.pk)
    return connection


def disconnect(*, connection: Connection, by: User | None = None, patience_s: float = BRIEFLY_S) -> None:
    """Erase the secret and the connection; what was imported stays. A second time nothing happens.

    A request that is under way is waited for, `patience_s` at most; a sync finds no row to save for after it.
    """
    athlete, way = connection.athlete, connection.way
    with _account_held(athlete, patience_s), transaction.atomic():
        row = Connection.objects.select_for_update().filter(pk=connection.pk).first()
        for attempt in ConnectionAttempt.objects.filter(athlete=athlete, way=way, state__in=OPEN):
            fail_attempt(attempt=attempt, error=AttemptClosedError("You disconnected meanwhile."))
        vault.erase(athlete=athlete, purpose=way)
        if row is not None:
            row.delete()
            _note(athlete, "connection.ended", way, by)
            cache.forget(athlete.pk)


def change_connection(
    *,
    connection: Connection,
    sync_time: time | None = None,
    backfill_from: date | None = None,
    ai_allowed: bool | None = None,
) -> Connection:
    """Change when it is read, how far back, and whether analyses may use it. An earlier day is read soon."""
    changes: dict[str, Any] = {}
    if sync_time is not None and sync_time != connection.sync_time:
        connection.sync_time = changes["sync_time"] = sync_time
        changes["next_sync_at"] = next_sync_at(connection, timezone.now())
    if ai_allowed is not None:
        changes["ai_allowed"] = ai_allowed
    if backfill_from is not None:
        changes["backfill_from"] = backfill_from
    is_further = _is_further(connection, backfill_from)
    if is_further:
        changes["is_listed_whole"] = False
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(**changes)
        cache.forget(connection.athlete_id)
        if is_further:
            enqueue("metrics.tasks.sync_connection", connection.pk)
    connection.refresh_from_db()
    return connection


def sweep_secrets() -> int:
    """Erase secrets for which nothing stands any more; how many."""
    connected = Connection.objects.filter(athlete=OuterRef("athlete"), way=OuterRef("purpose"))
    waiting = ConnectionAttempt.objects.filter(
        athlete=OuterRef("athlete"), way=Way.LOGIN, state=ConnectionAttempt.State.NEEDS_CODE
    )
    secrets = Credential.objects.all()
    unused = secrets.filter(~Exists(connected), purpose__in=Way.values)
    unawaited = secrets.filter(~Exists(waiting), purpose=PENDING)
    return vault.erase_left(unused) + vault.erase_left(unawaited)


def note_refusal(attempt: ConnectionAttempt, code: str, by: User | None) -> None:
    """Put on record that Garmin did not accept what somebody gave."""
    _note(attempt.athlete, "connection.refused", attempt.way, by, code=code)


def _renewed(attempt: ConnectionAttempt, found: Found) -> Connection:
    now = timezone.now()
    athlete = attempt.athlete
    connection, is_new = Connection.objects.select_for_update().get_or_create(
        athlete=athlete, way=attempt.way
    )
    account = found.account[:MAX_ACCOUNT]
    if connection.account and account and account != connection.account:
        raise OtherAccountError
    connection.account, connection.is_china = account or connection.account, found.is_china
    connection.key_expires_on = found.key_expires_on
    connection.state = Connection.State.ACTIVE
    connection.failures, connection.retry_at = 0, None
    connection.last_error_code = connection.last_error_message = ""
    connection.requested_at = now
    # The first sync is found by its having none; one that was given up needs its hour to come.
    connection.next_sync_at = next_sync_at(connection, now) if is_new else now
    connection.save()
    return connection


def _is_further(connection: Connection, day: date | None) -> bool:
    return day is not None and (connection.backfill_from is None or day < connection.backfill_from)


def _learn_time_zone(athlete: Athlete, zone: str | None) -> None:
    """Days belong to the athlete's zone, and somebody new has not told theirs yet."""
    if zone and athlete.time_zone == NO_ZONE:
        try:
            update_athlete(athlete=athlete, time_zone=zone)
        except ValidationError:
            athlete.refresh_from_db()


def _note(athlete: Athlete, action: str, way: str, by: User | None, **more: str) -> None:
    actor: User = by or athlete.user
    audit.record(actor.uid, action, athlete.uid, {"way": way, **more})


@contextmanager
def _account_held(athlete: Athlete, patience_s: float) -> Iterator[None]:
    """Alone with the athlete's secrets, waiting for a request that uses them; go on after `patience_s`.

    A sync goes on with what it has, and what it saves later is checked against the row.
    """
    name = account_lease(athlete)
    holder = leases.take_in_turn(name, HOLD, patience_s)
    try:
        yield
    finally:
        if holder is not None:
            leases.give_back(name, holder)
