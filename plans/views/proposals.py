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
from config.core.errors import DataNotFoundError
from plans.models import PlanProposal
from plans.selectors.history import with_acts
from plans.selectors.reasons import CLASSES
from plans.views.proposal_page import card, line, lines

PAGE_SIZE = 20


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The one that waits, then those that were answered."""
    rows = with_acts(PlanProposal.objects.for_athlete(athlete).select_related("plan", "decided_by"))
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
    context = {
        "athlete": athlete,
        "card": card(proposal, granted(request.user, athlete, CLASSES), request.athlete_ref),  # type: ignore[attr-defined]
        "may_write": bool(granted(request.user, athlete, ["plan"], action="write")),
    }
    return render(request, "plans/proposal.html", context, status=status)


def proposal_or_404(athlete: Athlete, uid: UUID) -> PlanProposal:
    rows = with_acts(PlanProposal.objects.for_athlete(athlete).select_related("plan", "decided_by"))
    proposal: PlanProposal | None = rows.filter(uid=uid).first()
    if proposal is None:
        raise DataNotFoundError("There is no such proposal, or you may not see it.")
    proposal.athlete = athlete
    return proposal
