"""The card "What do I do?" of the page Today, which it is part of and which refreshes itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core import dates
from metrics.selectors.thresholds import ThresholdBook
from plans.models import PlannedSession
from plans.selectors.paused import pause
from plans.selectors.proposals import ahead_and_waiting
from plans.selectors.reasons import CLASSES
from plans.views.calendar_cards import Card, Viewer, card
from plans.views.pause_words import REST, instead

MOST = 3


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    may_write = bool(granted(request.user, athlete, ["plan"], action="write"))
    classes = granted(request.user, athlete, CLASSES)
    ref = request.athlete_ref  # type: ignore[attr-defined]
    context = today_panel(athlete, ref, may_write=may_write, classes=classes)
    return render(request, "plans/_panel_today.html", context)


def today_panel(
    athlete: Athlete,
    ref: str,
    *,
    may_write: bool,
    classes: frozenset[str],
    is_anything_ahead: bool = True,
    says_rest: bool = False,
) -> dict[str, Any]:
    """Today's sessions with their steps as bars, the next one with its day, and a proposal that waits: two
    queries, one on a day of rest.

    `may_write` says who is led to a plan when there is none, `classes` what may be seen beside the plan.
    Nothing is asked for who is known to have nothing ahead. `says_rest`: the page has said already that today
    is for rest; then, as while a marker stops all of the day, that is the one answer.
    """
    today = athlete.today()
    viewer = Viewer(athlete, ref, today, may_write=False, classes=classes)
    ahead, proposal = ahead_and_waiting(athlete, today, MOST, classes) if is_anything_ahead else ([], None)
    here = [each for each in ahead if each.day == today]
    following = [each for each in ahead if each.day > today and each.state == "planned"]
    after = next((each for each in following if pause(each, today) is None), None)
    return {
        "planned_today": _cards(here, athlete, viewer) if here else [],
        "instead": _instead(here, today, says_rest=says_rest),
        "is_rest_said": says_rest and not any(pause(each, today) for each in here),
        "is_planned_ahead": bool(following),
        "next_session": after,
        "next_when": dates.day(after.day, today) if after else "",
        "may_plan": may_write,
        "proposal": proposal,
    }


def _cards(here: list[PlannedSession], athlete: Athlete, viewer: Viewer) -> list[tuple[str, Card]]:
    book, today = ThresholdBook(athlete), viewer.today
    return [
        (each.why, card(each, book.on(each.sport, each.day), viewer, pause(each, today))) for each in here
    ]


def _instead(here: list[PlannedSession], today: date, *, says_rest: bool) -> str:
    """What to do in place of all that is still open today; "" to do it."""
    still = [pause(each, today) for each in here if each.state == PlannedSession.State.PLANNED]
    stopping = [each for each in still if each is not None]
    if still and len(stopping) == len(still):
        return instead(stopping)
    return REST if still and says_rest else ""
