"""Changes that Formline proposes: what would be, and why."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from plans.models import PlanProposal
from plans.selectors.proposals import proposal_or_404, proposals_of
from plans.selectors.reasons import CLASSES, checks_of
from plans.views.check_words import checked
from plans.views.proposal_page import card, line, lines

PAGE_SIZE = 20


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The one that waits, then those that were answered."""
    rows = proposals_of(athlete)
    classes = granted(request.user, athlete, CLASSES)
    waiting = rows.waiting().first()
    answered = Paginator(rows.exclude(state=PlanProposal.State.WAITING), PAGE_SIZE)
    page = answered.get_page(request.GET.get("page"))
    context = {
        "athlete": athlete,
        "waiting": line(waiting, classes) if waiting else None,
        "page": page,
        "lines": lines(page, classes),
        "may_write": bool(granted(request.user, athlete, ["plan"], action="write")),
    }
    return render(request, "plans/proposals.html", context)


@athlete_page(data="plan")
@require_safe
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    return proposal_page(request, athlete, uid)


def proposal_page(request: HttpRequest, athlete: Athlete, uid: UUID, *, status: int = 200) -> HttpResponse:
    proposal = proposal_or_404(athlete, uid)
    classes = granted(request.user, athlete, CLASSES)
    context = {
        "athlete": athlete,
        "card": card(proposal, classes, request.athlete_ref),  # type: ignore[attr-defined]
        "checked": checked(checks_of(proposal, classes)),
        "may_write": bool(granted(request.user, athlete, ["plan"], action="write")),
    }
    return render(request, "plans/proposal.html", context, status=status)
