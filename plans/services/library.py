"""An athlete's own workouts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete, User
from config.core import cache
from metrics.services.locking import lock
from plans.engine.steps import Workout, leaves
from plans.models import PlannedSession, WorkoutTemplate
from plans.services.locking import check_fields, locked, refuse
from plans.services.sessions import add_session
from plans.services.sessions.writing import OTHER, read_written, written

ABSOLUTE = frozenset({"power_w", "hr_bpm", "pace_s_per_km"})


def save_template(
    *,
    athlete: Athlete,
    user: User | None,
    name: str,
    sport: str,
    kind: str = OTHER,
    text: str | None = None,
    steps: object = None,
    note: str = "",
    template: WorkoutTemplate | None = None,
    revision: int | None = None,
) -> WorkoutTemplate:
    """A new template, or `template` changed. Targets are zones, per cent or RPE, so that it ages well.

    Raises DataValidationError: TARGET_ABSOLUTE, TEMPLATE_NAME_TAKEN, WORKOUT_INVALID, THRESHOLD_MISSING,
    DURATION_UNKNOWN, or by field.
    """
    _refuse_absolute(read_written(sport, kind, text=text, steps=steps))
    values = written(athlete, athlete.today(), sport, kind, text=text, steps=steps)
    with transaction.atomic():
        lock(athlete)
        row = WorkoutTemplate(athlete=athlete, created_by=user)
        if template is not None:
            row = locked(template, athlete, revision=revision)
        _fill(row, values, name.strip(), note)
        row.save()
        cache.forget(athlete.pk)
    return row


def remove_template(*, template: WorkoutTemplate, user: User | None) -> None:  # noqa: ARG001 - as every act
    """Take it out of the library; sessions made from it stay."""
    with transaction.atomic():
        row = locked(template, template.athlete)
        row.deleted_at = timezone.now()
        row.save(update_fields=["deleted_at"])
        cache.forget(row.athlete_id)


def plan_from_template(
    *, template: WorkoutTemplate, user: User | None, day: date, slot: int = 1
) -> PlannedSession:
    """A session of the template's workout. Raises as `add_session` does."""
    return add_session(
        athlete=template.athlete,
        user=user,
        day=day,
        sport=template.sport,
        kind=template.kind,
        steps=template.steps,
        title=template.name,
        note=template.note,
        slot=slot,
    )


def _refuse_absolute(workout: Workout) -> None:
    if any(step.target in ABSOLUTE for step in leaves(workout)):
        told = "Write zones, per cent or RPE, so that it still fits when your thresholds change."
        refuse("TARGET_ABSOLUTE", told, field="text")


def _fill(row: WorkoutTemplate, values: dict[str, Any], name: str, note: str) -> None:
    for field in ("sport", "kind", "steps", "text", "minutes"):
        setattr(row, field, values[field])
    row.name, row.note = name, note
    check_fields(row)
    same = WorkoutTemplate.objects.alive().filter(athlete_id=row.athlete_id, name=name).exclude(pk=row.pk)
    if same.exists():
        refuse("TEMPLATE_NAME_TAKEN", "Another workout of yours has this name.", field="name")
