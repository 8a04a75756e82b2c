"""Reminding athletes of their sessions, once a day, at the hour that they chose."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from notifications.services import notify
from notifications.services.notify import Plain
from plans.models import PlannedSession
from plans.selectors.reminders import KIND, Due, due_reminders


def remind() -> int:
    """Remind everybody whose hour it is; returns of how many. Safe to repeat."""
    due = list(due_reminders(timezone.now()))
    for each in due:
        _remind(each)
    return len(due)


def _remind(due: Due) -> None:
    notify(
        user=due.athlete.user,
        kind=KIND,
        key=due.day.isoformat(),
        context={"day": due.day.isoformat(), "sessions": [_plain(each) for each in due.sessions]},
        url=_page(due),
        athlete=due.athlete,
    )


def _plain(session: PlannedSession) -> dict[str, Plain]:
    return {"title": session.title, "duration_s": session.minutes * 60, "why": session.why}


def _page(due: Due) -> str:
    if len(due.sessions) == 1:
        return reverse("plans:session", kwargs={"athlete": "me", "uid": due.sessions[0].uid})
    return reverse("plans:calendar", kwargs={"athlete": "me"}) + f"?date={due.day.isoformat()}"
