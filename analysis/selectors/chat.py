"""What was asked and answered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from analysis.models import AIUsage, ChatProposal, Conversation, Turn
from athletes.models import Athlete
from config.core.errors import DataNotFoundError


def conversations(athlete: Athlete) -> QuerySet[Conversation]:
    """All of them, the one used last first."""
    rows: QuerySet[Conversation] = Conversation.objects.for_athlete(athlete).alive()
    return rows.order_by("-updated_at")


def conversation_or_404(athlete: Athlete, uid: UUID) -> Conversation:
    found = conversations(athlete).filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such conversation, or you may not see it.")
    return found


def turns(conversation: Conversation) -> QuerySet[Turn]:
    """In order, each with its proposals and what it has cost."""
    return _whole(conversation.turns.all()).order_by("pk")


def turn_or_404(athlete: Athlete, uid: UUID) -> Turn:
    rows = _whole(Turn.objects.filter(conversation__athlete=athlete, conversation__deleted_at=None))
    found = rows.filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such answer, or you may not see it.")
    return found


def proposal_or_404(athlete: Athlete, uid: UUID) -> ChatProposal:
    rows = ChatProposal.objects.filter(
        turn__conversation__athlete=athlete, turn__conversation__deleted_at=None
    )
    found = rows.select_related("turn__conversation").filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such proposal, or you may not see it.")
    return found


def _whole(rows: QuerySet[Turn]) -> QuerySet[Turn]:
    usages = AIUsage.objects.only("turn_id", "cost_usd", "state")
    return rows.select_related("conversation").prefetch_related(
        "proposals", Prefetch("usages", queryset=usages)
    )
