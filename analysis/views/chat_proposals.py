"""A click on what the chat proposed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from analysis.models import ChatProposal
from analysis.selectors import chat
from analysis.services import chat_proposals
from analysis.views.workouts import with_steps
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.htmx import is_partial


@athlete_page(data="chat", action="write")
@require_POST
def accept(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Into the calendar, or into the memory."""
    found, error = _own(request, athlete, uid), ""
    try:
        found = chat_proposals.accept_proposal(proposal=found, user=request.user)  # type: ignore[arg-type]
    except DataValidationError as refusal:
        error = refusal.message
    return _shown(request, athlete, chat.proposal_or_404(athlete, found.uid), error)


@athlete_page(data="chat", action="write")
@require_POST
def refuse(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    found, error = _own(request, athlete, uid), ""
    try:
        chat_proposals.refuse_proposal(proposal=found)
    except DataValidationError as refusal:
        error = refusal.message
    return _shown(request, athlete, chat.proposal_or_404(athlete, found.uid), error)


def _own(request: HttpRequest, athlete: Athlete, uid: UUID) -> ChatProposal:
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError
    return chat.proposal_or_404(athlete, uid)


def _shown(request: HttpRequest, athlete: Athlete, proposal: ChatProposal, error: str) -> HttpResponse:
    if is_partial(request):
        with_steps(request, athlete, [proposal])
        context = {"proposal": proposal, "error": error, "may_ask": True}
        return render(request, "analysis/_chat_proposal.html", context)
    conversation = proposal.turn.conversation
    return redirect("analysis:conversation", athlete=request.athlete_ref, uid=conversation.uid)  # type: ignore[attr-defined]
