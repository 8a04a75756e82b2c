"""Activities entered by hand: a new one, and the facts of one that is there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from metrics.forms.manual import ManualForm
from metrics.models import Activity
from metrics.selectors.activities import whole_or_404
from metrics.selectors.own_word import is_by_hand
from metrics.services.ingest import Outcome
from metrics.services.manual import add_manual_activity, update_manual_activity
from metrics.views.rights import may_write

TEMPLATE = "metrics/manual.html"
SAVED = "The activity is saved."
MERGED = "This activity is here already. What you entered is part of it now."


@athlete_page(data="activities", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Stored like a recording without samples; merged when the recording is there already."""
    form = _form(request, athlete)
    if request.method != "POST" or not form.is_valid():
        return _page(request, athlete, form)
    try:
        stored = add_manual_activity(athlete=athlete, **form.values)
    except ValidationError as error:
        form.add_errors(error)
        return _page(request, athlete, form)
    is_new = stored.outcome is Outcome.IMPORTED
    messages.success(request, SAVED if is_new else MERGED)
    return redirect("metrics:activity", request.athlete_ref, stored.activity.uid)  # type: ignore[attr-defined]


@athlete_page(data="activities", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Everything that was typed about an activity can be typed anew."""
    activity = whole_or_404(athlete, uid)
    if not is_by_hand(activity):
        raise DataNotFoundError("This activity was recorded. Only your words on it can be changed.")
    form = _form(request, athlete, activity)
    if request.method != "POST" or not form.is_valid():
        return _page(request, athlete, form, activity)
    try:
        shown = update_manual_activity(activity=whole_or_404(athlete, uid), **form.values)
    except ValidationError as error:
        form.add_errors(error)
        return _page(request, athlete, form, activity)
    messages.success(request, SAVED if shown == activity else MERGED)
    return redirect("metrics:activity", request.athlete_ref, shown.uid)  # type: ignore[attr-defined]


def _form(request: HttpRequest, athlete: Athlete, activity: Activity | None = None) -> ManualForm:
    typed = request.POST if request.method == "POST" else None
    form = ManualForm(typed, athlete=athlete, activity=activity)
    if not may_write(request.user, athlete, "notes"):
        del form.fields["note"]
    return form


def _page(
    request: HttpRequest, athlete: Athlete, form: ManualForm, activity: Activity | None = None
) -> HttpResponse:
    context = {"athlete": athlete, "form": form, "activity": activity}
    return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
