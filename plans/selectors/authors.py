"""Who wrote something into a plan, for everybody who may read it."""

from __future__ import annotations

from athletes.models import Athlete, User


def name_of(user: User, athlete: Athlete) -> str:
    """An e-mail address is nobody's business."""
    if user.pk == athlete.user_id:
        return athlete.name or user.name or "the athlete"
    return user.name or "a coach"
