"""What happened: activities with their parts, days, loads and imports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import factory
import numpy as np
from factory.django import DjangoModelFactory

from athletes.models import Athlete
from athletes.sources.records import Sport
from metrics.models import (
    Activity,
    Day,
    ImportBatch,
    ImportFile,
    Lap,
    LoadSeries,
    Origin,
    Stream,
)
from metrics.science import load as science
from metrics.science.codec import RESOLUTION, encode_channel, encode_table
from tests.factories.athletes import AthleteFactory

START = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


class ActivityFactory(DjangoModelFactory):
    """An hour of running, 12 km, load 70 by pace; each next one starts a day earlier."""

    class Meta:
        model = Activity

    athlete = factory.SubFactory(AthleteFactory)
    sport = Sport.RUNNING
    name = factory.Sequence(lambda n: f"Run {n}")
    start_time = factory.Sequence(lambda n: START - timedelta(days=n))
    utc_offset_s = 3600
    local_date = factory.LazyAttribute(lambda o: (o.start_time + timedelta(seconds=o.utc_offset_s)).date())
    elapsed_s = 3700.0
    timer_s = 3600.0
    moving_s = 3600.0
    distance_m = 12_000.0
    avg_speed_mps = factory.LazyAttribute(lambda o: o.distance_m / o.timer_s if o.distance_m else None)
    load = 70.0
    load_method = Activity.LoadMethod.PACE


class OriginFactory(DjangoModelFactory):
    """A file the activity came in."""

    class Meta:
        model = Origin

    activity = factory.SubFactory(ActivityFactory)
    athlete = factory.SelfAttribute("activity.athlete")
    source = "file"
    file_name = factory.Sequence(lambda n: f"activity-{n}.fit")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class StreamFactory(DjangoModelFactory):
    """A channel of the activity; `values` are one a second, ten minutes of steady 150 by default."""

    class Meta:
        model = Stream
        exclude = ["values"]

    activity = factory.SubFactory(ActivityFactory)
    channel = "heart_rate_bpm"
    values = factory.LazyFunction(lambda: np.full(600, 150.0))
    count = factory.LazyAttribute(lambda o: len(o.values))
    data = factory.LazyAttribute(
        lambda o: encode_channel(np.asarray(o.values, dtype=np.float64), RESOLUTION[o.channel])
    )


class LapFactory(DjangoModelFactory):
    """Five minutes; lap after lap when `index` counts up."""

    class Meta:
        model = Lap

    activity = factory.SubFactory(ActivityFactory)
    index = factory.Sequence(int)
    start_s = factory.LazyAttribute(lambda o: o.index * 300.0)
    elapsed_s = 300.0
    timer_s = 300.0
    distance_m = 1000.0


class DayFactory(DjangoModelFactory):
    """Daily values; each next one is a day earlier."""

    class Meta:
        model = Day

    athlete = factory.SubFactory(AthleteFactory)
    date = factory.Sequence(lambda n: START.date() - timedelta(days=n))
    resting_hr_bpm = 48.0
    hrv_rmssd_ms = 62.0
    sleep_s = 7.5 * 3600
    source = "file"


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    athlete = factory.SubFactory(AthleteFactory)


class ImportFileFactory(DjangoModelFactory):
    """A file that still waits."""

    class Meta:
        model = ImportFile

    batch = factory.SubFactory(ImportBatchFactory)
    name = factory.Sequence(lambda n: f"file-{n}.fit")
    size = 120_000


def store_loads(athlete: Athlete, first_day: date, loads: list[float]) -> LoadSeries:
    """The stored series of daily `loads` from `first_day` on, with the fitness and fatigue they lead to."""
    column = np.asarray(loads, dtype=np.float64)
    series = science.load_series(column, fitness_days=athlete.fitness_days, fatigue_days=athlete.fatigue_days)
    row, _ = LoadSeries.objects.update_or_create(
        athlete=athlete,
        defaults={
            "start_date": first_day,
            "days": column.size,
            "data": encode_table(column, series.fitness, series.fatigue),
        },
    )
    return row
