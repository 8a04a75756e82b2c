"""What was planned and what was done, as matching and comparing them need it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from athletes.models import Athlete
from athletes.sources.records import Sport
from metrics.models import Activity
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.adherence import Adherence, Lap, Size, adherence
from plans.engine.matching import Done, Planned
from plans.engine.steps import from_json
from plans.models import PlannedSession

State = PlannedSession.State
WAS_HARD = {"": None, "easy": False, "steady": True, "hard": True}
"""By what the athlete says that an activity was for."""

HARD_FROM, EASY_BELOW = 0.85, 0.75
"""Intensity of a whole activity; between the two nobody knows without the athlete's word."""


def has_sessions(athlete_id: int) -> bool:
    """Whether anything was ever planned for the athlete."""
    return PlannedSession.objects.filter(athlete_id=athlete_id).exists()


def days_to_match(athlete: Athlete, since: datetime | None) -> list[date]:
    """Days with sessions or activities that were stored after `since` (None: ever), and open days that are
    over, in order. Three queries."""
    sessions = PlannedSession.objects.for_athlete(athlete)
    if since is None:
        return sorted(set(sessions.values_list("day", flat=True)))
    newer = Q(updated_at__gt=since) | Q(activity__updated_at__gt=since)
    lost = Q(state__in=(State.DONE, State.PARTLY), activity=None)
    over = Q(state=State.PLANNED, day__lt=athlete.today(), deleted_at=None)
    days = set(sessions.filter(newer | lost | over).values_list("day", flat=True))
    done = Activity.objects.for_athlete(athlete).filter(updated_at__gt=since, parent=None)
    days |= set(done.values_list("local_date", flat=True))
    return sorted(days & _reach(sessions.values_list("day", flat=True)))


def current(activity: Activity | None) -> Activity | None:
    """What an activity became: the one that it was merged into, or nothing when it was deleted."""
    seen: set[int] = set()
    while activity is not None and activity.merged_into_id is not None and activity.pk not in seen:
        seen.add(activity.pk)
        activity = activity.merged_into
    return None if activity is None or activity.deleted_at is not None else activity


def as_planned(session: PlannedSession, activity: Activity | None) -> Planned:
    """`activity` is the one that the session is matched with, as it is now."""
    linked = activity if session.matched_by_person else None
    return Planned(
        uid=str(session.uid),
        day=session.day,
        sport=session.sport,
        minutes=session.minutes,
        load=session.load or None,
        distance_m=session.distance_m,
        hard=session.hard,
        activity=str(linked.uid) if linked else None,
        decided=session.matched_by_person or session.state == State.SKIPPED,
        pinned=session.origin == PlannedSession.Origin.PERSON,
    )


def as_done(activity: Activity) -> Done:
    return Done(
        uid=str(activity.uid),
        day=activity.local_date,
        sport=activity.sport,
        minutes=activity.timer_s / 60,
        load=activity.load,
        distance_m=activity.distance_m,
        hard=_was_hard(activity),
    )


def compared(session: PlannedSession, activity: Activity, book: ThresholdBook) -> Adherence:
    """Step by step by the laps that the device marked, else by the intervals that were found."""
    found = _adherence(session, activity, book, _laps(activity))
    if found.basis == "laps":
        return found
    by_intervals = _adherence(session, activity, book, _intervals(activity))
    return by_intervals if by_intervals.basis == "laps" else found


def _adherence(
    session: PlannedSession, activity: Activity, book: ThresholdBook, laps: Iterable[Lap]
) -> Adherence:
    return adherence(
        steps=from_json(session.steps) if session.steps else (),
        sport=Sport(session.sport),
        thresholds=book.on(session.sport, activity.local_date),
        planned=Size(session.minutes, session.load or None),
        done=Size(activity.timer_s / 60, activity.load),
        laps=list(laps),
    )


def _laps(activity: Activity) -> list[Lap]:
    return [
        Lap(
            each.elapsed_s if each.timer_s is None else each.timer_s,
            each.distance_m,
            each.avg_power_w,
            each.avg_hr_bpm,
            each.avg_speed_mps,
        )
        for each in activity.laps.all()
    ]


def _intervals(activity: Activity) -> list[Lap]:
    return [
        Lap(each.duration_s, each.distance_m, each.avg_power_w, each.avg_hr_bpm, each.avg_speed_mps)
        for each in activity.intervals.all()
    ]


def _was_hard(activity: Activity) -> bool | None:
    said = WAS_HARD.get(activity.goal)
    if said is not None or activity.intensity is None:
        return said
    if activity.intensity >= HARD_FROM:
        return True
    return False if activity.intensity < EASY_BELOW else None


def _reach(days: Iterable[date]) -> set[date]:
    return {day + timedelta(days=each) for day in days for each in (-1, 0, 1)}
