"""From a goal to a plan: what for, and when there is time. What comes of it is `preview`."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataValidationError
from metrics.models import Race
from plans.forms.errors import add_refusal
from plans.models import Plan
from plans.services.planning import request_plan
from plans.services.preferences import save_preferences
from plans.views.wish import Wish, wish_of
from plans.views.your_goal import YourGoal
from plans.views.your_week import YourWeek, goal_problem


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Which race, or none; `?race=` or `?sport=&weeks=`, and `?start=` fill it in."""
    page = YourGoal(request, athlete)
    if found := page.found():
        return _onward(request, found)
    context = {"athlete": athlete, **page.context()}
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/wizard_goal.html", context, status=status)


@athlete_page(data="plan", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The week, its limits and the days off, for the wish that the address names."""
    wish = wish_of(request.GET, athlete)
    if wish is None:
        messages.warning(request, "Say first what you train for.")
        return redirect("plans:plan-new", request.athlete_ref)  # type: ignore[attr-defined]
    page = YourWeek(request, athlete, wish)
    makes = request.method == "POST" and page.makes_plan() and page.form.is_valid()
    if makes and (plan := _requested(request, athlete, page, wish)):
        return redirect("plans:plan-preview", request.athlete_ref, plan.uid)  # type: ignore[attr-defined]
    context = {"athlete": athlete, "wish": wish, "wish_words": wish.words(athlete.today()), **page.context()}
    return render(request, "plans/wizard_time.html", context, status=page.status)


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
            page.tell_close_races(error)
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
