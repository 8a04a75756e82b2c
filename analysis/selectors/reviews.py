"""Whether somebody looks at an analysis before the athlete does."""

from __future__ import annotations

from athletes.models import Athlete, CoachLink


def waits_for_coach(athlete: Athlete) -> bool:
    """Whether a coach who may write analyses has asked to see drafts first."""
    links = CoachLink.objects.in_force().filter(athlete=athlete, reviews_drafts=True)
    return any(link.scopes.get("analysis") == "write" for link in links)
