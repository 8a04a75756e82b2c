"""The same weeks for several athletes: what a coach has written once, predicted for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from athletes.models import Athlete, User
from config.core import dates
from metrics.services.locking import lock
from plans.engine.steps import leaves
from plans.models import PlanChange, PlannedSession
from plans.services.history import make_change
from plans.services.library import ABSOLUTE
from plans.services.locking import check_day, refuse
from plans.services.sessions.opening import BY_HAND
from plans.services.sessions.writing import read_written, written

MOST_WEEKS, MOST_ATHLETES = 12, 25


@dataclass(frozen=True, slots=True)
class Piece:
    """A session without its athlete: `after` days from the Monday of the first week."""

    after: int
    slot: int
    sport: str
    kind: str
    title: str
    steps: Any

    def on(self, monday: date) -> date:
        return monday + timedelta(days=self.after)


def pieces_of(sessions: Iterable[PlannedSession], monday: date) -> list[Piece]:
    """Without races, and without notes, which are somebody's own.

    Raises DataValidationError TARGET_ABSOLUTE for a workout that holds watts, pulse or pace of one athlete.
    """
    return [_piece(row, monday) for row in sessions if row.kind != "race"]


def give_weeks(*, athlete: Athlete, user: User, pieces: Sequence[Piece], monday: date) -> int:
    """Put them into the athlete's calendar, beginning with the week of `monday`; how many were added.

    All or none, as one act that is undone as one; the athlete is told. What stands there already with the
    same workout is not added again. Minutes and load are predicted with the athlete's own thresholds.
    Raises DataValidationError as `add_session` does, with the day.
    """
    if monday.weekday():
        raise ValueError("weeks begin on Mondays")
    with transaction.atomic():
        lock(athlete)
        missing = _missing(athlete, pieces, monday)
        entries = [_entry(athlete, piece, piece.on(monday)) for piece in missing]
        if entries:
            make_change(athlete=athlete, user=user, act=PlanChange.Act.COPY, entries=entries)
    return len(entries)


def _piece(row: PlannedSession, monday: date) -> Piece:
    workout = read_written(row.sport, row.kind, text=None, steps=row.steps)
    if any(step.target in ABSOLUTE for step in leaves(workout)):
        told = f"{row.title} on {dates.full_day(row.day)} holds watts, a pulse or a pace of one athlete."
        refuse("TARGET_ABSOLUTE", f"{told} Write zones, per cent or RPE.")
    return Piece((row.day - monday).days, row.slot, row.sport, row.kind, row.title, row.steps)


def _missing(athlete: Athlete, pieces: Sequence[Piece], monday: date) -> list[Piece]:
    days = {piece.on(monday) for piece in pieces}
    rows = PlannedSession.objects.for_athlete(athlete).shown().filter(day__in=days)
    there = [(row.day, row.sport, row.title, row.steps) for row in rows]
    return [each for each in pieces if (each.on(monday), each.sport, each.title, each.steps) not in there]


def _entry(athlete: Athlete, piece: Piece, day: date) -> dict[str, Any]:
    check_day(athlete, day)
    values = written(athlete, day, piece.sport, piece.kind, text=None, steps=piece.steps)
    values |= {"title": piece.title, "slot": piece.slot, "origin": BY_HAND, "day": day.isoformat()}
    return {"session": None, "before": None, "after": values}
