"""What somebody can and wants to do, how far the plan may change by itself, and days off."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from plans.forms.errors import add_refusal
from plans.forms.preferences import DaysOffForm, PreferencesForm
from plans.selectors.preferences import CanTrain, blackout_of, blackouts, preferences_of
from plans.services.blackouts import add, remove
from plans.services.preferences import save_preferences


@athlete_page(data="plan")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    can = preferences_of(athlete)
    asked = request.POST if request.method == "POST" else None
    form = _form(can, asked)
    if asked is not None and form.is_valid():
        try:
            save_preferences(
                athlete=athlete, user=cast(User, request.user), fields=form.values, rooms=form.rooms
            )
        except DataValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, "Saved. It holds for every plan made from now on.")
            return redirect("plans:preferences", request.athlete_ref)  # type: ignore[attr-defined]
    return _page(request, athlete, can, form=form, status=200 if asked is None else 422)


@athlete_page(data="plan")
@require_http_methods(["GET", "HEAD", "POST"])
def days_off(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The same page; POST adds days without training."""
    if request.method != "POST":
        return redirect("plans:preferences", request.athlete_ref)  # type: ignore[attr-defined]
    form = DaysOffForm(request.POST)
    if form.is_valid():
        try:
            add(athlete=athlete, user=cast(User, request.user), **form.values)
        except DataValidationError as error:
            form.add_refusal(error)
        else:
            messages.success(request, "These days are kept free.")
            return redirect("plans:preferences", request.athlete_ref)  # type: ignore[attr-defined]
    return _page(request, athlete, preferences_of(athlete), off_form=form, status=422)


@athlete_page(data="plan", action="write")
@require_POST
def remove_days_off(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    row = blackout_of(athlete, uid)
    if row is None:
        raise DataNotFoundError("There are no such days off, or you may not see them.")
    remove(blackout=row, user=cast(User, request.user))
    messages.success(request, "These days are open again.")
    return redirect("plans:preferences", request.athlete_ref)  # type: ignore[attr-defined]


def _form(can: CanTrain, asked: Any = None) -> PreferencesForm:
    return PreferencesForm(asked, instance=can.preferences, rooms=can.rooms)


def _page(
    request: HttpRequest,
    athlete: Athlete,
    can: CanTrain,
    *,
    form: PreferencesForm | None = None,
    off_form: DaysOffForm | None = None,
    status: int,
) -> HttpResponse:
    may_write = bool(granted(request.user, athlete, ["plan"], action="write"))
    form = form or _form(can)
    for field in form.fields.values():
        field.disabled = not may_write
    context = {
        "athlete": athlete,
        "form": form,
        "off_form": off_form or DaysOffForm(),
        "blackouts": blackouts(athlete),
        "is_suggested": not can.is_saved,
        "may_write": may_write,
    }
    return render(request, "plans/preferences.html", context, status=status)
