"""What an athlete can ask of a connection beside a sync."""

from __future__ import annotations

from datetime import date, time

from athletes import services as connecting
from athletes.models import Connection, User
from config.core import cache
from metrics.models import RawAnswer, RemoteActivity
from metrics.services.sync import request_sync, withhold_from_ai


def change_connection(
    *,
    connection: Connection,
    sync_time: time | None = None,
    backfill_from: date | None = None,
    ai_allowed: bool | None = None,
) -> Connection:
    """Change when it is read, how far back, and whether analyses may use it.

    Forbidding that holds for what is here already; allowing it again for what comes from then on.
    """
    changed = connecting.change_connection(
        connection=connection, sync_time=sync_time, backfill_from=backfill_from, ai_allowed=ai_allowed
    )
    if not changed.ai_allowed:
        withhold_from_ai(changed)
    return changed


def disconnect(*, connection: Connection, by: User | None = None) -> None:
    """Erase the secret, the connection with its list of activities, and Garmin's answers as they came.

    What was imported stays. A second time nothing happens.
    """
    athlete, way = connection.athlete, connection.way
    connecting.disconnect(connection=connection, by=by)
    if not Connection.objects.for_athlete(athlete).filter(way=way).exists():
        RawAnswer.objects.filter(athlete=athlete, source=way).delete()


def retry_activities(*, connection: Connection, external_id: str = "") -> int:
    """Have activities that could not be fetched tried again, one or all; how many.

    Raises what `request_sync` raises: then they are fetched when it is their turn, not at once.
    """
    failed = RemoteActivity.objects.filter(connection=connection, state=RemoteActivity.State.FAILED)
    if external_id:
        failed = failed.filter(external_id=external_id)
    count = failed.update(state=RemoteActivity.State.LISTED, attempts=0, error_code="", error_message="")
    if count:
        cache.forget(connection.athlete_id)
        request_sync(connection)
    return count
