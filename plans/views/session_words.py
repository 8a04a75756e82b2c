"""What is said about one session: how long, how it went, by whom. Neutral, whatever happened."""

from __future__ import annotations

from datetime import date

from config.core import dates, formatting
from config.core.formatting import Units
from plans.models import PlannedSession
from plans.selectors.authors import name_of
from plans.selectors.reasons import skip_of

State = PlannedSession.State

ICONS = {"running": "run", "cycling": "bike", "swimming": "swim"}
TONES: dict[str, str] = {
    State.DONE: "is-done",
    State.PARTLY: "is-done",
    State.SKIPPED: "is-skipped",
    State.MISSED: "is-missed",
}
STATE_ICONS: dict[str, str] = {State.DONE: "check", State.PARTLY: "check"}


def icon_of(sport: str) -> str:
    return ICONS.get(sport, "activity")


def sums(session: PlannedSession, units: Units) -> str:
    """ "45 min · load 52"; strength has no load."""
    parts: list[str] = [formatting.duration_words(session.minutes * 60)]
    if session.distance_m:
        parts.append(formatting.distance(session.distance_m, units))
    if session.load:
        parts.append(f"load {session.load}")
    return " · ".join(parts)


def state_words(session: PlannedSession, classes: frozenset[str]) -> str:
    """ "Done, 94 % as planned", "Skipped: no time"; "" while it is to come. How near it came needs the
    activities."""
    if session.state == State.PLANNED:
        return ""
    if session.state == State.SKIPPED:
        return skip_words(*skip_of(session, classes))
    name = str(session.get_state_display())
    score = score_of(session) if "activities" in classes else None
    return name if score is None else f"{name}, {score} as planned"


def skip_words(reason: str, note: str) -> str:
    """ "Skipped: no time. Late train"; of a reason that is none of ours, or untold, "Skipped"."""
    known = PlannedSession.SkipReason
    words = f"Skipped: {str(known(reason).label).lower()}" if reason in known else "Skipped"
    return f"{words}. {note}" if note else words


def score_of(session: PlannedSession) -> str | None:
    """Adherence in per cent; None before anything was matched."""
    score = (session.adherence or {}).get("score")
    return None if score is None else formatting.percent(100 * score)


def when_words(day: date, today: date) -> str:
    """ "Today", "Thu, in 3 days"."""
    words = dates.day(day, today)
    return words[0].upper() + words[1:]


def by_words(session: PlannedSession) -> str:
    """ "by the planner", "by Kim", "locked"."""
    parts = []
    if session.origin == PlannedSession.Origin.PERSON:
        author = session.changed_by or session.created_by
        parts.append(f"by {name_of(author, session.athlete)}" if author else "by hand")
    else:
        parts.append(f"by {session.get_origin_display().removeprefix('by ')}")
    return ", ".join([*parts, *(["locked"] if session.locked else [])])


def plain_day(text: str) -> str:
    """ "Thu 5 Mar" of an ISO date, whatever day it is today."""
    day = date.fromisoformat(text)
    return f"{dates.weekday(day)} {day.day} {dates.month(day)}"
