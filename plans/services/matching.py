"""Which planned session was which activity: by itself whenever data arrive, and by a person's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete
from config.core import cache
from config.core.celery import enqueue
from metrics.models import Activity
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.locking import lock
from plans.engine.matching import match
from plans.models import Following, Plan, PlannedSession
from plans.models.session import PlannedSessionQuerySet
from plans.selectors.known import known_days
from plans.selectors.matching import (
    as_done,
    as_planned,
    compared,
    current,
    days_to_match,
    has_sessions,
)
from plans.services.rechecking import recheck_active

State = PlannedSession.State
MATCHED = ("activity", "state", "adherence", "matched_by_person")
DAY = timedelta(days=1)
REACH = timedelta(days=7)
"""How far one match can lead to another: each may give way to one on the next day."""

MARGIN = timedelta(seconds=30)
"""What was written shortly before may not have been committed yet: it is looked at once more."""

type Found = Mapping[str, Activity]
"""By uid of the session, the activity that it is matched with."""


def follow(*, athlete_id: int) -> None:
    """Match what was stored since the last time, then have the plan looked at.

    Safe to repeat and with two workers at once: the second waits, and finds nothing left.
    """
    athlete = Athlete.objects.filter(pk=athlete_id).first()
    if athlete is None or not has_sessions(athlete_id):
        return
    started = timezone.now()
    with transaction.atomic():
        lock(athlete)
        row, _ = Following.objects.get_or_create(athlete=athlete)
        match_days(athlete, days_to_match(athlete, row.matched_to))
        Following.objects.filter(pk=row.pk).update(matched_to=started - MARGIN)
    if Plan.objects.active().filter(athlete=athlete).exists():
        enqueue("plans.tasks.adapt", athlete_id)


def match_days(athlete: Athlete, days: Sequence[date]) -> int:
    """Match the sessions around `days` (in order) anew; how many came out differently.

    The active plan is judged again then. Needs the caller's transaction, in which the athlete is locked.
    """
    book = ThresholdBook(athlete)
    changed = sum(_match(athlete, book, start, end) for start, end in _windows(days))
    if changed:
        recheck_active(athlete)
        cache.forget(athlete.pk)
    return changed


def _windows(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Half-open spans around the days, joined where they touch."""
    start = end = None
    for day in days:
        if start is None or end is None or day - REACH > end:
            if start is not None and end is not None:
                yield start, end
            start = day - REACH
        end = day + REACH + DAY
    if start is not None and end is not None:
        yield start, end


def _match(athlete: Athlete, book: ThresholdBook, start: date, end: date) -> int:
    rows = PlannedSession.objects.for_athlete(athlete).shown().between(start, end)
    sessions = list(rows.select_related("activity").select_for_update(of=("self",)))
    stored = {row.pk: _values(row) for row in sessions}
    free = _free(athlete, start - DAY, end + DAY, sessions)
    linked = _linked(athlete, sessions)
    for row in sessions:
        row.matched_by_person = row.matched_by_person and (row.activity is None or row.pk in linked)
    planned = [as_planned(row, linked.get(row.pk)) for row in sessions]
    by_uid = {str(each.uid): each for each in (*free, *linked.values())}
    found = {pair.session: by_uid[pair.activity] for pair in match(planned, map(as_done, free))}
    known = _known(athlete, sessions, found)
    for row in sessions:
        set_match(row, found.get(str(row.uid)), book, is_known=row.day in known)
    return _save([row for row in sessions if _values(row) != stored[row.pk]])


def _linked(athlete: Athlete, sessions: Sequence[PlannedSession]) -> dict[int, Activity]:
    """By session what a person linked, as it is now; of two that became one activity the first keeps it."""
    others = _elsewhere(athlete, sessions).values_list("activity_id", flat=True)
    taken, found = set(others), {}
    for row in sessions:
        activity = current(row.activity) if row.matched_by_person else None
        if activity is not None and activity.pk not in taken:
            taken.add(activity.pk)
            found[row.pk] = activity
    return found


def _free(athlete: Athlete, start: date, end: date, sessions: Sequence[PlannedSession]) -> list[Activity]:
    """What was done on days of [start, end) and belongs to no session elsewhere."""
    rows = Activity.objects.for_athlete(athlete).shown().between(start, end)
    elsewhere = _elsewhere(athlete, sessions)
    # A session that is hidden by now has no claim any more.
    hidden = elsewhere.exclude(pk__in=PlannedSession.objects.for_athlete(athlete).shown().values("pk"))
    hidden.filter(activity__in=rows).update(activity=None, adherence=None, state=State.PLANNED)
    free = rows.exclude(pk__in=elsewhere.values("activity"))
    return list(free.prefetch_related("laps", "intervals"))


def _elsewhere(athlete: Athlete, sessions: Sequence[PlannedSession]) -> PlannedSessionQuerySet:
    rows = PlannedSession.objects.for_athlete(athlete).exclude(pk__in=[row.pk for row in sessions])
    return rows.exclude(activity=None)


def _known(athlete: Athlete, sessions: Sequence[PlannedSession], found: Found) -> frozenset[date]:
    """Of the days that are over and have sessions without an activity, those that have arrived whole."""
    days = [row.day for row in sessions if str(row.uid) not in found and row.day < athlete.today()]
    return known_days(athlete, min(days), max(days) + DAY) if days else frozenset()


def _save(changed: Sequence[PlannedSession]) -> int:
    # Two sessions may change activities with each other, and each activity is taken once.
    held = PlannedSession.objects.filter(pk__in=[row.pk for row in changed]).exclude(activity=None)
    held.update(activity=None)
    for row in changed:
        row.save(update_fields=MATCHED)
    return len(changed)


def set_match(
    session: PlannedSession, activity: Activity | None, book: ThresholdBook, *, is_known: bool
) -> None:
    """Put what was done beside the session, without saving; `is_known` tells of a day that is over."""
    session.activity = activity
    if activity is not None:
        told = compared(session, activity, book)
        session.adherence = told.to_json()
        session.state = State.PARTLY if told.is_partial else State.DONE
        return
    session.adherence = None
    if session.state != State.SKIPPED:
        session.state = State.MISSED if is_known else State.PLANNED


def _values(row: PlannedSession) -> tuple[object, ...]:
    return (row.activity_id, row.state, row.adherence, row.matched_by_person)
