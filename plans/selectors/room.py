"""What a day has room for, beside what stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from athletes.models import Athlete
from plans.models import Blackout, PlannedSession
from plans.selectors.preferences import preferences_of


@dataclass(frozen=True, slots=True)
class DayRoom:
    """`minutes` is what the athlete said of the weekday, None when nothing was ever said; `planned_min` what
    is open or done on the day; `off` the days off that it lies in."""

    day: date
    minutes: int | None
    planned_min: int
    off: Blackout | None


def rooms_on(athlete: Athlete, days: Iterable[date]) -> list[DayRoom]:
    """Each day once, the earliest first: four queries."""
    wanted = sorted(set(days))
    if not wanted:
        return []
    can = preferences_of(athlete)
    off = Blackout.objects.for_athlete(athlete).alive().filter(start__lte=wanted[-1], end__gt=wanted[0])
    closed = list(off.order_by("start", "pk"))
    rows = PlannedSession.objects.for_athlete(athlete).shown().filter(day__in=wanted)
    rows = rows.exclude(state__in=(PlannedSession.State.SKIPPED, PlannedSession.State.MISSED))
    planned = dict(rows.order_by().values_list("day").annotate(Sum("minutes")))
    return [
        DayRoom(
            day=day,
            minutes=can.rooms[day.weekday()].minutes if can.is_saved else None,
            planned_min=planned.get(day, 0),
            off=next((each for each in closed if each.start <= day < each.end), None),
        )
        for day in wanted
    ]
