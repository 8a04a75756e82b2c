"""How an athlete's connections stand: how old the data are, what runs, what is missing, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from athletes.models import Athlete, Connection, ConnectionAttempt
from config.core.errors import DataNotFoundError
from config.core.models import Job, JobState
from metrics.models import RemoteActivity, SyncRun
from metrics.selectors.connection_troubles import REFUSALS, Trouble, trouble_of_sync
from metrics.selectors.sync_progress import Amounts, History, history_of, run_amounts, step_of

JOB_KIND = "sync"
OVERDUE_AFTER = timedelta(minutes=20)
"""A sync that is this late, or has not moved for so long, has nobody who does it."""
SLOW_START = timedelta(seconds=30)
OPEN_STATES = (SyncRun.State.RUNNING, SyncRun.State.WAITING)
RATE_LIMITED = "GARMIN_RATE_LIMITED"
_UNSPOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
GIVEN_UP = (JobState.QUARANTINED, JobState.FAILED)


class Phase(StrEnum):
    """What a connection does at this moment; every one has words of its own on the page."""

    RUNNING = "running"
    WAITING = "waiting"
    ASKED = "asked"
    RECONNECT = "reconnect"
    STALLED = "stalled"
    FAILED = "failed"
    OVERDUE = "overdue"
    NEW = "new"
    FINE = "fine"


@dataclass(frozen=True)
class ShownConnection:
    """One connection and everything its card says. `run` is the one at work, else the newest;
    `amounts` are those of an open one.

    `key_days_left` counts to the last day of the key, negative after it.
    """

    connection: Connection
    phase: Phase
    run: SyncRun | None
    amounts: Amounts | None
    history: History | None
    trouble: Trouble | None
    key_days_left: int | None
    activities: dict[str, int] = field(default_factory=dict)
    is_slow: bool = False
    must_wait: bool = False

    @property
    def is_busy(self) -> bool:
        """Whether the page should look again by itself."""
        return self.phase in (Phase.RUNNING, Phase.ASKED, Phase.WAITING, Phase.STALLED)

    @property
    def may_sync(self) -> bool:
        """Whether to ask for the newest days would start anything that is not under way."""
        is_reading = self.run is not None and self.run.is_open and self.run.reason != SyncRun.Reason.HISTORY
        return not is_reading and not self.must_wait and self.phase not in (Phase.RECONNECT, Phase.ASKED)

    @property
    def account(self) -> str:
        """Whose account it is, where Garmin says so in words; keys come with a random number instead."""
        return "" if _UNSPOKEN.fullmatch(self.connection.account) else self.connection.account

    @property
    def step(self) -> str:
        """What the run does, in words."""
        return step_of(self.run) if self.run else ""

    @property
    def is_refused(self) -> bool:
        """Whether Garmin refused the secret; after the first time nobody has to wait for the second."""
        return bool(self.trouble and self.trouble.code in REFUSALS)

    @property
    def failed_activities(self) -> int:
        return self.activities.get(RemoteActivity.State.FAILED, 0)

    @property
    def next_try_at(self) -> datetime | None:
        """When the next sync begins by itself; None when it waits for the athlete."""
        if self.phase is Phase.RECONNECT or (self.trouble and self.trouble.is_yours):
            return None
        return self.connection.retry_at or self.connection.next_sync_at


def connection_or_404(athlete: Athlete, uid: UUID) -> Connection:
    found = Connection.objects.for_athlete(athlete).filter(uid=uid).select_related("athlete").first()
    if found is None:
        raise DataNotFoundError("There is no such connection.")
    return found


def shown_connections(athlete: Athlete) -> dict[str, ShownConnection]:
    """Way → its connection as the page shows it. Four queries, however many there are."""
    rows = list(Connection.objects.for_athlete(athlete))
    for row in rows:
        row.athlete = athlete
    return {row.connection.way: row for row in _shown(rows)}


def shown_connection(connection: Connection) -> ShownConnection:
    """The same for one."""
    return _shown([connection])[0]


def amounts_of(run: SyncRun) -> tuple[Amounts, History | None]:
    """How far one run is, with the same time to wait as the card of its connection tells; and the past."""
    now, connection = timezone.now(), run.connection
    if not run.is_open:
        return run_amounts(run, now, None), None
    counts = _activities([connection]).get(connection.pk, {})
    history = history_of(connection, run, counts, today=run.athlete.today(), now=now)
    return run_amounts(run, now, history), history


def open_attempts(athlete: Athlete) -> dict[str, ConnectionAttempt]:
    """Way → the try to connect that is under way."""
    states = ConnectionAttempt.State
    rows = ConnectionAttempt.objects.filter(athlete=athlete, state__in=[states.WORKING, states.NEEDS_CODE])
    return {row.way: row for row in rows if not row.is_expired}


def _shown(rows: list[Connection]) -> list[ShownConnection]:
    now = timezone.now()
    runs, jobs, activities = _runs(rows), _given_up(rows), _activities(rows)
    return [
        _one(row, runs.get(row.pk), activities.get(row.pk, {}), is_given_up=row.uid in jobs, now=now)
        for row in rows
    ]


def _one(
    row: Connection, run: SyncRun | None, activities: dict[str, int], *, is_given_up: bool, now: datetime
) -> ShownConnection:
    today = row.athlete.today()
    needs_athlete = row.state == Connection.State.RECONNECT
    code = "WORKER_LOST" if is_given_up and not row.last_error_code else row.last_error_code
    trouble = trouble_of_sync(code, row.last_error_message, way=row.way, needs_athlete=needs_athlete)
    phase = _phase(row, run, now, has_trouble=trouble is not None)
    history = history_of(row, run, activities, today=today, now=now)
    return ShownConnection(
        connection=row,
        phase=phase,
        run=run,
        amounts=run_amounts(run, now, history) if run and run.is_open else None,
        history=history,
        trouble=None if phase in (Phase.RUNNING, Phase.ASKED) else trouble,
        key_days_left=_days_left(row.key_expires_on, today),
        activities=activities,
        must_wait=bool(code == RATE_LIMITED and row.retry_at and row.retry_at > now),
        is_slow=phase is Phase.ASKED and _asked_at(row, run) < now - SLOW_START,
    )


def _phase(row: Connection, run: SyncRun | None, now: datetime, *, has_trouble: bool) -> Phase:
    if row.state == Connection.State.RECONNECT:
        return Phase.RECONNECT
    if run and run.is_open:
        return _phase_of(run, now)
    if _is_asked(row, run):
        return Phase.ASKED
    if has_trouble:
        return Phase.FAILED
    if row.next_sync_at and row.next_sync_at < now - OVERDUE_AFTER:
        return Phase.OVERDUE
    return Phase.NEW if row.synced_at is None else Phase.FINE


def _is_asked(row: Connection, run: SyncRun | None) -> bool:
    """Whether a wish for a sync has not been taken up by any run."""
    if row.requested_at is None:
        return False
    return run is None or row.requested_at > (run.finished_at or run.created_at)


def _asked_at(row: Connection, run: SyncRun | None) -> datetime:
    return run.created_at if run and run.is_open else row.requested_at or row.created_at


def _phase_of(run: SyncRun, now: datetime) -> Phase:
    if run.state == SyncRun.State.WAITING:
        return Phase.WAITING
    if not (run.requests or run.days_done or run.activities_done):
        return Phase.ASKED
    return Phase.STALLED if run.updated_at < now - OVERDUE_AFTER else Phase.RUNNING


def _days_left(last: date | None, today: date) -> int | None:
    return None if last is None else (last - today).days


def _runs(rows: Iterable[Connection]) -> dict[int, SyncRun]:
    """Connection → the run at work, new days before old ones; without one the newest."""
    newest = SyncRun.objects.filter(connection=OuterRef("connection")).order_by("-created_at", "-pk")
    wanted = Q(state__in=OPEN_STATES) | Q(pk=Subquery(newest.values("pk")[:1]))
    found = SyncRun.objects.filter(wanted, connection__in=rows)
    # The last one of each connection stays in the dictionary.
    in_order = sorted(found, key=lambda run: (run.is_open, run.reason != SyncRun.Reason.HISTORY))
    return {run.connection_id: run for run in in_order}


def _given_up(rows: Iterable[Connection]) -> set[UUID]:
    jobs = Job.objects.filter(kind=JOB_KIND, subject__in=[row.uid for row in rows], state__in=GIVEN_UP)
    return set(jobs.values_list("subject", flat=True))


def _activities(rows: Iterable[Connection]) -> dict[int, dict[str, int]]:
    """Connection → state → how many activities of Garmin's list that are wanted are in it."""
    counted: dict[int, dict[str, int]] = {}
    groups = RemoteActivity.objects.filter(connection__in=rows).wanted().order_by()
    for connection_id, state, count in groups.values_list("connection", "state").annotate(count=Count("pk")):
        counted.setdefault(connection_id, {})[state] = count
    return counted
