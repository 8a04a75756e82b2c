"""Adding and editing sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from athletes.models import Athlete, User
from athletes.sources.records import Sport
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.locking import lock
from plans.engine.catalogue.entry import PURPOSES
from plans.engine.steps import Workout
from plans.models import PlanChange, PlannedSession
from plans.services.locking import check_day, refuse
from plans.services.sessions.opening import BY_HAND, add_one, change_one, opened, refuse_closed
from plans.services.workouts import read_workout, workout_fields
from plans.titles import title_of

Act = PlanChange.Act
OTHER = "other"
WORKOUT = frozenset({"sport", "kind", "text", "steps"})
EDITABLE = WORKOUT | {"title", "note"}


def add_session(
    *,
    athlete: Athlete,
    user: User | None,
    day: date,
    sport: str,
    kind: str = OTHER,
    text: str | None = None,
    steps: object = None,
    title: str = "",
    note: str = "",
    slot: int = 1,
) -> PlannedSession:
    """A session of a workout in the text syntax, or of `steps`; it belongs to no plan, whatever its day does.

    Minutes and load are predicted with the thresholds of the day. Raises DataValidationError:
    SESSION_IN_PAST, DAY_TOO_FAR, WORKOUT_INVALID, THRESHOLD_MISSING, DURATION_UNKNOWN, or by field.
    """
    check_day(athlete, day)
    values = written(athlete, day, sport, kind, text=text, steps=steps)
    values |= {"title": title or title_of(kind, sport), "note": note, "slot": slot}
    with transaction.atomic():
        lock(athlete)
        return add_one(athlete, user, Act.ADD, day, values)


def edit_session(
    *, session: PlannedSession, user: User | None, revision: int | None = None, **changes: Any
) -> PlannedSession:
    """Change `title`, `note`, `sport`, `kind` and the workout, as `text` or `steps`.

    A new workout is predicted anew, and the reason that the planner gave for the old one goes. Raises
    DataValidationError as adding does, SESSION_DONE and SESSION_SKIPPED.
    """
    if unknown := set(changes) - EDITABLE:
        raise TypeError(f"a session has no {sorted(unknown)}")
    with transaction.atomic():
        row = opened(session, revision)
        check_day(row.athlete, row.day)
        refuse_closed(row)
        change_one(row, user, Act.EDIT, _edited(row, changes))
    session.refresh_from_db()
    return session


def written(
    athlete: Athlete, day: date, sport: str, kind: str, *, text: str | None, steps: object
) -> dict[str, Any]:
    """The columns of a workout with the thresholds of `day`."""
    workout = read_written(sport, kind, text=text, steps=steps)
    return workout_fields(workout, sport, kind, ThresholdBook(athlete).on(sport, day))


def read_written(sport: str, kind: str, *, text: str | None, steps: object) -> Workout:
    """The workout of a session of this sport and kind, neither of which may be made up."""
    if sport not in set(Sport):
        refuse("DATA_INVALID", "There is no such sport.", field="sport")
    if kind not in PURPOSES and kind != OTHER:
        refuse("DATA_INVALID", "There is no such kind of session.", field="kind")
    return read_workout(sport, text=text, steps=steps)


def _edited(row: PlannedSession, changes: Mapping[str, Any]) -> dict[str, Any]:
    after: dict[str, Any] = {"origin": BY_HAND}
    if WORKOUT & set(changes):
        sport, kind = changes.get("sport", row.sport), changes.get("kind", row.kind)
        steps = changes["steps"] if changes.get("steps") is not None else row.steps
        after |= written(row.athlete, row.day, sport, kind, text=changes.get("text"), steps=steps)
        after["why"] = ""
        if row.title == title_of(row.kind, row.sport):
            after["title"] = title_of(kind, sport)
    if "title" in changes:
        after["title"] = changes["title"] or title_of(
            after.get("kind", row.kind), after.get("sport", row.sport)
        )
    if "note" in changes:
        after["note"] = changes["note"]
    return after
