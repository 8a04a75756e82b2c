"""The card "What do I do?" of the page Today, which it is part of and which refreshes itself."""

from __future__ import annotations

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
from plans.selectors.proposals import ahead_and_waiting
from plans.views.calendar_cards import Card, Viewer, card

MOST = 3


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    may_write = bool(granted(request.user, athlete, ["plan"], action="write"))
    context = today_panel(athlete, request.athlete_ref, may_write=may_write)  # type: ignore[attr-defined]
    return render(request, "plans/_panel_today.html", context)


def today_panel(
    athlete: Athlete, ref: str, *, may_write: bool, is_anything_ahead: bool = True
) -> dict[str, Any]:
    """Today's sessions with their steps as bars, the next one with its day, and a proposal that waits: two
    queries, one on a day of rest.

    `may_write` says who is led to a plan when there is none. Nothing is asked for who is known to have
    nothing ahead.
    """
    today = athlete.today()
    viewer = Viewer(athlete, ref, today, may_write=False, classes=frozenset())
    ahead, proposal = ahead_and_waiting(athlete, today, MOST) if is_anything_ahead else ([], None)
    here = [each for each in ahead if each.day == today]
    following = next((each for each in ahead if each.day > today and each.state == "planned"), None)
    return {
        "planned_today": _cards(here, athlete, viewer) if here else [],
        "next_session": following,
        "next_when": dates.day(following.day, today) if following else "",
        "may_plan": may_write,
        "proposal": proposal,
    }


def _cards(here: list[PlannedSession], athlete: Athlete, viewer: Viewer) -> list[tuple[str, Card]]:
    book = ThresholdBook(athlete)
    return [(each.why, card(each, book.on(each.sport, each.day), viewer)) for each in here]
