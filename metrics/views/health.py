"""Health: readiness with its drivers, and every daily value beside what is usual."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.http import conditional_health_data
from metrics.forms.readiness import OverrideForm
from metrics.selectors import readiness as selector
from metrics.selectors.health import CLASSES, first_health_day, health
from metrics.selectors.health_chart import health_chart
from metrics.selectors.own_word import marker_bands
from metrics.selectors.quality import CLASSES as QUALITY_CLASSES
from metrics.services.readiness import override_readiness, withdraw_override
from metrics.views.health_page import health_context
from metrics.views.ranges import RANGES, range_choices, range_key

DOORS = ("sleep", "body")
READ = (*sorted(CLASSES | selector.CLASSES | QUALITY_CLASSES),)


@athlete_page(data="heart", or_data=DOORS)
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`range` is a key of RANGES."""
    return _page(request, athlete, OverrideForm())


@conditional_health_data
@athlete_page(data="heart", or_data=DOORS)
@require_safe
def health_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The columns of a range, only of the data classes that are granted; `range` is one of the page's."""
    classes = granted(request.user, athlete, READ)
    start, end = _window(request, athlete)
    found = health(athlete, start, end, classes=classes)
    bands = marker_bands(athlete, start, end) if "notes" in classes else []
    return JsonResponse(health_chart(found, bands, units=athlete.units))


@athlete_page(data="heart", action="write")
@require_POST
def override(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Overrules today's readiness with a reason; `withdraw` lets the computed one stand again."""
    if "withdraw" in request.POST:
        withdraw_override(athlete=athlete, day=athlete.today())
        messages.success(request, "The computed readiness stands again.")
        return redirect("metrics:health", request.athlete_ref)  # type: ignore[attr-defined]
    form = OverrideForm(request.POST)
    if not (form.is_valid() and _is_saved(athlete, form)):
        return _page(request, athlete, form, status=422)
    messages.success(request, "Your verdict is remembered.")
    return redirect("metrics:health", request.athlete_ref)  # type: ignore[attr-defined]


def _is_saved(athlete: Athlete, form: OverrideForm) -> bool:
    try:
        override_readiness(athlete=athlete, day=athlete.today(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _page(request: HttpRequest, athlete: Athlete, form: OverrideForm, status: int = 200) -> HttpResponse:
    key = range_key(request)
    context: dict[str, Any] = {
        "athlete": athlete,
        "ranges": range_choices(),
        "range_key": key,
        "form": form,
        **health_context(
            athlete,
            *_window(request, athlete),
            classes=granted(request.user, athlete, READ),
            writes=granted(request.user, athlete, ("heart", "notes"), action="write"),
        ),
    }
    return render(request, "metrics/health.html", context, status=status)


def _window(request: HttpRequest, athlete: Athlete) -> tuple[date, date]:
    days, today = RANGES[range_key(request)][1], athlete.today()
    start = today - timedelta(days=days - 1) if days else first_health_day(athlete) or today
    return start, today + timedelta(days=1)
