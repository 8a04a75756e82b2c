"""A coach gives the same weeks to several athletes: chosen, looked at, given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from athletes.models import User
from athletes.reads import record_reads
from config.core.errors import DataValidationError
from plans.forms.giving import GivingForm
from plans.selectors.plans import sessions_shown
from plans.services.giving import Piece, give_weeks, pieces_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """With an address that says what is chosen the page shows it; posted, it is given."""
    user = cast(User, request.user)
    given = request.POST if request.method == "POST" else request.GET
    form = GivingForm(user, given if "week" in given else None, initial=_initial(user))
    pieces: list[Piece] = []
    if form.is_bound and form.is_valid():
        try:
            pieces = _pieces(user, form)
        except DataValidationError as refusal:
            form.add_error(None, refusal.message)
    if request.method == "POST" and pieces:
        _give(request, user, form, pieces)
        return redirect("roster:index")
    context = {"form": form, "days": _by_day(pieces, form), "count": len(pieces)}
    return render(request, "plans/giving.html", context, status=422 if form.errors else 200)


def _initial(user: User) -> dict[str, Any]:
    """One's own calendar, of which somebody who is no athlete has none."""
    today, own = timezone.localdate(), getattr(user, "athlete", None)
    return {"source": own, "week": today, "start": today + timedelta(days=7 - today.weekday())}


def _pieces(user: User, form: GivingForm) -> list[Piece]:
    chosen = form.cleaned_data
    source, monday = chosen["source"], chosen["week"]
    record_reads(viewer=user, athletes=[source], classes=["plan"])
    found = pieces_of(sessions_shown(source, monday, monday + timedelta(weeks=chosen["weeks"])), monday)
    if not found:
        raise DataValidationError("Nothing is planned in these weeks.")
    return found


def _give(request: HttpRequest, user: User, form: GivingForm, pieces: Sequence[Piece]) -> None:
    for athlete in form.cleaned_data["athletes"]:
        name = athlete.called
        try:
            added = give_weeks(athlete=athlete, user=user, pieces=pieces, monday=form.cleaned_data["start"])
        except DataValidationError as refusal:
            told = next((words for each in refusal.fields.values() for words in each), refusal.message)
            messages.error(request, f"{name}: nothing was added. {told}")
            continue
        messages.success(request, f"{name}: {_words(added)}")


def _words(added: int) -> str:
    if not added:
        return "All of it was there already."
    return f"{added} session{'' if added == 1 else 's'} added."


def _by_day(pieces: Sequence[Piece], form: GivingForm) -> list[tuple[date, Piece]]:
    if not pieces:
        return []
    start = form.cleaned_data["start"]
    return sorted(((piece.on(start), piece) for piece in pieces), key=lambda each: (each[0], each[1].slot))
