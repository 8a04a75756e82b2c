"""The newest days: the values of the newest window first, its activities, then what is left of the days."""

from __future__ import annotations

from metrics.services.sync.days import expect, plan, read
from metrics.services.sync.fetching import fetch
from metrics.services.sync.inventory import scan
from metrics.services.sync.slices import Slice


def sync_recent(s: Slice) -> bool:
    """Read the days of the run and its activities; False when the slice is over before the end."""
    planned = plan(s)
    expect(s, planned)
    for window in planned[:1]:
        read(s, window)
        if s.is_over():
            return False
    if not _activities(s):
        return False
    for window in planned[1:]:
        if s.is_over():
            return False
        read(s, window)
    return True


def _activities(s: Slice) -> bool:
    # After a scan that found nothing to fetch there is nothing that could be interrupted before the run ends.
    if not s.run.activities_total:
        scan(s)
        if s.run.activities_total and s.is_over():
            return False
    return fetch(s, since=s.run.since, until=s.run.until)
