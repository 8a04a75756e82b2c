"""The athlete's last seven days and the next seven, for the weekly letter; and whose letter is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from athletes.models import Athlete
from athletes.zones import local_times
from config.core import formatting
from config.core.dates import days as span
from metrics.models import Activity
from metrics.selectors.load import load_series
from metrics.selectors.races import races
from metrics.selectors.signals import waiting_signals
from notifications.models import Message, Timing
from plans.models import PlannedSession

KIND = "weekly_digest"
WEEK, LIVELY = timedelta(days=7), timedelta(days=28)
LATE_AFTER = timedelta(hours=12)
AT_ONCE = 500
DONE = (PlannedSession.State.DONE, PlannedSession.State.PARTLY)

type Plain = str | int | float | None


def digests_due(now: datetime) -> list[tuple[Athlete, date]]:
    """Athletes whose weekly hour has come within half a day, each with the day on which it came.

    Only those who did something in four weeks or have something planned, and nobody twice for one day.
    """
    found: list[tuple[Athlete, date]] = []
    for name, local in local_times(now).items():
        found += [(each, local.date()) for each in _due(name, local)]
    return found[:AT_ONCE]


def digest_of(athlete: Athlete, day: date) -> Mapping[str, Plain]:
    """What stands in the letter of `day`: the seven days before it and the seven from it on."""
    start = day - WEEK
    return {
        "week": span(start, day),
        **_trained(athlete, start, day),
        **_load(athlete, start, day),
        **_planned(athlete, start, day),
        **_next_race(athlete, day),
        "waiting": waiting_signals(athlete, day).count(),
    }


def _due(zone: str, local: datetime) -> QuerySet[Athlete]:
    user, today = OuterRef("user"), local.date()
    earliest = (local - LATE_AFTER).time() if (local - LATE_AFTER).date() == today else time.min
    chosen = Timing.objects.filter(user=user)
    mine = chosen.filter(digest_weekday=today.weekday(), digest_at__range=(earliest, local.time()))
    now = Q(Exists(mine))
    usual = Timing()
    if usual.digest_weekday == today.weekday() and earliest <= usual.digest_at <= local.time():
        now |= ~Q(Exists(chosen))
    told = Message.objects.filter(user=user, kind=KIND, key=today.isoformat())
    athletes = Athlete.objects.filter(now, ~Exists(told), time_zone=zone, user__is_active=True)
    return athletes.filter(_is_lively(today)).select_related("user").order_by("pk")


def _is_lively(today: date) -> Q:
    athlete = OuterRef("pk")
    recent = Activity.objects.shown().filter(athlete=athlete, local_date__gte=today - LIVELY)
    ahead = PlannedSession.objects.shown().filter(athlete=athlete, day__gte=today, day__lt=today + WEEK)
    return Q(Exists(recent)) | Q(Exists(ahead))


def _trained(athlete: Athlete, start: date, end: date) -> dict[str, Plain]:
    rows = Activity.objects.for_athlete(athlete).shown().between(start, end)
    sums = rows.aggregate(count=Count("pk"), duration_s=Sum("timer_s"), distance_m=Sum("distance_m"))
    distance_m = sums["distance_m"]
    units: formatting.Units = "imperial" if athlete.units == Athlete.Units.IMPERIAL else "metric"
    return {
        "activities": sums["count"],
        "duration_s": sums["duration_s"] or 0,
        "distance": str(formatting.distance(distance_m, units)) if distance_m else "",
    }


def _load(athlete: Athlete, start: date, end: date) -> dict[str, Plain]:
    """Of the week, and where fitness and form stand in the morning of `end`."""
    window = load_series(athlete, start - timedelta(days=1), end + timedelta(days=1))
    if window.first_day is None:
        return {"load": 0, "fitness": None, "fitness_change": None, "form": None}
    before, after = float(window.fitness[0]), float(window.fitness[-2])
    return {
        "load": float(window.load[1:-1].sum()),
        "fitness": after,
        "fitness_change": after - before if window.first_day < start else None,
        "form": float(window.form[-1]),
    }


def _planned(athlete: Athlete, start: date, day: date) -> dict[str, Plain]:
    rows = PlannedSession.objects.for_athlete(athlete).shown()
    past = rows.between(start, day).aggregate(planned=Count("pk"), done=Count("pk", filter=Q(state__in=DONE)))
    ahead = rows.open().between(day, day + WEEK).aggregate(ahead=Count("pk"), ahead_s=Sum(F("minutes") * 60))
    return {**past, "ahead": ahead["ahead"], "ahead_s": ahead["ahead_s"] or 0}


def _next_race(athlete: Athlete, day: date) -> dict[str, Plain]:
    race = races(athlete, day).next
    return {} if race is None else {"race": race.name, "race_days": (race.date - day).days}
