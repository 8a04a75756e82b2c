"""The plan in force, and its end."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.http import conditional_health_data
from plans.forms.errors import add_refusal
from plans.forms.plan import EndForm
from plans.selectors.plans import active_plan_or_404
from plans.selectors.reasons import CLASSES
from plans.services.planning import end_plan
from plans.views.forecast_chart import forecast_chart
from plans.views.plan_page import plan_context


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`?week=` is the number of the week that is shown."""
    classes = granted(request.user, athlete, CLASSES)
    context = plan_context(athlete, classes, request.GET.get("week", ""))
    context["may_write"] = bool(granted(request.user, athlete, ["plan"], action="write"))
    return render(request, "plans/plan.html", context)


@conditional_health_data
@athlete_page(data="plan")
@require_safe
def forecast_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Fitness, fatigue and form of the last weeks and to the plan's end, for those who may see the load."""
    if not granted(request.user, athlete, ["load"]):
        raise DataNotFoundError("There is no such athlete, or you may not see this.")
    return JsonResponse(forecast_chart(active_plan_or_404(athlete)))


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Asks for the plan's name, then ends it."""
    plan = active_plan_or_404(athlete)
    form = EndForm(request.POST or None, plan_name=plan.name)
    if request.method == "POST" and form.is_valid():
        try:
            end_plan(plan=plan, user=cast(User, request.user))
        except DataValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"{plan.name} is ended. You can undo this in the history.")
            return redirect("plans:plan", request.athlete_ref)  # type: ignore[attr-defined]
    context = {"athlete": athlete, "plan": plan, "form": form}
    return render(request, "plans/plan_end.html", context, status=422 if form.is_bound else 200)
