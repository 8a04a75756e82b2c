"""An athlete's own workouts."""

from __future__ import annotations

from uuid import UUID

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from plans.models import WorkoutTemplate


def templates_of(athlete: Athlete) -> list[WorkoutTemplate]:
    return list(WorkoutTemplate.objects.for_athlete(athlete).alive())


def template_or_404(athlete: Athlete, uid: UUID) -> WorkoutTemplate:
    """Raises DataNotFoundError."""
    row: WorkoutTemplate | None = WorkoutTemplate.objects.for_athlete(athlete).alive().filter(uid=uid).first()
    if row is None:
        raise DataNotFoundError("There is no such workout, or you may not see it.")
    row.athlete = athlete
    return row
