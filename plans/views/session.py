"""One session: what to do, what came of it, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core import formatting
from config.core.htmx import template
from config.core.ways import on_this_site
from metrics.selectors.thresholds import ThresholdBook
from plans.forms.sessions import CommentForm
from plans.models import PlanChange, PlannedSession, SessionComment
from plans.selectors.authors import name_of
from plans.selectors.exports import thresholds_for
from plans.selectors.history import undoable
from plans.selectors.paused import pause
from plans.selectors.reasons import reason_of_change
from plans.selectors.sessions import changes_of, session_or_404, sessions_to_swap
from plans.views import session_words as words
from plans.views.act_forms import acts
from plans.views.adherence_words import adherence_table
from plans.views.calendar import viewer_of
from plans.views.calendar_cards import Viewer
from plans.views.pause_words import pause_words
from plans.views.profile import profile
from plans.views.session_links import linking
from plans.views.step_words import step_rows

EXPORTS = (
    ("Calendar (.ics)", "plans:session-ics"),
    ("Workout (.fit)", "plans:session-fit"),
    ("Zwift (.zwo)", "plans:session-zwo"),
    ("Text", "plans:session-text"),
)
FORMLINE = "Formline"
MADE = (PlanChange.Act.ADD, PlanChange.Act.COPY)
"""Without them there is no session, and no page of one."""


@dataclass(frozen=True, slots=True)
class Said:
    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    words: str
    reason: str
    at: datetime


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    session = session_or_404(athlete, uid)
    context = session_context(request, athlete, session)
    return render(request, "plans/session.html", context)


@athlete_page(data="plan", action="write")
@require_safe
def acts_page(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """What can be done with a session: a page, or the part of it that the calendar's dialog shows."""
    session = session_or_404(athlete, uid)
    return answer_acts(request, session, viewer_of(request, athlete))


def answer_acts(
    request: HttpRequest, session: PlannedSession, viewer: Viewer, refused: tuple[str, Form] | None = None
) -> HttpResponse:
    """`refused` is an act that could not be done, with its form."""
    context = {
        **acts_context(session, viewer, refused),
        "athlete": viewer.athlete,
        "is_dialog": bool(request.headers.get("HX-Request")),
        "back": back_to(request, session, viewer),
    }
    status = 422 if refused else 200
    page, part = "plans/session_acts.html", "plans/_session_acts.html"
    response = template(request, page, context, part=part, status=status)
    if refused:
        response["HX-Retarget"] = "#session-acts"
        response["HX-Reselect"] = "#session-acts"
    return response


def acts_context(
    session: PlannedSession, viewer: Viewer, refused: tuple[str, Form] | None = None
) -> dict[str, Any]:
    others = sessions_to_swap(session, viewer.today)
    is_ahead = session.day >= viewer.today and session.activity_id is None
    return {
        "session": session,
        "when": words.when_words(session.day, viewer.today),
        "acts": acts(session, viewer, others, refused=refused),
        "edit_url": viewer.url("plans:session-edit", uid=session.uid) if is_ahead else "",
    }


def back_to(request: HttpRequest, session: PlannedSession, viewer: Viewer, *, is_gone: bool = False) -> str:
    """Where somebody came from, as the form or the address of HTMX says; else the week of the session.

    A session that is gone has no page to go back to.
    """
    said = request.POST.get("back") or request.GET.get("back") or request.headers.get("HX-Current-URL", "")
    back = on_this_site(request, said)
    if back and not (is_gone and str(session.uid) in back):
        return back
    query = urlencode({"view": "week", "date": session.day.isoformat()})
    return f"{viewer.url('plans:calendar')}?{query}"


def session_context(request: HttpRequest, athlete: Athlete, session: PlannedSession) -> dict[str, Any]:
    viewer = viewer_of(request, athlete)
    book = ThresholdBook(athlete)
    thresholds = book.on(session.sport, session.day)
    known = thresholds_for(session, book, viewer.classes)
    steps = step_rows(session.steps, session.sport, known, viewer.units)
    activity = session.activity if "activities" in viewer.classes else None
    query = urlencode({"view": "week", "date": session.day.isoformat()})
    calendar = f"{viewer.url('plans:calendar')}?{query}"
    undo = undoable(athlete, request.GET.get("changed", "")) if viewer.may_write else None
    return {
        **(acts_context(session, viewer) if viewer.may_write else {"session": session}),
        "athlete": athlete,
        "when": words.when_words(session.day, viewer.today),
        "by_words": words.by_words(session),
        "facts": list(_facts(session, viewer)),
        "state_words": words.state_words(session, viewer.classes),
        "paused": pause_words(pause(session, viewer.today), viewer.classes, viewer.ref),
        "state_icon": words.STATE_ICONS.get(session.state, "info"),
        "activity_url": viewer.url("metrics:activity", uid=activity.uid) if activity else "",
        "bars": profile(session.steps, session.sport, thresholds),
        "steps": steps,
        "lacks": "profile" in viewer.classes and any(each.lack for each in steps),
        "linking": linking(session, viewer),
        "adherence": adherence_table(session, activity, viewer.units),
        "comments": [_said(each, athlete) for each in session.comments.all()],
        "comment_form": CommentForm() if viewer.may_write else None,
        "changes": [_changed(each, session, viewer) for each in changes_of(session)],
        "exports": [(label, viewer.url(name, uid=session.uid)) for label, name in EXPORTS] if steps else [],
        "calendar_url": calendar,
        "back": request.path,
        "here": calendar if undo and undo.act in MADE else request.path,
        "undo": undo,
    }


def _facts(session: PlannedSession, viewer: Viewer) -> Iterator[tuple[str, str, str]]:
    length = formatting.duration(session.minutes * 60, seconds=False)
    yield length.number, length.unit, "Duration"
    if session.distance_m:
        distance = formatting.distance(session.distance_m, viewer.units)
        yield distance.number, distance.unit, "Distance"
    if session.load:
        yield str(session.load), "", "Load"


def _said(comment: SessionComment, athlete: Athlete) -> Said:
    who = name_of(comment.author, athlete) if comment.author else "somebody who left"
    return Said(f"{who[0].upper()}{who[1:]}", comment.text, comment.created_at)


def _changed(change: PlanChange, session: PlannedSession, viewer: Viewer) -> Changed:
    """ "Kim moved it from Tue 3 Mar to Thu 5 Mar"."""
    who = name_of(change.author, session.athlete) if change.author else FORMLINE
    did = f"{who} {change.get_act_display()} it{_moved(change, session)}"
    return Changed(did, reason_of_change(change, viewer.classes), change.created_at)


def _moved(change: PlanChange, session: PlannedSession) -> str:
    entry = next((each for each in change.entries if each["session"] == str(session.uid)), None)
    before, after = ((entry or {}).get(name) or {} for name in ("before", "after"))
    if not before or not after or before["day"] == after["day"]:
        return ""
    from_day, to_day = (words.plain_day(each["day"]) for each in (before, after))
    return f" from {from_day} to {to_day}"
