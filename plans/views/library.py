"""Workouts to choose from: the planner's catalogue and one's own."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataValidationError
from plans.forms.errors import add_refusal
from plans.forms.library import FIELD_OF, PutForm, TemplateForm
from plans.forms.plan import PLANNED
from plans.models import WorkoutTemplate
from plans.selectors.library import template_or_404
from plans.services.library import plan_from_template, remove_template, save_template
from plans.views.changing import to_session
from plans.views.day_words import say_placed
from plans.views.library_page import kinds, sport_of, templates


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`?sport=` chooses whose catalogue."""
    sport = sport_of(request.GET.get("sport", ""))
    context = {
        "athlete": athlete,
        "sport": sport,
        "sports": [(each.value, each.capitalize()) for each in PLANNED],
        "kinds": kinds(athlete, sport),
        "templates": templates(athlete),
        "may_write": bool(granted(request.user, athlete, ["plan"], action="write")),
    }
    return render(request, "plans/library.html", context)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    sport = sport_of(request.GET.get("sport", ""))
    form = TemplateForm(request.POST or None, initial={"sport": sport})
    if request.method == "POST" and _saved(request, athlete, form):
        return _to_library(request)
    return _form_page(request, athlete, form)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    row = template_or_404(athlete, uid)
    stored = {"title": row.name, "sport": row.sport, "kind": row.kind, "text": row.text, "note": row.note}
    form = TemplateForm(request.POST or None, initial=stored)
    if request.method == "POST" and _saved(request, athlete, form, row):
        return _to_library(request)
    return _form_page(request, athlete, form, row)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Asks by name, then removes."""
    row = template_or_404(athlete, uid)
    if request.method != "POST":
        return render(request, "plans/template_remove.html", {"athlete": athlete, "row": row})
    remove_template(template=row, user=cast(User, request.user))
    messages.success(request, f"{row.name} is out of the library.")
    return _to_library(request)


@athlete_page(data="plan", action="write")
@require_POST
def put(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """A session of the template's workout on a day."""
    row, form = template_or_404(athlete, uid), PutForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a day first.")
        return _to_library(request)
    try:
        session = plan_from_template(
            template=row, user=cast(User, request.user), day=form.cleaned_data["day"]
        )
    except DataValidationError as error:
        messages.error(request, next((each[0] for each in error.fields.values()), error.message))
        return _to_library(request)
    say_placed(request, f"{row.name} stands in the calendar.", session)
    return to_session(request, session)


def _saved(
    request: HttpRequest, athlete: Athlete, form: TemplateForm, row: WorkoutTemplate | None = None
) -> bool:
    if not form.is_valid():
        return False
    try:
        save_template(athlete=athlete, user=cast(User, request.user), template=row, **form.values)
    except DataValidationError as error:
        add_refusal(form, error, FIELD_OF)
        return False
    messages.success(request, "Saved in your library.")
    return True


def _form_page(
    request: HttpRequest, athlete: Athlete, form: TemplateForm, row: WorkoutTemplate | None = None
) -> HttpResponse:
    context = {"athlete": athlete, "form": form, "row": row}
    status = 422 if form.is_bound else 200
    return render(request, "plans/template_form.html", context, status=status)


def _to_library(request: HttpRequest) -> HttpResponse:
    return redirect("plans:library", request.athlete_ref)  # type: ignore[attr-defined]
