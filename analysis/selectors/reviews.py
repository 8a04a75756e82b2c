"""Whether somebody looks at an analysis before the athlete does, and what they made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.evidence import Pack
from analysis.evidence.hiding import GUARDED, without
from analysis.models import Analysis
from athletes.access import Action
from athletes.models import Athlete, CoachLink, User
from config.core.errors import DataNotFoundError

ALLOWED = {"read": ("read", "write"), "write": ("write",)}


def waits_for_coach(athlete: Athlete, pack: Pack) -> bool:
    """Whether a coach has asked to see drafts first, who may write analyses and see all of this evidence."""
    return bool(readers_first(athlete, pack))


def readers_first(athlete: Athlete, pack: Pack) -> list[User]:
    """The coaches who may let an analysis on this evidence through, and have asked to."""
    links = CoachLink.objects.in_force().filter(athlete=athlete, reviews_drafts=True, coach__is_active=True)
    may = (link for link in links.select_related("coach") if link.scopes.get("analysis") == "write")
    return [link.coach for link in may if _sees(pack, link)]


def link_to_read_first(athlete: Athlete, user: User) -> CoachLink | None:
    """The link by which this coach may ask to read what Claude writes before the athlete does."""
    links = CoachLink.objects.in_force().filter(athlete=athlete, coach=user)
    return next((link for link in links if link.scopes.get("analysis") == "write"), None)


def drafts(athlete: Athlete, user: User, *, action: Action = "read") -> list[Analysis]:
    """What waits for this user, the oldest first; nothing unless they have asked for it and see it all."""
    return drafts_of([athlete], user, action=action)


def drafts_of(athletes: Iterable[Athlete], user: User, *, action: Action = "read") -> list[Analysis]:
    """`drafts` of several athletes, in as many queries as of one."""
    links = CoachLink.objects.in_force().filter(coach=user, reviews_drafts=True, athlete__in=list(athletes))
    may = {link.athlete_id: link for link in links if link.scopes.get("analysis") in ALLOWED[action]}
    waiting = Analysis.objects.filter(
        athlete__in=may, status=Analysis.Status.DRAFT, review=Analysis.Review.WAITING
    )
    rows = waiting.select_related("athlete__user").order_by("created_at", "pk")
    return [row for row in rows if _sees(Pack.from_json(row.pack), may[row.athlete_id])]


def draft_or_404(athlete: Athlete, user: User, uid: Any, *, action: Action = "read") -> Analysis:
    for row in drafts(athlete, user, action=action):
        if row.uid == uid:
            return row
    raise DataNotFoundError("There is no such draft, or it does not wait for you.")


def has_decided(athlete: Athlete, user: User, uid: Any, review: Analysis.Review) -> bool:
    """Whether this user has decided so about that draft already: a second click finds no draft."""
    return Analysis.objects.for_athlete(athlete).filter(uid=uid, reviewed_by=user, review=review).exists()


def review_of(analysis: Analysis) -> dict[str, Any]:
    """Who let this analysis through, and each sentence that they changed: what it was and what it is."""
    by = analysis.reviewed_by
    names = {str(user.uid): user.name for user in _authors(analysis)}
    return {
        "state": analysis.review or None,
        "by": by.name if by else None,
        "at": analysis.reviewed_at,
        "changes": [{**each, "by": names.get(each["by"], "")} for each in analysis.edits],
    }


def _authors(analysis: Analysis) -> list[User]:
    uids = {each["by"] for each in analysis.edits}
    return list(User.objects.filter(uid__in=uids)) if uids else []


def _sees(pack: Pack, link: CoachLink) -> bool:
    hidden = {data for data in GUARDED if link.scopes.get(data) not in ALLOWED["read"]}
    return not hidden or without(pack, hidden) == pack
