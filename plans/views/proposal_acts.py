"""The answer to a proposed change of the plan."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataValidationError
from plans.services.proposals import accept_proposal, refuse_proposal
from plans.views.proposals import proposal_or_404


@athlete_page(data="plan", action="write")
@require_POST
def accept(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """All of it, or the changes that are ticked when `some` is asked for."""
    proposal, user = proposal_or_404(athlete, uid), cast(User, request.user)
    only = {int(each) for each in request.POST.getlist("change") if each.isdecimal()}
    if "some" in request.POST and not only:
        messages.warning(request, "Tick at least one change, or keep the plan as it is.")
        return _to(request, uid)
    try:
        accept_proposal(proposal=proposal, user=user, only=only if "some" in request.POST else None)
    except DataValidationError as error:
        messages.error(request, _reason(error))
    else:
        messages.success(request, "The plan is changed. Every session can still be edited.")
    return _to(request, uid)


@athlete_page(data="plan", action="write")
@require_POST
def refuse(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    try:
        refuse_proposal(proposal=proposal_or_404(athlete, uid), user=cast(User, request.user))
    except DataValidationError as error:
        messages.error(request, _reason(error))
    else:
        messages.success(request, "The plan stays as it is. The same is not proposed again.")
    return _to(request, uid)


def _reason(error: DataValidationError) -> str:
    return next((words for each in error.fields.values() for words in each), error.message)


def _to(request: HttpRequest, uid: UUID) -> HttpResponse:
    return redirect("plans:plan-proposal", request.athlete_ref, uid)  # type: ignore[attr-defined]
