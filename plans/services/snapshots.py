"""Sessions as plain values, and the way back: what a change records, an undo restores, a proposal asks for.

A snapshot is `{uid, plan, day, slot, sport, kind, title, steps, text, minutes, distance_m, load, hard,
z1_min, z2_min, z3_min, why, note, origin, locked, state, skip_reason, skip_note}`; days and uids are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from athletes.models import Athlete, User
from config.core.errors import DataNotFoundError
from plans.engine.rules import Session
from plans.engine.steps import to_json
from plans.models import PlannedSession
from plans.models.plan import Plan
from plans.services.locking import check_day, check_fields, refuse
from plans.services.places import Places
from plans.titles import title_of

WORKOUT = (
    *("sport", "kind", "title", "steps", "text", "minutes", "distance_m", "load", "hard"),
    *("z1_min", "z2_min", "z3_min"),
)
"""What is to be done, wherever it stands."""

DOING = ("state", "skip_reason", "skip_note")
"""What may still be said about a session of the past."""

FIELDS = ("day", "slot", *WORKOUT, "why", "note", "origin", "locked", *DOING)

type Snapshot = Mapping[str, Any]
type Entry = Mapping[str, Any]


def snapshot(session: PlannedSession) -> dict[str, Any]:
    """The session as it is now."""
    values = {name: getattr(session, name) for name in FIELDS}
    plan = session.plan
    return {
        "uid": str(session.uid),
        "plan": None if plan is None else str(plan.uid),
        **values,
        "day": session.day.isoformat(),
    }


def of_engine(session: Session, *, origin: str = PlannedSession.Origin.ENGINE) -> dict[str, Any]:
    """What the planner or an adaptation wants, as the part of a snapshot that it speaks about."""
    names = ("slot", "sport", "kind", "minutes", "load", "hard", "z1_min", "z2_min", "z3_min", "text", "why")
    return {
        **{name: getattr(session, name) for name in names},
        "day": session.day.isoformat(),
        "title": title_of(session.kind, session.sport),
        "steps": to_json(session.steps),
        "origin": origin,
    }


def apply(
    entries: Sequence[Entry], *, athlete: Athlete, user: User | None, plan: Plan | None = None
) -> list[dict[str, Any]]:
    """Bring sessions into the state `after` of `{session, before, after}`; nothing is stored when it raises.

    `session` is a uid, or None for a new one, which becomes part of `plan`. `after` None removes; else it may
    hold some of a snapshot's values, and the others stay. A slot that is taken is given the next free number.
    Answers with the entries as they came out. Needs the caller's transaction and lock. Raises
    DataValidationError (SESSION_IN_PAST, DAY_TOO_FAR, or by field) and DataNotFoundError.
    """
    uids = [entry["session"] for entry in entries if entry["session"]]
    rows = {str(row.uid): row for row in _rows(athlete, uids)}
    before = {uid: snapshot(row) for uid, row in rows.items() if row.deleted_at is None}
    for entry in entries:
        row = rows.get(str(entry["session"])) or _new(entry, athlete, user, plan)
        rows[str(row.uid)] = row
        _set(row, entry["after"], athlete, user)
    changed = {uid: row for uid, row in rows.items() if row.deleted_at is None}
    Places(athlete, changed.values()).find()
    for row in rows.values():
        row.save()
    return [
        {
            "session": uid,
            "before": before.get(uid),
            "after": snapshot(row) if row.deleted_at is None else None,
        }
        for uid, row in rows.items()
    ]


def _rows(athlete: Athlete, uids: Iterable[str]) -> Iterable[PlannedSession]:
    rows = PlannedSession.objects.for_athlete(athlete).filter(uid__in=list(uids))
    found: list[PlannedSession] = list(rows.select_related("plan").select_for_update(of=("self",)))
    for row in found:
        row.athlete = athlete
    return found


def _new(entry: Entry, athlete: Athlete, user: User | None, plan: Plan | None) -> PlannedSession:
    after = entry["after"]
    if after is None:
        raise DataNotFoundError("The session is gone already.")
    row = PlannedSession(athlete=athlete, plan=plan or _plan(athlete, after.get("plan")), created_by=user)
    if entry["session"]:
        row.uid = entry["session"]
    return row


def _plan(athlete: Athlete, uid: str | None) -> Plan | None:
    return Plan.objects.for_athlete(athlete).filter(uid=uid).first() if uid else None


def _set(row: PlannedSession, after: Snapshot | None, athlete: Athlete, user: User | None) -> None:
    if not row._state.adding:
        _check_past(row, after, athlete)
    row.changed_by = user
    row.deleted_at = timezone.now() if after is None else None
    for name in FIELDS:
        if after is not None and name in after:
            value = after[name]
            setattr(row, name, date.fromisoformat(value) if name == "day" else value)
    if row._state.adding:
        check_day(athlete, row.day)
    check_fields(row)


def _check_past(row: PlannedSession, after: Snapshot | None, athlete: Athlete) -> None:
    """Of a day that is over only what was done with a session can be said."""
    now = snapshot(row)
    changed = {name for name in FIELDS if name in (after or {}) and (after or {})[name] != now[name]}
    is_put_back = row.deleted_at is not None
    if after is None or is_put_back or changed - set(DOING):
        check_day(athlete, row.day)
    if after is not None and "day" in changed:
        check_day(athlete, date.fromisoformat(after["day"]))
    if after is None and row.activity_id is not None:
        refuse("SESSION_DONE", "It is done: what was planned for it stays beside it.")
