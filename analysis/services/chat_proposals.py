"""What a click does with something that the chat proposed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from analysis.models import ChatProposal, Memory
from analysis.services.memories import remember
from athletes.access import granted
from athletes.models import User
from config.core.errors import DataNotFoundError, DataValidationError
from plans.services.sessions.writing import add_session

WORKOUT_TITLE = "From the chat"


def accept_proposal(*, proposal: ChatProposal, user: User) -> ChatProposal:
    """Put the workout into the calendar, or remember the fact: once, however often it is accepted.

    Raises DataValidationError: PROPOSAL_ANSWERED where it was refused before, and what the calendar or the
    memory refuses.
    """
    with transaction.atomic():
        open_one = _locked(proposal, unless=ChatProposal.State.ACCEPTED)
        if open_one.state == ChatProposal.State.ACCEPTED:
            return open_one
        athlete = open_one.turn.conversation.athlete
        needed = "notes" if open_one.kind == ChatProposal.Kind.FACT else "plan"
        if not granted(user, athlete, {needed}, action="write"):
            raise DataNotFoundError("There is no such proposal, or you may not accept it.")
        if open_one.kind == ChatProposal.Kind.FACT:
            result = remember(
                athlete=athlete, user=user, text=open_one.body["text"], origin=Memory.Origin.CHAT
            )
            open_one.result_uid = result.uid
        else:
            session = add_session(
                athlete=athlete,
                user=user,
                day=date.fromisoformat(open_one.body["day"]),
                sport=open_one.body["sport"],
                text=open_one.body["text"],
                title=WORKOUT_TITLE,
            )
            open_one.result_uid = session.uid
        open_one.state = ChatProposal.State.ACCEPTED
        open_one.save(update_fields=["state", "result_uid"])
    return open_one


def refuse_proposal(*, proposal: ChatProposal) -> ChatProposal:
    """Nothing is done. Raises DataValidationError: PROPOSAL_ANSWERED where it was accepted before."""
    with transaction.atomic():
        open_one = _locked(proposal, unless=ChatProposal.State.REFUSED)
        open_one.state = ChatProposal.State.REFUSED
        open_one.save(update_fields=["state"])
    return open_one


def _locked(proposal: ChatProposal, *, unless: str) -> ChatProposal:
    rows = ChatProposal.objects.select_for_update(of=("self",)).select_related("turn__conversation__athlete")
    found: ChatProposal = rows.get(pk=proposal.pk)
    if found.state not in (ChatProposal.State.OPEN, unless):
        raise DataValidationError("This was answered before.", code="PROPOSAL_ANSWERED")
    return found
