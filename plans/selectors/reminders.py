"""Whom to remind of which sessions: those of tomorrow in the evening, or those of today in the morning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from athletes.models import Athlete
from athletes.zones import local_times
from notifications.models import Message, Timing
from plans.models import PlannedSession
from plans.selectors.paused import pause, with_marker

KIND = "workout_reminder"
FROM = {Timing.Reminder.EVENING: time(19), Timing.Reminder.MORNING: time(6)}
LATE_AFTER = timedelta(hours=3)
"""Somebody whose worker stood still for longer does not need the reminder any more."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """The open sessions of one athlete's `day`, tomorrow or today."""

    athlete: Athlete
    day: date
    sessions: tuple[PlannedSession, ...]


def due_reminders(now: datetime) -> Iterator[Due]:
    """Nobody is in it twice for one day, nor for sessions that a marker of illness or injury stops."""
    for reminder in Timing.Reminder:
        for day, zones in _days(now, reminder).items():
            for athlete, sessions in groupby(_sessions(day, zones, reminder), key=lambda each: each.athlete):
                today = athlete.local_day(now)
                going = tuple(each for each in sessions if pause(each, today) is None)
                if going:
                    yield Due(athlete, day, going)


def _days(now: datetime, reminder: Timing.Reminder) -> dict[date, list[str]]:
    """Zones in which it is time now, by the day to remind of."""
    found: dict[date, list[str]] = {}
    for name, local in local_times(now).items():
        if timedelta() <= local - datetime.combine(local.date(), FROM[reminder]) < LATE_AFTER:
            ahead = DAY if reminder == Timing.Reminder.EVENING else timedelta()
            found.setdefault(local.date() + ahead, []).append(name)
    return found


def _sessions(day: date, zones: list[str], reminder: Timing.Reminder) -> QuerySet[PlannedSession]:
    user = OuterRef("athlete__user")
    told = Message.objects.filter(user=user, kind=KIND, key=day.isoformat())
    morning = Timing.objects.filter(user=user, reminder=Timing.Reminder.MORNING)
    wants = Exists(morning) if reminder == Timing.Reminder.MORNING else ~Exists(morning)
    rows = with_marker(PlannedSession.objects.shown().open()).filter(
        ~Exists(told), wants, day=day, athlete__time_zone__in=zones, athlete__user__is_active=True
    )
    rows = rows.select_related("athlete__user").order_by("athlete", "slot", "pk")
    found: QuerySet[PlannedSession] = rows
    return found
