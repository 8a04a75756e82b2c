"""Answering an invitation, a coach's question to an athlete, and a coach's end of it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from athletes.coaching_forms import LABELS, PRESETS, AskForm, ScopesForm
from athletes.models import CoachInvitation, User
from athletes.services import coaching
from athletes.views.invitation_mail import send_invitation
from config.core.errors import DataNotFoundError, DataValidationError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who asks for what; nothing happens before a button is pressed."""
    user = cast(User, request.user)
    row = coaching.find_invitation(token=token, user=user)
    if request.method == "POST" and request.POST.get("answer") == "no":
        coaching.decline(token=token, user=user)
        messages.info(request, "You declined. Nothing was opened.")
        return redirect("home")
    form = _form(request, row, user)
    if request.method == "POST" and (form is None or form.is_valid()):
        given: dict[str, Any] = (
            {"scopes": form.scopes, "valid_until": form.valid_until} if form is not None else {}
        )
        try:
            coaching.accept(token=token, user=user, **given)
        except DataValidationError as error:
            if form is None:
                raise
            form.add_error(None, error.message)
        else:
            messages.success(request, "Accepted.")
            return redirect("athletes:coaches", "me") if form else redirect("roster:index")
    opened = [(LABELS[data][0], action) for data, action in row.scopes.items() if data in LABELS]
    context = {"invitation": row, "form": form, "opened": opened}
    return _private(
        render(request, "athletes/invitation.html", context, status=422 if form and form.errors else 200)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A coach asks an athlete; the answer never says whether there is one."""
    user, form = cast(User, request.user), AskForm(request.POST or None)
    if form.is_valid():
        try:
            asked = coaching.ask_athlete(coach=user, **form.cleaned_data)
        except DataValidationError as error:
            form.add_error(None, error.message)
        else:
            send_invitation(asked, user.name or user.email)
            messages.success(request, f"{asked.invitation.email} was asked.")
            return redirect("coaching:ask")
    status = 422 if form.is_bound else 200
    return _private(render(request, "athletes/ask_athlete.html", {"form": form}, status=status))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Whoever reads along stops, after a question; the athlete is told."""
    user = cast(User, request.user)
    link = coaching.link_of_coach(coach=user, athlete_uid=uid)
    if request.method != "POST":
        return _private(render(request, "athletes/leave.html", {"link": link}))
    coaching.revoke(link=link, by=user)
    messages.success(request, "You see nothing of theirs any more.")
    return redirect("home")


def _form(request: HttpRequest, row: CoachInvitation, user: User) -> ScopesForm | None:
    """What is opened is said by the athlete, so only who was asked by a coach has a form."""
    if row.athlete_id is not None:
        return None
    own = getattr(user, "athlete", None)
    if own is None:
        raise DataNotFoundError("There is no athlete to this account.")
    preset = "watch" if row.role == "follower" else "training"
    return ScopesForm(request.POST or None, athlete=own, scopes=PRESETS[preset][1])


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
