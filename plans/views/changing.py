"""After something was done with a session: the calendar or the page it was done on, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from athletes.models import Athlete
from config.core.errors import DataValidationError
from config.core.htmx import is_partial
from plans.forms.errors import add_refusal
from plans.models import PlanChange, PlannedSession
from plans.selectors.history import newest_change
from plans.selectors.plans import judged_plan
from plans.views.calendar import calendar_context, viewer_of
from plans.views.day_words import day_notes
from plans.views.session import answer_acts, back_to
from plans.views.verdict import Verdict, broken_rules, verdict

DRAGGED = "mover"
"""The form of the calendar that posts what was dragged: it shows a refusal as a message, not as a form."""

type Do = Callable[[], object]
type Days = Callable[[], Iterable[date]]
"""On which something stands now that did not before."""


def answer_form(
    request: HttpRequest,
    session: PlannedSession,
    name: str,
    form: Form,
    act: Do,
    said: Callable[[], str],
    days: Days = tuple,
) -> HttpResponse:
    """Do it when the form is valid; what the form or the service refuses is told at the form."""
    is_dragged = request.headers.get("HX-Trigger") == DRAGGED
    if form.is_valid():
        try:
            return answer_change(request, session, act, said(), days)
        except DataValidationError as error:
            if is_dragged:
                raise
            add_refusal(form, error)
    elif is_dragged:
        raise DataValidationError("This cannot be put there.")
    return answer_acts(request, session, viewer_of(request, session.athlete), refused=(name, form))


def answer_change(
    request: HttpRequest,
    session: PlannedSession,
    act: Do,
    said: str,
    days: Days = tuple,
    *,
    is_gone: bool = False,
) -> HttpResponse:
    """Do it and say which rules of the active plan it breaks or mends, and what speaks against its `days`."""
    athlete = session.athlete
    before, newest = _broken(athlete), newest_change(athlete)
    act()
    found = verdict(said, before, _broken(athlete), day_notes(athlete, days()))
    change = newest_change(athlete)
    change = None if change == newest else change
    back = back_to(request, session, viewer_of(request, athlete), is_gone=is_gone)
    if is_partial(request):
        return _as_part(request, athlete, back, found, change)
    messages.add_message(request, messages.WARNING if found.warns else messages.SUCCESS, found.words)
    return redirect(_with_change(back, change))


def _as_part(
    request: HttpRequest, athlete: Athlete, back: str, found: Verdict, change: PlanChange | None
) -> HttpResponse:
    context = calendar_context(request, athlete, QueryDict(urlsplit(back).query))
    return render(request, "plans/_calendar_changed.html", {**context, "verdict": found, "undo": change})


def _broken(athlete: Athlete) -> frozenset[int]:
    return broken_rules(judged_plan(athlete))


def to_session(request: HttpRequest, session: PlannedSession) -> HttpResponse:
    """To the page of a session that was just written, which offers to take that back."""
    page = viewer_of(request, session.athlete).url("plans:session", uid=session.uid)
    return redirect(_with_change(page, newest_change(session.athlete)))


def _with_change(url: str, change: PlanChange | None) -> str:
    """The address of a page that offers to take the change back."""
    if change is None:
        return url
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()} | {
        "changed": str(change.uid)
    }
    return urlunsplit(parts._replace(query=urlencode(query)))
