"""Changes of the plan that are proposed."""

from __future__ import annotations

from athletes.models import Athlete
from plans.models import PlanProposal


def waiting_proposal(athlete: Athlete) -> PlanProposal | None:
    """The one that waits for an answer; one query."""
    found: PlanProposal | None = PlanProposal.objects.for_athlete(athlete).waiting().first()
    return found
