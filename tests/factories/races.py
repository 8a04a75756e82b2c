"""Races, and runs whose fastest stretch is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from athletes.models import Athlete
from metrics.models import Activity, Best, Race, ThresholdProposal
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory


class RaceFactory(DjangoModelFactory):
    """A marathon of priority A in spring 2027, goal 3:30."""

    class Meta:
        model = Race

    athlete = factory.SubFactory(AthleteFactory)
    name = factory.Sequence(lambda n: f"Spring Marathon {n}")
    sport = "running"
    date = date(2027, 4, 18)
    distance_m = 42_195.0
    goal_s = 12_600.0


class ThresholdProposalFactory(DjangoModelFactory):
    """An FTP of 270 W beside 250 W in force, from an effort of 17 November 2026."""

    class Meta:
        model = ThresholdProposal

    athlete = factory.SubFactory(AthleteFactory)
    sport = "cycling"
    kind = "ftp_w"
    value = 269.8
    current = 250.0
    low = 261.7
    high = 277.9
    on = date(2026, 11, 17)
    method = "best_20_min"
    evidence = factory.List([])


def fastest_run(
    athlete: Athlete, day: date, distance_m: float, time_s: float, max_hr_bpm: float | None = None
) -> Activity:
    """A run of an hour whose best `distance_m` took `time_s`."""
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    activity: Activity = ActivityFactory(
        athlete=athlete,
        start_time=start,
        utc_offset_s=0,
        distance_m=max(12_000.0, distance_m + 2000),
        max_hr_bpm=max_hr_bpm,
    )
    best(activity, "speed_mps", distance_m / time_s, time_s, distance_m)
    return activity


def weekly_runs(athlete: Athlete, until: date, weeks: int, distance_m: float) -> None:
    """One run a week up to the day before `until`."""
    for week in range(weeks):
        day = until - timedelta(days=1 + 7 * week)
        start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        ActivityFactory(athlete=athlete, start_time=start, utc_offset_s=0, distance_m=distance_m)


def best(
    activity: Activity, metric: str, value: float, duration_s: float, distance_m: float | None = None
) -> Best:
    """A best effort of an activity, five minutes after its start."""
    row: Best = Best.objects.create(
        activity=activity,
        athlete=activity.athlete,
        sport=activity.sport,
        local_date=activity.local_date,
        metric=metric,
        duration_s=duration_s,
        distance_m=distance_m,
        value=value,
        start_s=300.0,
    )
    return row
