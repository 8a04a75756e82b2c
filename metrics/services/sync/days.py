"""Daily values: which days are to be read, and storing them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from athletes.models import Connection
from athletes.sources.records import ChannelState, DailyChannel, RecordedDay, RecordedEstimate
from metrics.models import SyncedDay, SyncRun
from metrics.services.ingest import store_day, store_estimate
from metrics.services.sync.runs import DAY, FIRST_DAYS, Reason
from metrics.services.sync.slices import Slice

type Daily = RecordedDay | RecordedEstimate

RANK = (ChannelState.MISSING, ChannelState.PARTIAL, ChannelState.PRESENT)


@dataclass(frozen=True)
class Window:
    """Days [since, until) that are asked for together."""

    since: date
    until: date
    is_detailed: bool


def plan(s: Slice) -> list[Window]:
    """The windows of the run that are still to be read, newest first."""
    return windows(s, list(_unread(s)))


def windows(s: Slice, wanted: list[date]) -> list[Window]:
    """Days, newest first, in windows as long as the source takes them; single days are asked for lately."""
    detailed_from = s.athlete.today() - timedelta(days=FIRST_DAYS - 1)
    found = []
    while wanted:
        newest = wanted[0]
        oldest = newest - (s.source.window_days - 1) * DAY
        inside = [day for day in wanted if day >= oldest]
        found.append(Window(inside[-1], newest + DAY, newest >= detailed_from))
        wanted = wanted[len(inside) :]
    return found


def read(s: Slice, window: Window) -> None:
    """Read and store the days of a window, newest first."""
    records = s.source.days(window.since, window.until, detailed=window.is_detailed)
    for day, group in groupby(records, key=lambda record: record.date):
        store(s, day, list(group))


def store(s: Slice, day: date, records: list[Daily]) -> None:
    """One local day with its estimates, in one transaction."""
    with transaction.atomic():
        for record in records:
            if isinstance(record, RecordedDay):
                s.warn(record.warnings)
                store_day(athlete=s.athlete, recorded=record)
                _mark(s, record)
            else:
                store_estimate(athlete=s.athlete, recorded=record)
        if s.run.reason == Reason.HISTORY:
            Connection.objects.filter(pk=s.connection.pk).update(backfilled_to=day)
        s.count(days=1)
    s.claim.progressed()


def expect(s: Slice, planned: Iterable[Window]) -> None:
    """Tell how many days the run has in all."""
    left = sum((window.until - window.since).days for window in planned)
    run = SyncRun.objects.filter(pk=s.run.pk)
    run.update(days_total=run.values_list("days_done", flat=True).get() + left)


def _mark(s: Slice, record: RecordedDay) -> None:
    row = SyncedDay.objects.filter(athlete=s.athlete, date=record.date, connection=s.connection).first()
    channels = merged(row.channels if row else {}, record.channels)
    SyncedDay.objects.update_or_create(
        athlete=s.athlete,
        date=record.date,
        connection=s.connection,
        defaults={"channels": channels, "synced_at": timezone.now()},
    )


def merged(known: Mapping[str, str], fresh: Mapping[DailyChannel, ChannelState]) -> dict[str, str]:
    """The better of what was and what is said of each channel; one that is not named stays as it was."""
    best = dict(known)
    for channel, state in fresh.items():
        before = ChannelState(best.get(channel, ChannelState.MISSING))
        best[str(channel)] = str(max(before, state, key=RANK.index))
    return best


def _unread(s: Slice) -> Iterator[date]:
    """The days of the run that it has not read, or that still went on when it did and are over now."""
    run = s.run
    rows = SyncedDay.objects.filter(connection=s.connection, date__gte=run.since, date__lt=run.until)
    read_at = dict(rows.filter(synced_at__gte=run.created_at).values_list("date", "synced_at"))
    today = s.athlete.today()
    for back in range((run.until - run.since).days):
        day = run.until - (back + 1) * DAY
        read_on = s.athlete.local_day(read_at[day]) if day in read_at else None
        if read_on is None or (read_on <= day and read_on < today):
            yield day
