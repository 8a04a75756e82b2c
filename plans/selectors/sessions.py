"""One session with what belongs to it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Activity
from plans.models import PlanChange, PlannedSession, SessionComment
from plans.selectors.paused import with_marker

MOST_CHANGES = 20
SWAP_DAYS = timedelta(weeks=3)
DAY = timedelta(days=1)


def session_or_404(athlete: Athlete, uid: UUID) -> PlannedSession:
    """A session that the calendar shows, with its plan, activity, authors, living comments and what may stop
    it (`selectors.paused`): two queries.

    Raises DataNotFoundError.
    """
    comments = SessionComment.objects.alive().select_related("author")
    rows = PlannedSession.objects.for_athlete(athlete).shown()
    rows = with_marker(rows.select_related("plan", "activity", "created_by", "changed_by"))
    found: PlannedSession | None = (
        rows.prefetch_related(Prefetch("comments", queryset=comments)).filter(uid=uid).first()
    )
    if found is None:
        raise DataNotFoundError("There is no such session, or you may not see it.")
    found.athlete = athlete
    return found


def sessions_to_swap(session: PlannedSession, today: date) -> list[PlannedSession]:
    """Other open sessions from `today` on, at most three weeks from this one, the earliest first."""
    rows = PlannedSession.objects.for_athlete(session.athlete).shown().open()
    first, last = max(today, session.day - SWAP_DAYS), session.day + SWAP_DAYS
    near = rows.filter(day__gte=first, day__lte=last).exclude(pk=session.pk)
    return list(near.order_by("day", "slot"))


def activities_to_link(session: PlannedSession, today: date) -> list[Activity]:
    """Other activities of its sport, a day from it at most, that nobody linked elsewhere, by time."""
    if session.day > today + DAY:
        return []
    said = PlannedSession.objects.for_athlete(session.athlete).filter(matched_by_person=True)
    rows = Activity.objects.for_athlete(session.athlete).shown().filter(sport=session.sport)
    near = rows.between(session.day - DAY, session.day + 2 * DAY).exclude(pk=session.activity_id)
    taken = said.exclude(activity=None).exclude(pk=session.pk).values("activity")
    return list(near.exclude(pk__in=taken).order_by("start_time"))


def changes_of(session: PlannedSession) -> list[PlanChange]:
    """What was done with a session, the newest first."""
    rows = PlanChange.objects.for_athlete(session.athlete).filter(entries__icontains=str(session.uid))
    return list(rows.select_related("author", "proposal")[:MOST_CHANGES])
