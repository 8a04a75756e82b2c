"""What happens to a connection in tests: made, worked on to the end, looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connections

from athletes import vault
from athletes.models import Athlete, Connection, Way
from config.core.models import Job
from metrics.models import Activity, Day, Estimate, Origin, RemoteActivity, SyncedDay, SyncRun
from metrics.services.sync import request_sync
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble

NOW = "2026-11-22T07:00:00+00:00"
TODAY = date(2026, 11, 22)


def connect(athlete: Athlete, garmin: GarminDouble, *, key: str = "", **values: Any) -> Connection:
    """As connecting leaves it: a secret in the vault and a row."""
    secret = {"key": key or garmin.key, "bearer": None, "expires_at": None}
    vault.seal(athlete=athlete, purpose=Way.KEY, data=secret)
    fields = {"backfill_from": garmin.person.first_day, **values}
    made: Connection = Connection.objects.create(athlete=athlete, way=Way.KEY, **fields)
    return made


def work(connection: Connection, slices: int = 200) -> int:
    """Slice after slice until nothing is left to do at once; how many it took."""
    for number in range(1, slices + 1):
        report = run_slice(connection.pk)
        if report is None or not report.goes_on:
            connection.refresh_from_db()
            return number
    raise AssertionError("the sync does not end")


def later(connection: Connection, clock: Any, **amount: float) -> None:
    """Move on, let a daily sync be asked for, and work it off."""
    clock.shift(timedelta(**amount))
    request_sync(connection)
    work(connection)


def elsewhere(do: Callable[[], Any]) -> Callable[[], None]:
    """What another process does meanwhile, in a thread of the double with database connections of its own."""

    def done() -> None:
        try:
            do()
        finally:
            connections.close_all()

    return done


def newest_run(connection: Connection) -> SyncRun:
    run = SyncRun.objects.filter(connection=connection).order_by("pk").last()
    assert run is not None
    return run


def activity_of(outing: Any) -> Activity:
    """The activity that is here for one of the account's."""
    origin = Origin.objects.get(external_id=str(outing.id), source=Way.KEY)
    return origin.activity.merged_into or origin.activity


def shown(athlete: Athlete) -> list[Activity]:
    return list(Activity.objects.for_athlete(athlete).shown().order_by("-start_time"))


def state_of(athlete: Athlete) -> dict[str, Any]:
    """Everything that a sync leaves, without what tells when and in how many steps it came."""
    days = Day.objects.filter(athlete=athlete).order_by("date")
    skipped = {"id", "uid", "created_at", "updated_at", "revision", "athlete_id"}
    return {
        "days": [_values(each, skipped) for each in days],
        "estimates": sorted(
            Estimate.objects.filter(athlete=athlete).values_list("date", "kind", "value", "text", "source")
        ),
        "activities": sorted(
            Activity.objects.filter(athlete=athlete, parent=None).values_list(
                "start_time", "sport", "name", "elapsed_s", "load", "deleted_at"
            )
        ),
        "legs": Activity.objects.filter(athlete=athlete).exclude(parent=None).count(),
        "origins": sorted(Origin.objects.filter(athlete=athlete).values_list("external_id", "sha256")),
        "listed": sorted(RemoteActivity.objects.filter(athlete=athlete).values_list("external_id", "state")),
        "synced": [
            (row.date, sorted(row.channels.items()))
            for row in SyncedDay.objects.filter(athlete=athlete).order_by("date")
        ],
        "cursor": list(
            Connection.objects.filter(athlete=athlete).values_list("backfilled_to", "is_listed_whole")
        ),
        "open_runs": SyncRun.objects.filter(athlete=athlete, state__in=["running", "waiting"]).count(),
        "jobs": sorted(Job.objects.filter(kind="sync").values_list("state", flat=True)),
    }


def _values(row: Any, skipped: set[str]) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in skipped
    }


def day_before(days: int) -> date:
    return TODAY - timedelta(days=days)
