"""Orders and filters of somebody's athletes, kept under names."""

from __future__ import annotations

from uuid import UUID

from athletes.models import RosterView, User
from athletes.services.locking import locked_user
from config.core.errors import DataNotFoundError, DataValidationError


def keep_view(*, owner: User, name: str, query: str) -> RosterView:
    """Under this name from now on, instead of what was there. Raises DataValidationError."""
    name = " ".join(name.split())
    if not name or len(name) > 40:
        raise DataValidationError("Give the view a name of up to 40 letters.")
    with locked_user(owner):
        others = RosterView.objects.filter(owner=owner).exclude(name=name)
        if others.count() >= RosterView.MOST:
            raise DataValidationError(f"There are {RosterView.MOST} views already. Remove one first.")
        view, _ = RosterView.objects.update_or_create(owner=owner, name=name, defaults={"query": query})
    return view


def remove_view(*, owner: User, uid: UUID) -> None:
    """Raises DataNotFoundError for a view that is not this person's."""
    if not RosterView.objects.filter(owner=owner, uid=uid).delete()[0]:
        raise DataNotFoundError("There is no such view.")
