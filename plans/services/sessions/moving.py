"""Putting sessions on other days."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from athletes.models import User
from plans.models import PlanChange, PlannedSession
from plans.services.history import make_change
from plans.services.locking import check_day, refuse
from plans.services.sessions.opening import BY_HAND, add_one, change_one, opened, refuse_closed
from plans.services.sessions.writing import written

Act = PlanChange.Act


def move_session(
    *,
    session: PlannedSession,
    user: User | None,
    day: date,
    slot: int | None = None,
    revision: int | None = None,
) -> PlannedSession:
    """Put an open session on another day or place; a place that is taken gives way to the next free one.

    Raises DataValidationError: SESSION_IN_PAST for either day, DAY_TOO_FAR, SESSION_DONE, SESSION_SKIPPED.
    """
    with transaction.atomic():
        row = opened(session, revision)
        refuse_closed(row)
        check_day(row.athlete, row.day)
        check_day(row.athlete, day)
        wished = slot or (row.slot if day == row.day else 1)
        if (day, wished) != (row.day, row.slot):
            after = {"day": day.isoformat(), "slot": wished, "origin": BY_HAND}
            change_one(row, user, Act.MOVE, after)
    session.refresh_from_db()
    return session


def copy_session(*, session: PlannedSession, user: User | None, day: date, slot: int = 1) -> PlannedSession:
    """The same workout on another day, predicted with the thresholds of that day; copies of the past too."""
    athlete = session.athlete
    check_day(athlete, day)
    with transaction.atomic():
        row = opened(session, None)
        values = written(athlete, day, row.sport, row.kind, text=None, steps=row.steps)
        values |= {"title": row.title, "note": row.note, "slot": slot}
        return add_one(athlete, user, Act.COPY, day, values)


def swap_sessions(
    *,
    session: PlannedSession,
    other: PlannedSession,
    user: User | None,
    revision: int | None = None,
) -> None:
    """Two open sessions change places, on one day or between two. `revision` is that of `session`.

    Raises DataValidationError: SESSION_IN_PAST, SESSION_DONE, SESSION_SKIPPED, SESSION_SAME.
    """
    if session.athlete_id != other.athlete_id or session.pk == other.pk:
        refuse("SESSION_SAME", "Choose another session of the same athlete.", field="other")
    with transaction.atomic():
        one, two = opened(session, revision), opened(other, None)
        for row in (one, two):
            refuse_closed(row)
            check_day(row.athlete, row.day)
        entries = [
            {
                "session": str(row.uid),
                "before": None,
                "after": {"day": place.day.isoformat(), "slot": place.slot, "origin": BY_HAND},
            }
            for row, place in ((one, two), (two, one))
        ]
        make_change(athlete=one.athlete, user=user, act=Act.SWAP, entries=entries)
    session.refresh_from_db()
    other.refresh_from_db()
