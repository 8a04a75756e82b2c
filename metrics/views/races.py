"""Races: what is to come and what it may take, what was, and entering them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from config.core.http import conditional_health_data
from metrics.forms.races import RaceForm
from metrics.models import Race
from metrics.selectors.races import (
    deleted_race_or_404,
    race_or_404,
    race_time,
    result_suggestions,
)
from metrics.services.races import delete_race, enter_race, restore_race, update_race
from metrics.views.race_page import history_chart, race_context


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Predictions only for those who may see the activities they rest on."""
    context = race_context(athlete, sees_activities=_sees_activities(request, athlete))
    context["may_write"] = bool(granted(request.user, athlete, ["plan"], action="write"))
    return render(request, "metrics/races.html", context)


@conditional_health_data
@athlete_page(data="activities")
@require_safe
def history_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The prediction of the last year as columns, for the distance `m` in metres."""
    with_races = bool(granted(request.user, athlete, ["plan"]))
    return JsonResponse(history_chart(athlete, request.GET.get("m", ""), with_races=with_races))


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    form = RaceForm(request.POST or None, athlete=athlete)
    if request.method == "POST" and form.is_valid():
        try:
            enter_race(athlete=athlete, **form.values)
        except ValidationError as error:
            form.add_model_errors(error)
        else:
            messages.success(request, "The race is entered.")
            return _to_races(request)
    return _form_page(request, athlete, form)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    race = race_or_404(athlete, uid)
    # The form writes on its own instance, so that the service sees what was stored.
    form = RaceForm(
        request.POST or None,
        instance=race_or_404(athlete, uid),
        athlete=athlete,
        sees_activities=_sees_activities(request, athlete),
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_race(race=race, **form.values)
        except ValidationError as error:
            form.add_model_errors(error)
        else:
            messages.success(request, "Saved.")
            return _to_races(request)
    return _form_page(request, athlete, form, race_or_404(athlete, uid))


@athlete_page(data="plan", action="write")
@require_POST
def take_result(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """The activity that was suggested becomes the race's result."""
    race = race_or_404(athlete, uid)
    suggestions = result_suggestions(athlete, athlete.today())
    fitting = next((each for each in suggestions if each.race.pk == race.pk), None)
    if fitting is None or not _sees_activities(request, athlete):
        raise DataNotFoundError("No activity of that day fits this race.")
    result_s = race_time(race, fitting.activity)
    update_race(race=race, activity=fitting.activity, result_s=None if result_s is None else round(result_s))
    messages.success(
        request, "The activity is the race's result now. Correct the time if the clock said otherwise."
    )
    return redirect("metrics:race", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Asks by name, then deletes."""
    race = race_or_404(athlete, uid)
    if request.method != "POST":
        return render(request, "metrics/race_delete.html", {"athlete": athlete, "race": race})
    delete_race(race=race)
    return redirect("metrics:race-deleted", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="plan", action="write")
@require_safe
def deleted(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Says that the race is gone, and undoes it."""
    race = deleted_race_or_404(athlete, uid)
    return render(request, "metrics/race_deleted.html", {"athlete": athlete, "race": race})


@athlete_page(data="plan", action="write")
@require_POST
def restore(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    restore_race(race=deleted_race_or_404(athlete, uid))
    messages.success(request, "The race is back.")
    return _to_races(request)


def _form_page(
    request: HttpRequest, athlete: Athlete, form: RaceForm, race: Race | None = None
) -> HttpResponse:
    context = {"athlete": athlete, "form": form, "race": race}
    status = 422 if form.is_bound else 200
    return render(request, "metrics/race_form.html", context, status=status)


def _sees_activities(request: HttpRequest, athlete: Athlete) -> bool:
    return bool(granted(request.user, athlete, ["activities"]))


def _to_races(request: HttpRequest) -> HttpResponse:
    return redirect("metrics:races", request.athlete_ref)  # type: ignore[attr-defined]
