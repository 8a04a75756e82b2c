"""From a goal to a plan: what for, and when there is time. What comes of it is `preview`."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataValidationError
from metrics.forms.races import RaceForm
from metrics.models import Race
from plans.forms.errors import add_refusal
from plans.forms.plan import PLANNED, GoalForm
from plans.models import Plan
from plans.services.planning import request_plan
from plans.services.preferences import save_preferences
from plans.views.other_sports import entered, is_other, keep, other_races
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
