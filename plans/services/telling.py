"""Telling athletes what somebody else did to their plan."""

from __future__ import annotations

from django.urls import reverse

from athletes.models import Athlete, User
from config.core.dates import full_day
from notifications.services import notify
from plans.models import PlanChange, PlannedSession, SessionComment

NAMELESS = "Your coach"


def tell_comment(comment: SessionComment, athlete: Athlete) -> None:
    """Nothing is told of what athletes write themselves."""
    if comment.author_id == athlete.user_id or comment.author is None:
        return
    _tell(athlete, comment.author, str(comment.uid), comment.session, comment.text)


def tell_change(change: PlanChange) -> None:
    """Once a day for each session that somebody else changed, by the first of its changes."""
    author, athlete = change.author, change.athlete
    if author is None or author.pk == athlete.user_id:
        return
    uids = [entry["session"] for entry in change.entries if entry["after"]]
    for session in PlannedSession.objects.for_athlete(athlete).filter(uid__in=uids):
        _tell(athlete, author, f"{session.uid} {athlete.today()}", session, "")


def _tell(athlete: Athlete, author: User, key: str, session: PlannedSession, said: str) -> None:
    notify(
        user=athlete.user,
        kind="coach_comment",
        key=key,
        context={
            "author": author.name or NAMELESS,
            "session": session.title,
            "day": full_day(session.day),
            "said": said,
        },
        url=reverse("plans:session", kwargs={"athlete": "me", "uid": session.uid}),
        athlete=athlete,
    )
