"""The third screen: a plan that is being made, was made, or cannot be; and what is done with it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.htmx import is_partial, template
from config.core.http import conditional_health_data
from plans.models import Plan
from plans.selectors.plan import plan_or_404
from plans.selectors.reasons import CLASSES
from plans.services.planning import adopt_plan, discard_plan
from plans.views.forecast_chart import forecast_chart
from plans.views.preview_page import preview_context


@athlete_page(data="plan")
@require_safe
def preview(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """What was made; while it is made, the page asks for itself."""
    try:
        plan = plan_or_404(athlete, uid)
    except DataNotFoundError:
        if not is_partial(request):
            raise
        # Thrown away elsewhere while this page waited: it stops asking.
        plans = reverse("plans:plan", args=[request.athlete_ref])  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": plans, "Vary": "HX-Request"})
    if plan.state in (Plan.State.ACTIVE, Plan.State.ENDED):
        return redirect("plans:plan", request.athlete_ref)  # type: ignore[attr-defined]
    if is_partial(request) and plan.state != Plan.State.MAKING:
        # The whole page comes anew: it has charts that this part lacks.
        return HttpResponse(headers={"HX-Refresh": "true", "Vary": "HX-Request"})
    context = preview_context(plan, granted(request.user, athlete, CLASSES))
    context["may_write"] = bool(granted(request.user, athlete, ["plan"], action="write"))
    return template(request, "plans/wizard_preview.html", context, part="plans/_making.html")


@conditional_health_data
@athlete_page(data="plan")
@require_safe
def forecast_json(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Fitness, fatigue and form of the last weeks and of the draft, for those who may see the load."""
    if not granted(request.user, athlete, ["load"]):
        raise DataNotFoundError("There is no such athlete, or you may not see this.")
    return JsonResponse(forecast_chart(plan_or_404(athlete, uid)))


@athlete_page(data="plan", action="write")
@require_POST
def adopt(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    plan = plan_or_404(athlete, uid)
    try:
        adopt_plan(plan=plan, user=cast(User, request.user))
    except DataValidationError as error:
        messages.error(request, error.message)
        return redirect("plans:plan-preview", request.athlete_ref, uid)  # type: ignore[attr-defined]
    messages.success(request, f"{plan.name}: the plan is yours, and it stands in the calendar.")
    calendar = reverse("plans:calendar", args=[request.athlete_ref])  # type: ignore[attr-defined]
    return redirect(f"{calendar}?date={plan.start.isoformat()}")


@athlete_page(data="plan", action="write")
@require_POST
def discard(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    discard_plan(plan=plan_or_404(athlete, uid), user=cast(User, request.user))
    messages.success(request, "The draft is gone. Nothing else has changed.")
    return redirect("plans:plan", request.athlete_ref)  # type: ignore[attr-defined]
