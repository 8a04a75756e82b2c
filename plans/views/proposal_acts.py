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
from config.core.errors import DataChangedError, DataValidationError
from config.core.ways import back_of
from plans.selectors.proposals import proposal_or_404
from plans.services.proposals import accept_proposal, refuse_proposal
from plans.views.proposals import proposal_page
from plans.views.revisions import revision_of

CHANGED = "The proposal has changed since you read it, and nothing was done. This is what is proposed now."


@athlete_page(data="plan", action="write")
@require_POST
def accept(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """All of it, or the changes that are ticked when `some` is asked for, by their places on the page."""
    proposal, user = proposal_or_404(athlete, uid), cast(User, request.user)
    revision = revision_of(request)
    only = {int(each) for each in request.POST.getlist("change") if each.isdecimal()}
    if "some" in request.POST and not only:
        messages.warning(request, "Tick at least one change, or keep the plan as it is.")
        return _to(request, uid)
    places = only if "some" in request.POST else None
    try:
        accept_proposal(proposal=proposal, user=user, only=places, revision=revision)
    except DataChangedError as error:
        return _as_it_is_now(request, athlete, uid, error)
    except DataValidationError as error:
        messages.error(request, _reason(error))
    else:
        messages.success(request, "The plan is changed. Every session can still be edited.")
    return _to(request, uid)


@athlete_page(data="plan", action="write")
@require_POST
def refuse(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    proposal, user = proposal_or_404(athlete, uid), cast(User, request.user)
    revision = revision_of(request)
    try:
        refuse_proposal(proposal=proposal, user=user, revision=revision)
    except DataChangedError as error:
        return _as_it_is_now(request, athlete, uid, error)
    except DataValidationError as error:
        messages.error(request, _reason(error))
    else:
        messages.success(request, "The plan stays as it is. The same is not proposed again.")
    return _to(request, uid)


def _reason(error: DataValidationError) -> str:
    return next((words for each in error.fields.values() for words in each), error.message)


def _as_it_is_now(request: HttpRequest, athlete: Athlete, uid: UUID, error: DataChangedError) -> HttpResponse:
    """The proposal as it is by now, and that this is not what was answered."""
    messages.error(request, CHANGED)
    return proposal_page(request, athlete, uid, status=error.status)


def _to(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where the form was, else the page of the proposal."""
    if back := back_of(request):
        return redirect(back)
    return redirect("plans:plan-proposal", request.athlete_ref, uid)  # type: ignore[attr-defined]
