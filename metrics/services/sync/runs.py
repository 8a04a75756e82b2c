"""What a sync is asked for, from the wish to its end. Every write holds the connection's row."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from athletes.models import Connection
from athletes.services import next_sync_at
from config.core import jobs
from config.core.models import Job, JobState
from config.core.pruning import prune
from metrics.models import RemoteActivity, SyncRun
from metrics.services.sync.claim import KIND

RATE_LIMITED = "GARMIN_RATE_LIMITED"
FIRST_DAYS = 28
RESCAN_DAYS = 7
DAY = timedelta(days=1)

Reason, State = SyncRun.Reason, SyncRun.State
OPEN = (State.RUNNING, State.WAITING)


def locked(connection_id: int) -> Connection | None:
    """The connection as it is, kept from others until the transaction ends; None when it is gone."""
    rows = Connection.objects.select_related("athlete")
    found: Connection | None = rows.select_for_update(of=("self",)).filter(pk=connection_id).first()
    return found


def open_runs(connection: Connection) -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(connection=connection, state__in=OPEN)


def current_run(connection: Connection) -> SyncRun | None:
    """What is to be done first: new days before old ones, earlier wishes before later ones."""
    runs = list(open_runs(connection).order_by("created_at", "pk"))
    recent = [run for run in runs if run.reason != Reason.HISTORY]
    run = next(iter(recent or runs), None)
    if run is not None:
        run.connection, run.athlete = connection, connection.athlete
    return run


def due_run(connection: Connection) -> SyncRun | None:
    """The run to work on, opened where something is to be done that nobody asked for; None when all is done.

    `connection` is locked by the caller.
    """
    if run := current_run(connection):
        return run
    newest = SyncRun.objects.filter(connection=connection).first()
    if newest is None or (connection.synced_at is None and newest.state == State.DONE):
        return open_run(connection, Reason.FIRST)
    if connection.requested_at is not None and _ended(newest) < connection.requested_at:
        return open_run(connection, Reason.ASKED)
    # What was given up stays so until somebody, or the daily hour, wishes for new days.
    if connection.synced_at is None or is_given_up(connection) or not has_history(connection):
        return None
    return open_run(connection, Reason.HISTORY)


def _ended(run: SyncRun) -> datetime:
    return run.finished_at or run.created_at


def is_given_up(connection: Connection) -> bool:
    return Job.objects.filter(kind=KIND, subject=connection.uid, state=JobState.QUARANTINED).exists()


def has_history(connection: Connection) -> bool:
    """Whether older days are still to be read or activities to be fetched."""
    return connection.is_backfilling or to_fetch(connection, since=connection.backfill_from).exists()


def to_fetch(
    connection: Connection, *, since: date | None, until: date | None = None
) -> QuerySet[RemoteActivity]:
    """Listed activities of the local days [since, until) whose files are not here, newest first."""
    rows = RemoteActivity.objects.filter(connection=connection, state=RemoteActivity.State.LISTED)
    if since is not None:
        rows = rows.filter(local_date__gte=since)
    if until is not None:
        rows = rows.filter(local_date__lt=until)
    return rows.order_by("-start_time", "-pk")


def open_run(
    connection: Connection, reason: str, *, since: date | None = None, until: date | None = None
) -> SyncRun:
    """Ask for the days [since, until), those of the reason unless given; what is open already is brought up
    to date. The job is due at once, or when Garmin said. `connection` is locked by the caller.
    """
    _prepare(connection)
    usual = _window(connection, reason)
    start, end = since or usual[0], until or usual[1]
    is_history = reason == Reason.HISTORY
    run = next(
        (each for each in open_runs(connection) if (each.reason == Reason.HISTORY) == is_history), None
    )
    if run is None:
        run = SyncRun(
            athlete=connection.athlete, connection=connection, reason=reason, since=start, until=end
        )
        run.save()
    else:
        _bring_up_to_date(run, min(run.since, start), max(run.until, end))
    run.connection, run.athlete = connection, connection.athlete
    _queue(connection)
    return run


def _bring_up_to_date(run: SyncRun, since: date, until: date) -> None:
    """Let an open run do what is wished for now; one that waited, or begins earlier or later, lists again."""
    changes = {"state": State.RUNNING, "since": since, "until": until}
    if run.state == State.WAITING or (since, until) != (run.since, run.until):
        changes |= {"activities_done": 0, "activities_total": 0}
    for name, value in changes.items():
        setattr(run, name, value)
    run.save(update_fields=list(changes))


def rescan_since(connection: Connection) -> date:
    """The first day that a sync looks at again: a week before the last one, or four weeks the first time."""
    today = connection.athlete.today()
    if connection.synced_at is None:
        first = today - timedelta(days=FIRST_DAYS - 1)
        return min(max(first, connection.backfill_from or first), today)
    return connection.athlete.local_day(connection.synced_at) - timedelta(days=RESCAN_DAYS)


def prune_runs(before: datetime, dry_run: bool = False) -> int:
    """Remove syncs that were over by then, but for the newest of each connection; how many."""
    newest = SyncRun.objects.filter(connection=OuterRef("connection")).order_by("-created_at", "-pk")
    old = SyncRun.objects.filter(finished_at__lt=before)
    return prune(old.exclude(pk=Subquery(newest.values("pk")[:1])), dry_run)


def told_to_wait(connection: Connection, now: datetime) -> datetime | None:
    """Until when Garmin asked not to be asked; None when it did not."""
    at = connection.retry_at
    return at if at and at > now and connection.last_error_code == RATE_LIMITED else None


def _prepare(connection: Connection) -> None:
    now = timezone.now()
    connection.backfill_from = connection.wanted_since
    if connection.next_sync_at is None:
        connection.next_sync_at = next_sync_at(connection, now)
    connection.save(update_fields=["backfill_from", "next_sync_at"])


def _window(connection: Connection, reason: str) -> tuple[date, date]:
    tomorrow = connection.athlete.today() + DAY
    if reason == Reason.HISTORY and connection.backfill_from is not None:
        until = connection.backfilled_to or tomorrow
        return min(connection.backfill_from, until), until
    return rescan_since(connection), tomorrow


def _queue(connection: Connection) -> None:
    if is_given_up(connection):
        jobs.retry(Job.objects.get(kind=KIND, subject=connection.uid))
    jobs.queue(KIND, connection.uid, at=told_to_wait(connection, timezone.now()))
