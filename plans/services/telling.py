"""Telling athletes what somebody else did to their plan."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from athletes.models import Athlete, User
from config.core.dates import full_day
from notifications.services import notify
from plans.models import PlanChange, PlannedSession, SessionComment

NAMELESS, CALENDAR = "Your coach", "Your calendar"

type About = tuple[str, date, str]
"""A name, a day and the path of a page."""


def tell_comment(comment: SessionComment, athlete: Athlete) -> None:
    """Nothing is told of what athletes write themselves."""
    if comment.author is not None and comment.author.pk != athlete.user_id:
        session = comment.session
        about = (session.title, session.day, _page(session))
        _tell(athlete, comment.author, str(comment.uid), about, comment.text)


def tell_change(change: PlanChange) -> None:
    """What somebody else did, once a day for each session, and once for all that is more than one."""
    author, athlete = change.author, change.athlete
    if author is None or author.pk == athlete.user_id:
        return
    today, session = athlete.today(), _only_session(change)
    if session is not None:
        _tell(athlete, author, f"{session.uid} {today}", (session.title, session.day, _page(session)))
        return
    name = change.plan.name if change.plan else CALENDAR
    history = reverse("plans:history", kwargs={"athlete": "me"})
    _tell(athlete, author, f"{athlete.uid} {today}", (name, today, history))


def _only_session(change: PlanChange) -> PlannedSession | None:
    """The one session that the change is about, if it still stands in the calendar."""
    uids = [entry["session"] for entry in change.entries if entry["after"]]
    if len(change.entries) != 1 or not uids:
        return None
    found: PlannedSession | None = (
        PlannedSession.objects.for_athlete(change.athlete).filter(uid=uids[0]).first()
    )
    return found


def _page(session: PlannedSession) -> str:
    return reverse("plans:session", kwargs={"athlete": "me", "uid": session.uid})


def _tell(athlete: Athlete, author: User, key: str, about: About, said: str = "") -> None:
    name, day, url = about
    notify(
        user=athlete.user,
        kind="coach_comment",
        key=key,
        context={
            "author": author.name or NAMELESS,
            "session": name,
            "day": full_day(day),
            "said": said,
        },
        url=url,
        athlete=athlete,
    )
