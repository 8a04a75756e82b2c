"""Where many athletes stand, one question to the database for all of them each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from athletes.models import Athlete, User
from athletes.selectors import by_today, since_opened
from metrics.models import Activity, LoadSeries, Race, Signal
from metrics.selectors.load import last_window
from metrics.selectors.signals import WAITING_DAYS

UNREAD_DAYS = 28
"""What is older came with a history, not as news."""

type ByAthlete[T] = dict[int, T]
"""By the primary key of the athlete."""


@dataclass(frozen=True, slots=True)
class Standing:
    """This morning's form, and fitness with its change in seven days, None while that is unknown."""

    form: float
    fitness: float
    ramp: float | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Signals that nobody has acknowledged: how many, and whether one of them asks to act."""

    count: int
    is_grave: bool


def standings(athletes: Sequence[Athlete]) -> ByAthlete[Standing]:
    """Nothing for those without any load."""
    known = {each.pk: each for each in athletes}
    found: ByAthlete[Standing] = {}
    for row in LoadSeries.objects.filter(athlete__in=known).exclude(start_date=None):
        window = last_window(row, known[row.athlete_id])
        ramp = float(window.ramp[-1])
        found[row.athlete_id] = Standing(
            float(window.form[-1]), float(window.fitness[-1]), None if ramp != ramp else ramp
        )
    return found


def signals_waiting(classes: Mapping[Athlete, Collection[str]]) -> ByAthlete[Waiting]:
    """Signals of the last two weeks that rest on nothing but these data `classes` of each athlete."""
    seen = {athlete.pk: {"", *open_classes} for athlete, open_classes in classes.items()}
    still = Q(pk__in=[])
    for today, athletes in by_today(classes).items():
        still |= Q(athlete__in=athletes) & (Q(end=None) | Q(end__gt=today - timedelta(days=WAITING_DAYS)))
    rows = Signal.objects.waiting().filter(still)
    count, grave = Counter[int](), set[int]()
    for pk, needs, severity in rows.values_list("athlete_id", "needs", "severity"):
        if set(needs.split(",")) <= seen[pk]:
            count[pk] += 1
            grave |= {pk} if severity == Signal.Severity.ACT else set()
    return {pk: Waiting(number, pk in grave) for pk, number in count.items()}


def unread_activities(user: User, athletes: Sequence[Athlete]) -> ByAthlete[int]:
    """Activities of the last four weeks that came since this coach last opened a page of their athlete."""
    recent = Q(pk__in=[])
    for today, of_day in by_today(athletes).items():
        recent |= Q(athlete__in=of_day, local_date__gt=today - timedelta(days=UNREAD_DAYS))
    rows = Activity.objects.shown().filter(recent).filter(since_opened(user)).order_by()
    return dict(rows.values_list("athlete_id").annotate(Count("pk")))


def last_activity_days(athletes: Sequence[Athlete]) -> ByAthlete[date]:
    rows = Activity.objects.shown().filter(athlete__in=athletes).order_by()
    return dict(rows.values_list("athlete_id").annotate(Max("local_date")))


def next_races(athletes: Sequence[Athlete]) -> ByAthlete[Race]:
    """The next of each from today on, in the athlete's own time zone."""
    today = {each.pk: each.today() for each in athletes}
    first = min(today.values(), default=timezone.now().date())
    rows = Race.objects.filter(athlete__in=today, date__gte=first, deleted_at=None)
    found: ByAthlete[Race] = {}
    for race in rows.order_by("date", "pk"):
        if race.date >= today[race.athlete_id]:
            found.setdefault(race.athlete_id, race)
    return found
