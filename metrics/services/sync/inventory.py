"""What Garmin lists, as rows: what is new, edited, gone or back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from athletes.models import Connection
from athletes.sources.garmin.listing import ACTIVITIES
from athletes.sources.records import FieldWarning, ListedActivity
from metrics.models import RemoteActivity, SyncRun
from metrics.services.sync import edits
from metrics.services.sync.listing import Listing, is_below, pages, read_top
from metrics.services.sync.runs import to_fetch
from metrics.services.sync.slices import Slice

GONE_AFTER = timedelta(hours=1)
"""Not listed in two scans at least this far apart is removed; in one, it may be a fault of the list."""

APART = "_apart"
"""In a row's summary: older than the history, and listed for days that were named."""

State = RemoteActivity.State


def scan(s: Slice) -> None:
    """Compare the newest part of the list, down to the run's first day, with the rows; in one transaction."""
    listing = read_top(s.source, s.run.since)
    s.warn([FieldWarning(ACTIVITIES, "", "not an activity")] * listing.unreadable)
    with transaction.atomic():
        _take_up(s, listing.items)
        if listing.tells_what_is_gone:
            _miss(s, listing)
        count = to_fetch(s.connection, since=s.run.since, until=s.run.until).count()
        SyncRun.objects.filter(pk=s.run.pk).update(activities_total=F("activities_done") + count)
    s.claim.progressed()
    s.run.refresh_from_db(fields=["activities_total", "activities_done"])


def extend(s: Slice, down_to: date) -> bool:
    """List further below what is known until there are activities before `down_to`; False when stopped early.

    Each page is a step of its own: the rows themselves say where to go on.
    """
    oldest = s.connection.backfill_from or down_to
    if _listed(s.connection).filter(local_date__lt=down_to).exists():
        return True
    known = set(_listed(s.connection).values_list("external_id", flat=True))
    for page in pages(s.source, len(known) - 1, known):
        items = {item.external_id: item for item in page.items}
        is_end = page.is_last or is_below(page, oldest)
        with transaction.atomic():
            s.count(listed=_take_up(s, items))
            if is_end:
                Connection.objects.filter(pk=s.connection.pk).update(is_listed_whole=True)
        known |= set(items)
        s.claim.progressed()
        if is_end or is_below(page, down_to):
            return True
        if s.is_over():
            return False
    return True


def _take_up(s: Slice, items: dict[str, ListedActivity]) -> int:
    """Make or bring up to date the rows of listed activities; how many are new.

    Those of the history and of the run's own days are wanted; what is older only stands in between.
    """
    rows = RemoteActivity.objects.filter(connection=s.connection, external_id__in=items)
    known = {row.external_id: row for row in rows}
    fresh = []
    for external_id, item in items.items():
        is_apart = item.local_date < (s.connection.backfill_from or item.local_date)
        summary = {**item.summary, **({APART: True} if is_apart else {})}
        if row := known.get(external_id):
            edits.take_over(s, row, item, summary)
        elif not is_apart or s.run.since <= item.local_date < s.run.until:
            fresh.append(_row(s.connection, item, summary))
    RemoteActivity.objects.bulk_create(fresh)
    return len(fresh)


def _row(connection: Connection, item: ListedActivity, summary: dict[str, Any]) -> RemoteActivity:
    return RemoteActivity(
        athlete=connection.athlete,
        connection=connection,
        external_id=item.external_id,
        start_time=item.start_time,
        local_date=item.local_date,
        summary=summary,
    )


def _miss(s: Slice, listing: Listing) -> None:
    """Note what should have been listed and was not; what is missing for long enough is gone."""
    now = timezone.now()
    rows = RemoteActivity.objects.filter(connection=s.connection, local_date__gte=s.run.since)
    for row in rows.exclude(state=State.GONE).exclude(external_id__in=listing.items):
        if row.missing_since is None:
            row.missing_since = now
            row.save(update_fields=["missing_since", "updated_at"])
        elif _is_gone(row, now):
            edits.let_go(row)


def _is_gone(row: RemoteActivity, now: datetime) -> bool:
    return row.missing_since is not None and now - row.missing_since >= GONE_AFTER


def _listed(connection: Connection) -> QuerySet[RemoteActivity]:
    """What the list has from its top on without a gap."""
    rows = RemoteActivity.objects.filter(connection=connection, missing_since=None)
    return rows.exclude(state=State.GONE).exclude(summary__has_key=APART)
