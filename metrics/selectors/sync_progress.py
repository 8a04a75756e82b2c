"""How far a sync and the reading of older days are, and how long they may still take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from athletes.models import Connection
from metrics.models import RemoteActivity, SyncRun

REQUESTS_PER_DAY = 0.2
"""Days are read by ranges: about 60 requests for a year."""
REQUESTS_PER_ACTIVITY = 1.05
FEWEST_REQUESTS = 5
"""Before that, the pace says nothing."""
STATES = RemoteActivity.State


@dataclass(frozen=True)
class Amounts:
    """Days and activities, done and in all. `remaining_s` is a guess, None while nothing is known."""

    days_done: int
    days_total: int
    activities_done: int
    activities_total: int
    remaining_s: float | None = None

    @property
    def percent(self) -> int | None:
        """How much of the work is done, 0 to 100; None before it is known how much there is."""
        total = _work(self.days_total, self.activities_total)
        done = _work(self.days_done, self.activities_done)
        return min(int(100 * done / total), 100) if total else None


@dataclass(frozen=True)
class History:
    """What of the wanted past is here: from `start` to today."""

    start: date
    amounts: Amounts
    is_done: bool
    is_listed_whole: bool


def run_amounts(run: SyncRun, now: datetime, history: History | None) -> Amounts:
    """The counts of one run, with the time until nothing is left to be read, while it runs.

    Where older days are still to come, that is the time that the history says: a sync is one thing to people.
    """
    if history is None or history.is_done:
        remaining_s = _remaining_s(run, _work_left(run), now)
    else:
        remaining_s = history.amounts.remaining_s
    return Amounts(
        days_done=run.days_done,
        days_total=run.days_total,
        activities_done=run.activities_done,
        # A reading of older days also fetches what was listed before it began.
        activities_total=max(run.activities_total, run.activities_done),
        remaining_s=remaining_s,
    )


def took_s(run: SyncRun) -> float | None:
    """Seconds from start to end, waits included; None before the end."""
    return None if run.finished_at is None else (run.finished_at - run.created_at).total_seconds()


def step_of(run: SyncRun) -> str:
    """What an open run does at the moment, in words."""
    if run.state == SyncRun.State.WAITING:
        return "Waiting for Garmin"
    if not run.days_done and not run.activities_done:
        return "Reading the newest days"
    if run.activities_done < run.activities_total:
        return "Fetching activities"
    return "Reading older days" if run.days_done < run.days_total else "Finishing"


def history_of(
    connection: Connection, run: SyncRun | None, activities: Mapping[str, int], *, today: date, now: datetime
) -> History | None:
    """The past that is wanted, None when nobody asked for it. `activities` counts Garmin's list by state."""
    if connection.backfill_from is None:
        return None
    start = min(connection.backfill_from, today)
    days_total = (today - start).days + 1
    reached = connection.backfilled_to
    days_done = 0 if reached is None else min(max((today - reached).days + 1, 0), days_total)
    waiting = activities.get(STATES.LISTED, 0)
    listed = sum(count for state, count in activities.items() if state != STATES.GONE)
    unlisted = (
        0.0 if connection.is_listed_whole or not days_done else listed / days_done * days_total - listed
    )
    left = _work(days_total - days_done, waiting + max(unlisted, 0.0))
    return History(
        start=start,
        amounts=Amounts(
            days_done=days_done,
            days_total=days_total,
            activities_done=listed - waiting,
            activities_total=listed,
            remaining_s=_remaining_s(run, left, now) if run else None,
        ),
        is_done=not connection.is_backfilling and not waiting,
        is_listed_whole=connection.is_listed_whole,
    )


def _remaining_s(run: SyncRun, requests_left: float, now: datetime) -> float | None:
    if run.state != SyncRun.State.RUNNING or run.requests < FEWEST_REQUESTS or not requests_left:
        return None
    elapsed_s = (now - run.created_at).total_seconds()
    return float(elapsed_s / run.requests * requests_left)


def _work_left(run: SyncRun) -> float:
    return _work(max(run.days_total - run.days_done, 0), max(run.activities_total - run.activities_done, 0))


def _work(days: float, activities: float) -> float:
    """How many requests these take, about."""
    return days * REQUESTS_PER_DAY + activities * REQUESTS_PER_ACTIVITY
