"""What an athlete can ask of a connection beside a sync."""

from __future__ import annotations

from django.utils import timezone

from athletes.models import Connection
from metrics.models import RemoteActivity


def request_sync(connection: Connection) -> None:
    Connection.objects.filter(pk=connection.pk).update(requested_at=timezone.now())


def retry_activities(*, connection: Connection, external_id: str = "") -> int:
    """Have activities that could not be fetched tried again, one or all; how many.

    Raises what `request_sync` raises: then they are fetched when it is their turn, not at once.
    """
    failed = RemoteActivity.objects.filter(connection=connection, state=RemoteActivity.State.FAILED)
    if external_id:
        failed = failed.filter(external_id=external_id)
    count = failed.update(state=RemoteActivity.State.LISTED, attempts=0, error_code="", error_message="")
    if count:
        request_sync(connection)
    return count
