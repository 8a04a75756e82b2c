"""What was done with the plan."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from plans.models import PlanChange


def changes(athlete: Athlete) -> QuerySet[PlanChange]:
    """Every change with its author and what belongs to it, the newest first."""
    rows = PlanChange.objects.for_athlete(athlete)
    return rows.select_related("author", "plan", "proposal", "undone_by", "undoes")


def change_or_404(athlete: Athlete, uid: UUID) -> PlanChange:
    """Raises DataNotFoundError."""
    change: PlanChange | None = PlanChange.objects.for_athlete(athlete).filter(uid=uid).first()
    if change is None:
        raise DataNotFoundError("There is no such change, or you may not see it.")
    change.athlete = athlete
    return change


def newest_change(athlete: Athlete) -> PlanChange | None:
    """Without what it did."""
    found: PlanChange | None = PlanChange.objects.for_athlete(athlete).defer("entries").first()
    return found


def undoable(athlete: Athlete, uid: str) -> PlanChange | None:
    """The change that an address names, while nothing has taken it back; without what it did."""
    try:
        key = UUID(uid)
    except ValueError:
        return None
    rows = PlanChange.objects.for_athlete(athlete).filter(uid=key, undone_by=None)
    found: PlanChange | None = rows.defer("entries").first()
    return found
