"""What an athlete can and wants to do, as every plan of theirs takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from athletes.models import Athlete, User
from config.core import audit, cache
from config.core.celery import enqueue
from metrics.services.locking import lock
from plans.engine.spec import WEEKDAYS
from plans.models import Plan, TrainingPreferences, WeekdayRoom
from plans.models.preferences import DAY_MINUTES_MAX, DAY_SESSIONS_MAX
from plans.selectors.preferences import Room, preferences_of
from plans.services.locking import check_fields, refuse
from plans.services.rechecking import recheck_active

EDITABLE = frozenset(
    (
        *("experience", "long_day", "weekly_cap_min", "strength", "ramp_max"),
        *("adapting", "automatic_sessions_max", "automatic_load_pct_max"),
    )
)
SHORTEST_SESSION_MIN = 20


def save_preferences(
    *,
    athlete: Athlete,
    user: User | None,
    fields: Mapping[str, Any],
    rooms: Iterable[Room] | None = None,
) -> TrainingPreferences:
    """Save `fields` and, unless None, all weekdays; one that is not among `rooms` has no room.

    What was never said stays as the plan in force takes it, else as the last weeks suggest it. The active
    plan is judged anew. Raises DataValidationError: NO_AVAILABLE_DAY, CAPS_CONTRADICTORY, or by field;
    nothing is stored then.
    """
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"preferences have no {sorted(unknown)}")
    with transaction.atomic():
        lock(athlete)
        known = preferences_of(athlete)
        row, rooms_known = known.preferences, known.rooms
        if not known.is_saved:
            rooms_known = _take_over(athlete, row) or rooms_known
        for name, value in fields.items():
            setattr(row, name, value)
        week = rooms_known if rooms is None else tuple(rooms)
        check_fields(row)
        _check(week)
        row.save()
        _store(row, week)
        audit.record(user.uid if user else None, "plans.preferences_saved", athlete.uid)
        recheck_active(athlete)
        enqueue("plans.tasks.adapt", athlete.pk)
        cache.forget(athlete.pk)
    return row


def _take_over(athlete: Athlete, row: TrainingPreferences) -> tuple[Room, ...]:
    """The week that the plan in force was made for, its limits put into `row`; nothing without a plan."""
    plan = Plan.objects.active().filter(athlete=athlete).first()
    if plan is None or "availability" not in plan.spec:
        return ()
    long_day = plan.spec.get("long_day")
    row.long_day = None if long_day is None else WEEKDAYS.index(long_day)
    row.weekly_cap_min = plan.spec.get("weekly_cap_min")
    week = plan.spec["availability"]
    days = [week.get(name, {"minutes": 0, "sessions": 0}) for name in WEEKDAYS]
    return tuple(Room(at, each["minutes"], each["sessions"]) for at, each in enumerate(days))


def _check(rooms: tuple[Room, ...]) -> None:
    for room in rooms:
        if not (0 <= room.minutes <= DAY_MINUTES_MAX and 0 <= room.sessions <= DAY_SESSIONS_MAX):
            most = f"{DAY_MINUTES_MAX} minutes and {DAY_SESSIONS_MAX} sessions"
            refuse("DATA_INVALID", f"A day has at most {most}.", field="rooms")
        if room.minutes and not room.sessions:
            refuse("CAPS_CONTRADICTORY", "A day with minutes needs a session, or no minutes.", field="rooms")
    longest = max((room.minutes for room in rooms), default=0)
    if not longest:
        refuse("NO_AVAILABLE_DAY", "No weekday is available: open at least one.", field="rooms")
    if longest < SHORTEST_SESSION_MIN:
        least = f"No day has room for a session of {SHORTEST_SESSION_MIN} minutes: give one more time."
        refuse("CAPS_CONTRADICTORY", least, field="rooms")


def _store(row: TrainingPreferences, rooms: tuple[Room, ...]) -> None:
    row.rooms.all().delete()
    WeekdayRoom.objects.bulk_create(
        WeekdayRoom(
            preferences=row, weekday=room.weekday, minutes=room.minutes, sessions=max(room.sessions, 1)
        )
        for room in rooms
        if room.minutes
    )
