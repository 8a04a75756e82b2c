"""An athlete with ten years of training, written in bulk: rows as ingest would leave them, without files."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete, Connection, Threshold, User, Way
from athletes.sources.records import ChannelState, DailyChannel, EstimateKind, Sport
from metrics.models import (
    Activity,
    Day,
    Estimate,
    Lap,
    RemoteActivity,
    Stream,
    SyncedDay,
    SyncRun,
)
from metrics.science.codec import RESOLUTION, encode_channel
from metrics.services.recompute import mark_dirty, recompute_load

DAYS = 3652
ACTIVITIES = 3000
BATCH = 500
RIDE_S = 7200
HOUR = timedelta(hours=1)
ESTIMATES = (EstimateKind.FTP, EstimateKind.VO2MAX_CYCLING)
CHANNELS = {
    "power_w": (200, 40),
    "heart_rate_bpm": (145, 6),
    "speed_mps": (8, 1),
    "cadence_rpm": (88, 4),
    "altitude_m": (450, 2),
    "distance_m": (30_000, 9_000),
    "latitude_deg": (47, 0.01),
    "longitude_deg": (8, 0.01),
}


def make_athlete() -> Athlete:
    """3,000 activities and 3,652 days up to yesterday; the newest activity has streams and laps.

    All of it came by a connection that is still read every day.
    """
    athlete = make_trained("pages@formline.example", days=DAYS, activities=ACTIVITIES)
    add_streams(Activity.objects.filter(athlete=athlete).latest("start_time"))
    _connect(athlete, athlete.today() - timedelta(days=DAYS))
    return athlete


def make_trained(email: str, *, days: int, activities: int) -> Athlete:
    """So many activities on so many days up to yesterday, with daily values and the load of it all."""
    user = User.objects.create_user(email, name="Long History")
    athlete = Athlete.objects.create(
        user=user, name="Long History", sex="male", hr_max_bpm=188, hr_rest_bpm=45
    )
    first = athlete.today() - timedelta(days=days)
    _add_thresholds(athlete, first)
    Activity.objects.bulk_create(_activities(athlete, first, days, activities), batch_size=BATCH)
    Day.objects.bulk_create(_days(athlete, first, days), batch_size=BATCH)
    with transaction.atomic():
        mark_dirty(athlete, first)
    recompute_load(athlete_id=athlete.pk)
    return athlete


def _add_thresholds(athlete: Athlete, first: date) -> None:
    sport, kind = Threshold.Sport, Threshold.Kind
    values = [
        (sport.CYCLING, kind.FTP, 250),
        (sport.CYCLING, kind.LTHR, 168),
        (sport.RUNNING, kind.PACE, 255),
    ]
    for on, of, value in values:
        Threshold.objects.create(athlete=athlete, sport=on, kind=of, value=value, valid_from=first)


def _activities(athlete: Athlete, first: date, days: int, count: int) -> Iterator[Activity]:
    chance = np.random.default_rng(1)
    offsets = np.sort(chance.choice(days * 2, count, replace=False))
    for number, offset in enumerate(offsets.tolist()):
        day = first + timedelta(days=offset // 2)
        yield _activity(athlete, day, 6 + 11 * (offset % 2), number, chance)


def _activity(athlete: Athlete, day: date, hour: int, number: int, chance: np.random.Generator) -> Activity:
    is_ride = number % 3 == 0
    duration_s = float(chance.integers(1800, 10_800))
    return Activity(
        athlete=athlete,
        sport=Sport.CYCLING if is_ride else Sport.RUNNING,
        name=f"Session {number}",
        start_time=datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
        utc_offset_s=0,
        local_date=day,
        elapsed_s=duration_s + 60,
        timer_s=duration_s,
        distance_m=duration_s * (8.0 if is_ride else 3.2),
        avg_hr_bpm=145.0,
        avg_power_w=200.0 if is_ride else None,
        load=duration_s / 60,
        load_method="power" if is_ride else "pace",
        hr_zones_s=[600.0, 900.0, 600.0, 300.0, 0.0],
    )


def _days(athlete: Athlete, first: date, days: int) -> Iterator[Day]:
    chance = np.random.default_rng(2)
    for number in range(days):
        if number % 17:
            yield Day(
                athlete=athlete,
                date=first + timedelta(days=number),
                resting_hr_bpm=float(chance.normal(46, 2)),
                hrv_rmssd_ms=float(chance.normal(65, 9)),
                sleep_s=float(chance.normal(27_000, 2_400)),
                weight_kg=70.5,
                source="benchmark",
                created_at=timezone.now(),
            )


def _connect(athlete: Athlete, first: date) -> None:
    """A key that was read this morning, with what it left behind in as many years."""
    now, yesterday = timezone.now(), athlete.today() - timedelta(days=1)
    connection = Connection.objects.create(
        athlete=athlete,
        way=Way.KEY,
        synced_at=now - timedelta(hours=1),
        next_sync_at=now + timedelta(hours=23),
        backfill_from=first,
        backfilled_to=first,
        is_listed_whole=True,
    )
    about: dict[str, Any] = {"athlete": athlete, "connection": connection}
    channels = dict.fromkeys(DailyChannel, ChannelState.PRESENT)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    SyncedDay.objects.bulk_create(
        (SyncedDay(**about, date=day, channels=channels, synced_at=now) for day in days), batch_size=BATCH
    )
    RemoteActivity.objects.bulk_create(_listed(athlete, about), batch_size=BATCH)
    done: dict[str, Any] = {"reason": SyncRun.Reason.DAILY, "state": SyncRun.State.DONE}
    runs = [SyncRun(**about, **done, since=day, until=day, finished_at=now - HOUR) for day in days]
    SyncRun.objects.bulk_create(runs, batch_size=BATCH)
    for number, run in enumerate(reversed(runs)):
        run.created_at = run.updated_at = run.finished_at = now - HOUR - timedelta(days=number)
    SyncRun.objects.bulk_update(runs, ["created_at", "updated_at", "finished_at"], batch_size=BATCH)
    Connection.objects.filter(pk=connection.pk).update(created_at=now - timedelta(days=DAYS))
    Estimate.objects.bulk_create(
        Estimate(athlete=athlete, date=yesterday, kind=kind, value=50.0, source=Way.KEY) for kind in ESTIMATES
    )


def _listed(athlete: Athlete, about: dict[str, Any]) -> Iterator[RemoteActivity]:
    rows = Activity.objects.filter(athlete=athlete)
    for pk, start_time, day in rows.values_list("pk", "start_time", "local_date"):
        yield RemoteActivity(
            **about,
            external_id=str(pk),
            start_time=start_time,
            local_date=day,
            state=RemoteActivity.State.FETCHED,
        )


def add_streams(activity: Activity) -> None:
    """Two hours of nine channels by the second, and twelve laps."""
    chance = np.random.default_rng(3)
    columns = {name: chance.normal(mean, spread, RIDE_S) for name, (mean, spread) in CHANNELS.items()}
    columns["running"] = np.ones(RIDE_S)
    Stream.objects.bulk_create(
        Stream(activity=activity, channel=name, count=RIDE_S, data=encode_channel(values, RESOLUTION[name]))
        for name, values in columns.items()
    )
    Lap.objects.bulk_create(
        Lap(activity=activity, index=index, start_s=index * 600.0, elapsed_s=600.0) for index in range(12)
    )
