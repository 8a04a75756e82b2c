"""What an athlete can ask of a connection beside a sync."""

from __future__ import annotations

from athletes.models import Connection
from metrics.models import RemoteActivity
from metrics.services.sync import request_sync


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
