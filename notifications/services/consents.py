"""What the other side hears when something that an athlete opened was changed or has ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from athletes.models import Athlete, User
from config.core.models import AuditEvent, AuditPayload

CHANGED, ENDED = "consent.changed", "consent.revoked"
COACHES, ROSTER = "athletes:coaches", "roster:index"


@dataclass(frozen=True)
class News:
    """`user` is told `event`, which somebody else did, and looks at the page named `page`."""

    user: User
    athlete: Athlete
    event: str
    page: str


def news_of(events: Iterable[AuditEvent]) -> dict[UUID, News]:
    """By the event: the fact, and what the two call each other. What changed nothing is no news."""
    rows = [each for each in events if each.action in (CHANGED, ENDED)]
    bodies = dict(
        AuditPayload.objects.filter(event_uid__in=[each.uid for each in rows]).values_list(
            "event_uid", "body"
        )
    )
    found = Athlete.objects.select_related("user").filter(uid__in=[each.subject_uid for each in rows])
    athletes: dict[UUID | None, Athlete] = {each.uid: each for each in found}
    coaches = _coaches(bodies.values())
    news = (
        (each.uid, _news(each, athletes.get(each.subject_uid), bodies.get(each.uid, {}), coaches))
        for each in rows
    )
    return {uid: one for uid, one in news if one is not None}


def _coaches(bodies: Iterable[dict[str, Any]]) -> dict[str, User]:
    users = User.objects.filter(uid__in=[body["coach"] for body in bodies if "coach" in body])
    return {str(each.uid): each for each in users}


def _news(
    event: AuditEvent, athlete: Athlete | None, body: dict[str, Any], coaches: dict[str, User]
) -> News | None:
    coach = coaches.get(body.get("coach", ""))
    if athlete is None or body.get("old", body) == body.get("new"):
        return None
    if event.actor_uid != athlete.user.uid:
        # Of whoever left with their account nothing is kept, not even the name.
        name = (coach.name or coach.email) if coach else "Somebody"
        return News(athlete.user, athlete, f"{name} looks at your data no more", COACHES)
    if coach is None:
        return None
    did = "changed what you may see" if event.action == CHANGED else "ended that you may see their data"
    return News(coach, athlete, f"{athlete.name or 'An athlete'} {did}", ROSTER)
