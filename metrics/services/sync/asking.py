"""A person asks for the newest days."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from athletes.errors import GarminAuthenticationError, GarminRateLimitError
from athletes.models import Connection
from config.core import dates
from config.core.celery import enqueue
from config.core.errors import DataNotFoundError
from metrics.models import SyncRun
from metrics.services.sync.runs import Reason, locked, open_run, told_to_wait


def request_sync(connection: Connection) -> SyncRun:
    """Have the newest days read now; asking again while that is done changes nothing.

    Raises GarminRateLimitError with the time until when Garmin asked to wait, GarminAuthenticationError when
    the athlete has to connect again, and DataNotFoundError when the connection is gone.
    """
    with transaction.atomic():
        fresh = locked(connection.pk)
        if fresh is None:
            raise DataNotFoundError("This connection does not exist any more.")
        _check(fresh)
        fresh.requested_at = timezone.now()
        fresh.save(update_fields=["requested_at"])
        is_first = fresh.synced_at is None
        run = open_run(fresh, Reason.FIRST if is_first else Reason.ASKED)
        enqueue("metrics.tasks.sync_connection", fresh.pk)
    return run


def _check(connection: Connection) -> None:
    now = timezone.now()
    if connection.state == Connection.State.RECONNECT:
        raise GarminAuthenticationError(code=connection.last_error_code)
    if until := told_to_wait(connection, now):
        when = dates.instant(until, now, connection.athlete.zone)
        raise GarminRateLimitError(
            f"Garmin asked us to wait until {when}. Formline goes on by itself then.",
            retry_after_s=(until - now).total_seconds(),
        )
