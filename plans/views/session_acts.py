"""Moving, copying, swapping, skipping, locking, removing and commenting a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core import dates
from plans.forms.sessions import CommentForm, CopyForm, MoveForm, SkipForm, SwapForm
from plans.selectors.sessions import session_or_404, sessions_to_swap
from plans.services import sessions as services
from plans.views.changing import answer_change, answer_form
from plans.views.revisions import revision_of


@athlete_page(data="plan", action="write")
@require_POST
def move(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    session, form, revision = session_or_404(athlete, uid), MoveForm(request.POST), revision_of(request)

    def act() -> object:
        values = form.cleaned_data
        return services.move_session(session=session, user=_user(request), revision=revision, **values)

    def said() -> str:
        return f"Moved to {_day(form, athlete)}."

    return answer_form(request, session, "move", form, act, said, lambda: [form.cleaned_data["day"]])


@athlete_page(data="plan", action="write")
@require_POST
def copy(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    session, form = session_or_404(athlete, uid), CopyForm(request.POST)

    def act() -> object:
        return services.copy_session(session=session, user=_user(request), **form.cleaned_data)

    def said() -> str:
        return f"Copied to {_day(form, athlete)}."

    return answer_form(request, session, "copy", form, act, said, lambda: [form.cleaned_data["day"]])


@athlete_page(data="plan", action="write")
@require_POST
def swap(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    session = session_or_404(athlete, uid)
    today = athlete.today()
    form = SwapForm(request.POST, sessions=sessions_to_swap(session, today), today=today)
    revision = revision_of(request)

    def act() -> object:
        user, other = _user(request), form.chosen
        services.swap_sessions(session=session, other=other, user=user, revision=revision)
        return None

    def said() -> str:
        return f"Swapped with “{form.chosen.title}”."

    return answer_form(request, session, "swap", form, act, said, lambda: [session.day, form.chosen.day])


@athlete_page(data="plan", action="write")
@require_POST
def skip(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    session, form, revision = session_or_404(athlete, uid), SkipForm(request.POST), revision_of(request)

    def act() -> object:
        values = form.cleaned_data
        return services.skip_session(session=session, user=_user(request), revision=revision, **values)

    return answer_form(request, session, "skip", form, act, lambda: f"“{session.title}” is skipped.")


@athlete_page(data="plan", action="write")
@require_POST
def unskip(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    return _plain(request, athlete, uid, services.unskip_session, "“{}” is planned again.")


@athlete_page(data="plan", action="write")
@require_POST
def remove(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    return _plain(request, athlete, uid, services.remove_session, "“{}” is removed.", is_gone=True)


@athlete_page(data="plan", action="write")
@require_POST
def lock(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """`to` says what it is afterwards: "locked", or "" for open to adaptation."""
    if request.POST.get("to") == "locked":
        return _plain(request, athlete, uid, services.lock_session, "“{}” is locked.")
    return _plain(request, athlete, uid, services.unlock_session, "“{}” may be adapted again.")


@athlete_page(data="plan", action="write")
@require_POST
def comment(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    session, form = session_or_404(athlete, uid), CommentForm(request.POST)
    if form.is_valid():
        services.comment_session(session=session, user=_user(request), **form.cleaned_data)
        messages.success(request, "The comment is saved.")
    else:
        messages.error(request, "Write at least a word.")
    return redirect("plans:session", request.athlete_ref, uid)  # type: ignore[attr-defined]


def _plain(
    request: HttpRequest,
    athlete: Athlete,
    uid: UUID,
    service: Callable[..., Any],
    said: str,
    *,
    is_gone: bool = False,
) -> HttpResponse:
    session, revision = session_or_404(athlete, uid), revision_of(request)

    def act() -> object:
        return service(session=session, user=_user(request), revision=revision)

    return answer_change(request, session, act, said.format(session.title), is_gone=is_gone)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _day(form: Any, athlete: Athlete) -> str:
    return dates.day(form.cleaned_data["day"], athlete.today())
