"""Sending a week to Garmin: what it would do, how it goes, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseStopPolling

from athletes.access import granted
from athletes.models import Athlete, Connection, User
from athletes.pages import athlete_page
from config.core import dates
from config.core.errors import AppException, DataNotFoundError
from config.core.htmx import is_partial, template
from plans.models import WeekSending
from plans.selectors.sending import (
    OPEN,
    WEEK,
    Act,
    Line,
    Preview,
    login_connection,
    newest_sending,
    week_of,
    week_preview,
)
from plans.services.sending import request_sending
from plans.views.pause_words import pause_words

FARTHEST = timedelta(weeks=52)
WORDS = {
    Act.CREATE: ("new", "is-ok"),
    Act.UPDATE: ("changed", "is-warn"),
    Act.MOVE: ("moved", "is-warn"),
    Act.REMOVE: ("taken away", "is-bad"),
    Act.SAME: ("there already", ""),
    Act.LEFT_OUT: ("left out", ""),
}


@dataclass(frozen=True)
class Row:
    """One session as the list shows it."""

    title: str
    when: str
    word: str
    tone: str
    note: str


@athlete_page(data="plan")
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The week of `week`, any day of it; POST sends it as the page showed it."""
    start = _week_in(request.GET.get("week", ""), athlete.today())
    if request.method == "POST":
        return _send(request, athlete, start)
    context = _context(request, athlete, start)
    response = template(request, "plans/sending.html", context, part="plans/_sending.html")
    if is_partial(request) and not context["is_busy"]:
        response.status_code = HttpResponseStopPolling.status_code
    return response


def _send(request: HttpRequest, athlete: Athlete, start: date) -> HttpResponse:
    """Writes to the athlete's account at Garmin, which takes leave to change connections."""
    if not granted(request.user, athlete, ["connections"], action="write"):
        raise DataNotFoundError
    seen, user = request.POST.get("seen", ""), cast(User, request.user)
    try:
        request_sending(athlete=athlete, user=user, week_start=start, seen=seen)
    except AppException as error:
        messages.error(request, error.message)
    ref = request.athlete_ref  # type: ignore[attr-defined]
    return redirect(f"{reverse('plans:week-send', args=[ref])}?week={start.isoformat()}")


def _context(request: HttpRequest, athlete: Athlete, start: date) -> dict[str, Any]:
    sees_garmin = bool(granted(request.user, athlete, ["connections"]))
    connection = login_connection(athlete) if sees_garmin else None
    sending = newest_sending(athlete, start) if connection else None
    is_busy = sending is not None and sending.state in OPEN
    preview = week_preview(athlete, connection, start) if connection else None
    this_week = week_of(athlete.today())
    classes = granted(request.user, athlete, ["notes"])
    ref = request.athlete_ref  # type: ignore[attr-defined]
    lines = preview.lines if preview else ()
    return {
        "athlete": athlete,
        "sees_garmin": sees_garmin,
        "connection": connection,
        "needs_login": connection is not None and connection.state == Connection.State.RECONNECT,
        "sending": sending,
        "is_busy": is_busy,
        "handled": sending.sent + sending.removed if sending else 0,
        "is_failed": sending is not None and sending.state == WeekSending.State.FAILED,
        "preview": preview,
        "rows": [_row(each, athlete.today(), pause_words(each.pause, classes, ref)) for each in lines],
        "change_count": len(preview.changes) if preview else 0,
        "only_removes": bool(preview and preview.removals and not preview.wanted),
        "title": dates.days(start, start + WEEK),
        "week": start.isoformat(),
        "before": (start - WEEK).isoformat() if start > this_week else "",
        "after": (start + WEEK).isoformat() if start < this_week + FARTHEST else "",
        "may_send": _may_send(request, athlete, preview),
    }


def _may_send(request: HttpRequest, athlete: Athlete, preview: Preview | None) -> bool:
    if preview is None or preview.size == 0:
        return False
    return bool(granted(request.user, athlete, ["connections"], action="write"))


def _row(line: Line, today: date, paused: str) -> Row:
    word, tone = WORDS[line.act]
    when = dates.day(line.day or line.before or line.session.day, today)
    if line.act in (Act.MOVE, Act.UPDATE) and line.before and line.day and line.before != line.day:
        when = f"{dates.day(line.before, today)} → {dates.day(line.day, today)}"
    words = [f"In words on the watch: {', '.join(line.words)}."] if line.words else []
    note = paused or line.reason or " ".join([*words, *line.lacks])
    return Row(line.session.title, when, word, tone, note)


def _week_in(text: str, today: date) -> date:
    """The Monday of the week that is asked for, of this week at the earliest and a year ahead at most."""
    try:
        asked = week_of(date.fromisoformat(text))
    except (ValueError, OverflowError):
        asked = week_of(today)
    return min(max(asked, week_of(today)), week_of(today) + FARTHEST)
