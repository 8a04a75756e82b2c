"""What a calendar outside is told: sessions and races, nobody's name, no notes, no comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from athletes.models import Athlete
from config.core import formatting
from metrics.models import Race
from plans.exports.ics import Entry
from plans.models import CalendarFeed, PlannedSession

PAST = timedelta(days=90)
"""How far back a calendar is told: who subscribes late sees the last weeks too."""


def feed_in_force(athlete: Athlete) -> CalendarFeed | None:
    found: CalendarFeed | None = CalendarFeed.objects.for_athlete(athlete).filter(revoked_at=None).first()
    return found


def feed_entries(athlete: Athlete) -> Iterator[Entry]:
    """From 90 days ago on, sessions by day, then races."""
    since = athlete.today() - PAST
    sessions = PlannedSession.objects.for_athlete(athlete).shown().filter(day__gte=since)
    for session in sessions.select_related("activity"):
        yield session_entry(athlete, session, sees_done=True)
    for race in Race.objects.for_athlete(athlete).alive().filter(date__gte=since):
        yield _race_entry(athlete, race)


def session_entry(athlete: Athlete, session: PlannedSession, *, sees_done: bool) -> Entry:
    """All of its day while it is planned; at its time once an activity is it, for who may see activities."""
    url = _address("plans:session", athlete, session)
    activity = session.activity if sees_done else None
    is_done = activity is not None and activity.deleted_at is None
    return Entry(
        uid=f"{session.uid}@formline",
        day=activity.local_date if is_done and activity else session.day,
        title=_title(session),
        text="\n\n".join(filter(None, (session.text.strip(), session.why, url))),
        url=url,
        category=session.get_sport_display(),
        revision=session.revision,
        changed_at=session.updated_at,
        is_cancelled=session.state == PlannedSession.State.SKIPPED,
        start=activity.start_time if is_done and activity else None,
        end=activity.start_time + timedelta(seconds=activity.elapsed_s) if is_done and activity else None,
    )


def _title(session: PlannedSession) -> str:
    """ "Easy run · 45 min", and whether it was not done: nothing else tells it from one that was."""
    words = f"{session.title} · {session.minutes} min"
    return f"{words} · not done" if session.state == PlannedSession.State.MISSED else words


def _race_entry(athlete: Athlete, race: Race) -> Entry:
    url = _address("metrics:race", athlete, race)
    facts = [f"{race.distance_m / 1000:g} km"] if race.distance_m else []
    if race.goal_s:
        facts.append(f"goal {formatting.duration(race.goal_s)}")
    return Entry(
        uid=f"{race.uid}@formline",
        day=race.date,
        title=f"{race.name} ({race.priority} race)",
        text="\n\n".join(filter(None, (", ".join(facts), url))),
        url=url,
        category="Race",
        revision=race.revision,
        changed_at=race.updated_at,
    )


def _address(name: str, athlete: Athlete, row: PlannedSession | Race) -> str:
    path = reverse(name, kwargs={"athlete": athlete.uid, "uid": row.uid})
    return f"{settings.SITE_URL.rstrip('/')}{path}"
