"""Writing a session as text: a new one on a day, or one that stands already."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataChangedError, DataValidationError
from plans.forms.errors import add_refusal
from plans.forms.sessions import SessionForm
from plans.models import PlannedSession
from plans.selectors.library import templates_of
from plans.selectors.sessions import session_or_404
from plans.services.sessions import add_session, edit_session
from plans.views import session_words as words
from plans.views.calendar import viewer_of
from plans.views.calendar_span import read_day
from plans.views.changing import to_session
from plans.views.day_words import say_placed
from plans.views.revisions import revision_of
from plans.views.start_from import start_from

CHANGED = "Somebody changed this session while you wrote. Save again, and yours takes the place of theirs."


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """A session on `?date=`; `?from=&minutes=` fills in one of the library or the catalogue."""
    day = max(read_day(request.GET.get("date", ""), athlete.today()), athlete.today())
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            session = add_session(athlete=athlete, user=cast(User, request.user), **form.cleaned_data)
        except DataValidationError as error:
            add_refusal(form, error)
        else:
            say_placed(request, "The session is added.", session)
            return to_session(request, session)
    choices, initial = start_from(athlete, day, request.GET, templates_of(athlete))
    if not form.is_bound:
        form = SessionForm(initial=initial)
    when = words.when_words(day, athlete.today())
    heading = f"A session for {when[0].lower()}{when[1:]}"
    return _page(request, athlete, form, heading=heading, choices=choices)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Everything but the day, which is moved."""
    session, revision = session_or_404(athlete, uid), revision_of(request)
    names = ("title", "sport", "text", "note")
    initial = {name: getattr(session, name) for name in names}
    form = SessionForm(request.POST or None, initial=initial, is_new=False)
    if request.method == "POST" and form.is_valid():
        try:
            user = cast(User, request.user)
            edit_session(session=session, user=user, revision=revision, **form.cleaned_data)
        except DataValidationError as error:
            add_refusal(form, error)
        except DataChangedError:
            form.add_error(None, CHANGED)
            revision = session.revision
        else:
            messages.success(request, "Saved.")
            return to_session(request, session)
    heading, revision = f"Edit “{session.title}”", revision or session.revision
    return _page(request, athlete, form, session, heading=heading, revision=revision)


def _page(
    request: HttpRequest,
    athlete: Athlete,
    form: SessionForm,
    session: PlannedSession | None = None,
    **extra: Any,
) -> HttpResponse:
    viewer = viewer_of(request, athlete)
    back = viewer.url("plans:session", uid=session.uid) if session else viewer.url("plans:calendar")
    back_words = session.title if session else "Calendar"
    context = {"athlete": athlete, "form": form, "session": session, "back": back, "back_words": back_words}
    return render(request, "plans/session_form.html", context | extra, status=422 if form.is_bound else 200)
