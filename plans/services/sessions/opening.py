"""A session about to be changed, and writing the change of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from athletes.models import Athlete, User
from plans.models import Plan, PlannedSession
from plans.services.history import make_change
from plans.services.locking import locked, refuse

State = PlannedSession.State
DONE = (State.DONE, State.PARTLY)
BY_HAND = PlannedSession.Origin.PERSON


def opened(session: PlannedSession, revision: int | None) -> PlannedSession:
    """The session as stored, locked. Raises PLAN_NOT_ADOPTED for one of a draft."""
    row = locked(session, session.athlete, revision=revision)
    row.athlete = session.athlete
    if row.plan is not None and row.plan.state not in (Plan.State.ACTIVE, Plan.State.ENDED):
        refuse("PLAN_NOT_ADOPTED", "Adopt the plan first, then change its sessions.")
    return row


def refuse_done(session: PlannedSession) -> None:
    if session.state in DONE:
        refuse("SESSION_DONE", "It is done: what was planned for it stays beside it.")


def refuse_closed(session: PlannedSession) -> None:
    """Only what is still open can stand or be something else."""
    refuse_done(session)
    if session.state == State.SKIPPED:
        refuse("SESSION_SKIPPED", "It was skipped: take it up again first, or copy it.")


def change_one(session: PlannedSession, user: User | None, act: str, after: dict[str, Any] | None) -> None:
    """Write one session's change; `session` itself is as stored then, unless it is removed."""
    entry = {"session": str(session.uid), "before": None, "after": after}
    make_change(athlete=session.athlete, user=user, act=act, entries=[entry])


def add_one(
    athlete: Athlete, user: User | None, act: str, day: date, values: dict[str, Any]
) -> PlannedSession:
    """A new session made by hand: it stands by itself, and outlives whatever plan its day belongs to."""
    after = {"slot": 1, "origin": BY_HAND, **values, "day": day.isoformat()}
    entry = {"session": None, "before": None, "after": after}
    change = make_change(athlete=athlete, user=user, act=act, entries=[entry])
    row: PlannedSession = PlannedSession.objects.select_related("plan").get(uid=change.entries[0]["session"])
    row.athlete = athlete
    return row
