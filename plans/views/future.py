"""Where the plan leads, for the charts of pages below this app."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.http import conditional_health_data
from metrics.selectors.races import race_flags
from plans.selectors.forecast import future_load

FARTHEST = timedelta(days=366)


@conditional_health_data
@athlete_page(data="plan")
@require_safe
def load_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`{dates, load, fitness, fatigue, form, races}` of the days to come; no numbers for who may not see the
    load."""
    days = future_load(athlete) if granted(request.user, athlete, ["load"]) else []
    today = athlete.today()
    return JsonResponse(
        {
            "dates": [each["date"] for each in days],
            "load": [each["planned_load"] for each in days],
            **{name: [each[name] for each in days] for name in ("fitness", "fatigue", "form")},
            "races": race_flags(athlete, today + timedelta(days=1), today + FARTHEST),
        }
    )
