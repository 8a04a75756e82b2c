"""Invented athletes as rows, and beside them the plain truth that oracles compute from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from analysis.evaluation.archetypes import STORIES, make
from analysis.models import AIPreferences
from analysis.services.consent import agree, change_preferences
from athletes.models import Athlete, Threshold, User
from athletes.sources.simulator import SimulatedAthlete
from athletes.sources.simulator.diary import sessions_on
from metrics.models import Activity, Annotation, Day
from metrics.services.recompute import mark_dirty, recompute_load
from metrics.services.signals import detect_signals

MEASURED = (
    *("hrv_rmssd_ms", "resting_hr_bpm", "sleep_s", "sleep_score", "stress", "body_battery_high"),
    *("respiration_rpm", "weight_kg"),
)
SPEEDS = {"running": 3.1, "cycling": 8.0}
UNLIMITED, MANY = Decimal("100000.00"), 30_000


@dataclass(frozen=True, slots=True)
class Outing:
    """An activity, as it was written."""

    day: date
    sport: str
    timer_s: float
    distance_m: float
    load: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """A session to come, as it was written."""

    day: date
    minutes: int
    load: int


@dataclass
class Truth:
    """What was written of one athlete: `days` by metric and day, without days that have no value."""

    today: date
    first: date
    days: dict[str, dict[date, float]] = field(default_factory=dict)
    outings: list[Outing] = field(default_factory=list)
    planned: list[Ahead] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Somebody:
    athlete: Athlete
    sort: str
    truth: Truth


def settle_in(sort: str, seed: int, today: date) -> Somebody:
    """The athlete of that sort with history, signals and consent to everything that Claude can do."""
    invented = make(sort, seed, today)
    with transaction.atomic():
        user = User.objects.create_user(f"{sort}.{seed}@evaluation.example", name=f"{sort} {seed}")
        athlete = Athlete.objects.create(user=user, name=user.name, time_zone="UTC")
        truth = _written(athlete, sort, invented, today)
        mark_dirty(athlete, invented.first)
    recompute_load(athlete_id=athlete.pk)
    detect_signals(athlete_id=athlete.pk)
    agree(athlete=athlete, by=user)
    change_preferences(athlete=athlete, by=user, sends_notes=True)
    # More than anybody may allow themselves: behind a cap that is reached nothing is tried.
    AIPreferences.objects.filter(athlete=athlete).update(monthly_usd=UNLIMITED, answers_per_day=MANY)
    return Somebody(athlete, sort, truth)


def _written(athlete: Athlete, sort: str, invented: SimulatedAthlete, today: date) -> Truth:
    story, truth = STORIES[sort], Truth(today, invented.first)
    Day.objects.bulk_create(_days(athlete, invented, truth))
    truth.outings = list(_outings(invented))
    rows = [_activity(athlete, each, story.zones) for each in truth.outings]
    Activity.objects.bulk_create(rows)
    speed = invented.person.threshold_speed_mps
    Threshold.objects.create(
        athlete=athlete,
        sport="running",
        kind="threshold_pace_s_per_km",
        value=1000 / speed,
        valid_from=invented.first,
    )
    Threshold.objects.create(
        athlete=athlete, sport="cycling", kind="ftp_w", value=invented.person.ftp_w, valid_from=invented.first
    )
    if story.marker:
        start = today - timedelta(days=story.ago)
        end = start + timedelta(days=story.length)
        Annotation.objects.create(
            athlete=athlete, kind=story.marker, start=start, end=end if end <= today else None
        )
    return truth


def _days(athlete: Athlete, invented: SimulatedAthlete, truth: Truth) -> Iterator[Day]:
    truth.days = {name: {} for name in MEASURED}
    for index in range(invented.n):
        day = invented.day(index)
        values = {
            name: round(float(invented.columns[name][index]), 2)
            for name in MEASURED
            if not math.isnan(float(invented.columns[name][index]))
        }
        for name, value in values.items():
            truth.days[name][day] = value
        if values:
            yield Day(athlete=athlete, date=day, source="evaluation", **values)


def _outings(invented: SimulatedAthlete) -> Iterator[Outing]:
    for index in range(invented.n):
        for spec in sessions_on(invented, invented.day(index)):
            sport = str(spec.workout.sport)
            seconds = float(sum(step.seconds for step in spec.workout.steps))
            metres = round(seconds * SPEEDS.get(sport, 1.0), 1)
            yield Outing(invented.day(index), sport, seconds, metres, round(float(invented.loads[index]), 1))


def _activity(athlete: Athlete, outing: Outing, zones: tuple[float, float, float]) -> Activity:
    easy, middle, hard = (share * outing.timer_s for share in zones)
    return Activity(
        athlete=athlete,
        sport=outing.sport,
        name="Session",
        start_time=datetime.combine(outing.day, datetime.min.time(), UTC) + timedelta(hours=7),
        utc_offset_s=0,
        local_date=outing.day,
        elapsed_s=outing.timer_s + 60,
        timer_s=outing.timer_s,
        distance_m=outing.distance_m,
        avg_hr_bpm=142.0,
        load=outing.load,
        load_method="pace" if outing.sport == "running" else "power",
        hr_zones_s=[easy / 2, easy / 2, middle, hard / 2, hard / 2],
    )
