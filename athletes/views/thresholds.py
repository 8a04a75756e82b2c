"""Thresholds with the day they begin: add, replace, remove."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from athletes.forms import ThresholdForm, show_value
from athletes.models import Athlete, Threshold
from athletes.pages import athlete_page
from athletes.services import remove_threshold, set_threshold
from athletes.views.context import profile_context, units_of
from config.core.errors import DataNotFoundError
from config.core.htmx import is_partial, template, toast

PAGE, PART = "athletes/profile.html", "athletes/_thresholds.html"


@athlete_page(data="profile")
@require_http_methods(["GET", "HEAD", "POST"])
def thresholds(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """POST puts a threshold in force; one of the same kind and day is replaced."""
    if request.method != "POST":
        return template(request, PAGE, profile_context(request, athlete), part=PART)
    form = ThresholdForm(request.POST, units=units_of(athlete))
    if not (form.is_valid() and _save(athlete, form)):
        context = profile_context(request, athlete, threshold_form=form)
        return template(request, PAGE, context, part=PART, status=422)
    if is_partial(request):
        return toast(render(request, PART, profile_context(request, athlete)), "The threshold is saved.")
    messages.success(request, "The threshold is saved.")
    return redirect(_section(request))


@athlete_page(data="profile", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Asks by name, then removes."""
    threshold = Threshold.objects.for_athlete(athlete).filter(uid=uid).first()
    if threshold is None:
        raise DataNotFoundError("There is no such threshold.")
    if request.method != "POST":
        shown = show_value(threshold.value, threshold.kind, units_of(athlete))
        return render(request, "athletes/threshold_remove.html", {"threshold": threshold, "shown": shown})
    remove_threshold(threshold=threshold)
    messages.success(request, "The threshold is removed.")
    return redirect(_section(request))


def _save(athlete: Athlete, form: ThresholdForm) -> bool:
    fields = {name: form.cleaned_data[name] for name in ("sport", "kind", "value", "valid_from")}
    try:
        set_threshold(athlete=athlete, **fields)
    except ValidationError as error:
        form.add_error("value", error.messages)
        return False
    return True


def _section(request: HttpRequest) -> str:
    return reverse("athletes:profile", args=[request.athlete_ref]) + "#thresholds"  # type: ignore[attr-defined]
