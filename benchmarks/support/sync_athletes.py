"""Athletes with a connection, and what their data are in the end. Django must be set up already."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from athletes import vault
from athletes.models import Athlete, Connection, User, Way
from config.core.models import Job, JobState
from metrics.models import (
    DAILY_DETAILS,
    DAILY_VALUES,
    NIGHT_TIMES,
    Activity,
    Day,
    Estimate,
    Origin,
    RemoteActivity,
    SyncedDay,
)
from metrics.services.sync import request_sync, sync_connection

ZONE = "Europe/Berlin"


def connect(key: str, *, days: int, next_sync_at: datetime | None = None) -> Connection:
    """A fresh athlete whose key is checked already, as it is after connecting, to go back so many days."""
    secret = {"key": key, "bearer": None, "expires_at": None}
    return connect_by(Way.KEY, key, secret, days=days, next_sync_at=next_sync_at)


def connect_by(
    way: Way, name: str, secret: dict[str, Any], *, days: int, next_sync_at: datetime | None = None
) -> Connection:
    """The same by any way; `name` becomes the e-mail address."""
    user = User.objects.create_user(f"{name}@example.org".lower())
    athlete = Athlete.objects.create(user=user, time_zone=ZONE, hr_max_bpm=190, hr_rest_bpm=50)
    vault.seal(athlete=athlete, purpose=way, data=secret)
    return Connection.objects.create(
        athlete=athlete,
        way=way,
        account="double",
        next_sync_at=next_sync_at,
        backfill_from=athlete.today() - timedelta(days=days),
    )


def finish_slices(connection: Connection) -> None:
    """Ask for a sync and do its slices here, one after the other, as a worker would."""
    request_sync(connection=connection)
    while not _is_done(connection):
        sync_connection(connection_id=connection.pk)


def _is_done(connection: Connection) -> bool:
    return Job.objects.get(kind="sync", subject=connection.uid).state == JobState.DONE


@dataclass(frozen=True)
class State:
    """Everything that a sync leaves, by what names it; ids and times of writing left out."""

    days: dict[Any, Any]
    estimates: dict[Any, Any]
    activities: Counter[Any]
    remote: dict[Any, Any]

    def lost(self, whole: "State") -> int:
        """How much of `whole` is not here, or is here with other values."""
        pairs = ((whole.days, self.days), (whole.estimates, self.estimates), (whole.remote, self.remote))
        differing = sum(mine.get(name) != value for all_, mine in pairs for name, value in all_.items())
        return differing + (whole.activities - self.activities).total()

    def duplicates(self, whole: "State") -> int:
        return (self.activities - whole.activities).total()


def state_of(athlete: Athlete) -> State:
    names = (*DAILY_VALUES, *DAILY_DETAILS, *NIGHT_TIMES)
    days = Day.objects.filter(athlete=athlete).values_list("date", *names)
    synced = dict(SyncedDay.objects.filter(athlete=athlete).values_list("date", "channels"))
    estimates = Estimate.objects.filter(athlete=athlete).values_list("date", "kind", "value", "text")
    activities = (
        Activity.objects.for_athlete(athlete)
        .shown()
        .values_list("start_time", "sport", "name", "elapsed_s", "distance_m", "load", "avg_hr_bpm")
    )
    remote = RemoteActivity.objects.filter(athlete=athlete).values_list("external_id", "state", "summary")
    origins = Counter(Origin.objects.filter(athlete=athlete).values_list("source", "external_id"))
    return State(
        days={day: (values, synced.get(day)) for day, *values in days},
        estimates={(day, kind): rest for day, kind, *rest in estimates},
        activities=Counter(activities) + origins,
        remote={name: (state, summary) for name, state, summary in remote},
    )
