"""The older days, newest first, until the day that the athlete wants them from."""

from __future__ import annotations

from athletes.models import Connection
from metrics.models import SyncRun
from metrics.services.sync.days import Window, expect, read, windows
from metrics.services.sync.fetching import fetch
from metrics.services.sync.inventory import extend
from metrics.services.sync.runs import DAY
from metrics.services.sync.slices import Slice


def sync_history(s: Slice) -> bool:
    """Read window after window below `backfilled_to`, each with its activities; False when there is more.

    The cursor is in the connection and moves with each day that is stored.
    """
    _begin(s)
    while True:
        _refresh(s)
        planned = _planned(s)
        expect(s, planned)
        if planned:
            read(s, planned[0])
        if not _activities(s, planned):
            return False
        if not planned:
            return True
        if s.is_over():
            return False


def _activities(s: Slice, planned: list[Window]) -> bool:
    oldest = s.connection.backfill_from
    down_to = planned[0].since if planned else oldest
    if down_to is not None and not s.connection.is_listed_whole and not extend(s, down_to):
        return False
    return fetch(s, since=oldest)


def _planned(s: Slice) -> list[Window]:
    start = s.connection.backfill_from
    until = s.connection.backfilled_to or s.athlete.today() + DAY
    if start is None or start >= until:
        return []
    wanted = [until - (back + 1) * DAY for back in range((until - start).days)]
    return windows(s, wanted)


def _begin(s: Slice) -> None:
    """A run that has just begun may be there because the athlete wants more than was listed before."""
    if s.run.days_done or s.run.activities_done or not s.connection.is_backfilling:
        return
    Connection.objects.filter(pk=s.connection.pk).update(is_listed_whole=False)


def _refresh(s: Slice) -> None:
    """Somebody may have changed how far back it shall go."""
    names = ["backfill_from", "backfilled_to", "is_listed_whole"]
    s.connection.refresh_from_db(fields=names)
    if s.connection.backfill_from is not None and s.connection.backfill_from < s.run.since:
        s.run.since = s.connection.backfill_from
        SyncRun.objects.filter(pk=s.run.pk).update(since=s.run.since)
