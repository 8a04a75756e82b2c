"""From a goal to a plan in three screens: what for, when there is time, and what comes of it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.htmx import is_partial, template
from config.core.http import conditional_health_data
from metrics.forms.races import RaceForm
from metrics.models import Race
from plans.forms.errors import add_refusal
from plans.forms.plan import PLANNED, GoalForm
from plans.models import Plan
from plans.selectors.plan import plan_or_404
from plans.services.planning import adopt_plan, discard_plan, request_plan
from plans.services.preferences import save_preferences
from plans.views.forecast_chart import forecast_chart
from plans.views.other_sports import entered, is_other, keep, other_races
from plans.views.preview_page import preview_context
from plans.views.wish import Wish, coming_races, initial_goal, plannable, wish_of
from plans.views.your_week import YourWeek, goal_problem


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Which race, or none; `?race=` or `?sport=&weeks=`, and `?start=` fill it in."""
    coming, today = coming_races(athlete), athlete.today()
    asked = request.POST if request.method == "POST" else None
    initial = initial_goal(request.GET, plannable(coming), today)
    form = GoalForm(asked, races=plannable(coming), today=today, initial=initial)
    is_new = asked is not None and asked.get("goal") == "new"
    race_form = _race_form(athlete, asked if is_new else None)
    if asked is not None and form.is_valid() and (found := _goal(athlete, form, race_form)):
        return _onward(request, found)
    context = {"athlete": athlete, "form": form, "race_form": race_form, "today": today}
    context |= {"others": other_races(coming, today), "planned": PLANNED}
    return render(request, "plans/wizard_goal.html", context, status=200 if asked is None else 422)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The week, its limits and the days off, for the wish that the address names."""
    wish = wish_of(request.GET, athlete)
    if wish is None:
        messages.warning(request, "Say first what you train for.")
        return redirect("plans:plan-new", request.athlete_ref)  # type: ignore[attr-defined]
    page = YourWeek(request, athlete)
    makes = request.method == "POST" and page.makes_plan() and page.form.is_valid()
    if makes and (plan := _requested(request, athlete, page, wish)):
        return redirect("plans:plan-preview", request.athlete_ref, plan.uid)  # type: ignore[attr-defined]
    context = {"athlete": athlete, "wish": wish, "wish_words": wish.words(athlete.today()), **page.context()}
    return render(request, "plans/wizard_time.html", context, status=page.status)


@athlete_page(data="plan")
@require_safe
def preview(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """What was made; while it is made, the page asks for itself."""
    plan = plan_or_404(athlete, uid)
    if plan.state in (Plan.State.ACTIVE, Plan.State.ENDED):
        return redirect("plans:plan", request.athlete_ref)  # type: ignore[attr-defined]
    if is_partial(request) and plan.state != Plan.State.MAKING:
        # The whole page comes anew: it has charts that this part lacks.
        return HttpResponse(headers={"HX-Refresh": "true", "Vary": "HX-Request"})
    context = preview_context(plan, granted(request.user, athlete, ("load", "notes")))
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


def _race_form(athlete: Athlete, asked: QueryDict | None) -> RaceForm:
    """Browsers are not told what is required: the fields are hidden while another goal is chosen."""
    form = RaceForm(asked, athlete=athlete, prefix="race", use_required_attribute=False)
    form.fields["distance"].required = asked is None or not is_other(asked)
    return form


def _goal(athlete: Athlete, form: GoalForm, race_form: RaceForm) -> Wish | Race | None:
    """What the first screen says; a race that is new is entered. The race alone when no plan is wished, None
    when something is wrong with it."""
    start = form.cleaned_data["start"]
    if not form.is_new:
        race = form.race
        sport = race.sport if race else form.cleaned_data["sport"]
        return Wish(race, sport, None if race else form.cleaned_data["weeks"], start)
    if not race_form.is_valid():
        return None
    if race_form.cleaned_data["date"] <= start:
        race_form.add_error("date", "The race must come after the start of the plan.")
        return None
    if is_other(form.data):
        return keep(athlete, race_form, form.data, start)
    race = entered(athlete, race_form)
    return Wish(race, race.sport, None, start) if race else None


def _requested(request: HttpRequest, athlete: Athlete, page: YourWeek, wish: Wish) -> Plan | None:
    """The plan that is being made now; None when the week or the wish was refused."""
    user = cast(User, request.user)
    goal: dict[str, Any] = {"race": wish.race, "sport": wish.sport, "weeks": wish.weeks, "start": wish.start}
    try:
        save_preferences(athlete=athlete, user=user, fields=page.form.values, rooms=page.form.rooms)
        return request_plan(athlete=athlete, user=user, **goal)
    except DataValidationError as error:
        if (problem := goal_problem(error)) is not None:
            page.problem = problem
        else:
            add_refusal(page.form, error)
        page.status = 422
        return None


def _onward(request: HttpRequest, found: Wish | Race) -> HttpResponse:
    """To the week; with a race that is only kept to the calendar."""
    if isinstance(found, Wish):
        path = reverse("plans:plan-time", args=[request.athlete_ref])  # type: ignore[attr-defined]
        return redirect(f"{path}?{found.query}")
    messages.success(request, f"{found.name} stands in the calendar.")
    path = reverse("plans:calendar", args=[request.athlete_ref])  # type: ignore[attr-defined]
    return redirect(f"{path}?date={found.date.isoformat()}")
