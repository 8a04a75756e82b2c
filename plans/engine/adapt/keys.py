"""A key session missed (science 3.4): moved where it fits, else dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.gaps import missed, missed_days
from plans.engine.adapt.limits import hard_near, keep_long_runs
from plans.engine.adapt.model import Adaptation, Entry
from plans.engine.adapt.proposing import Look, proposal
from plans.engine.adapt.said import said_day
from plans.engine.rules import Session
from plans.engine.rules.expected import is_recovering, may_be_hard, may_be_key

MOVE_DAYS = 3


def key_missed(look: Look) -> Iterator[Adaptation | None]:
    """A hard or long session of the last days: given another day where one fits, else dropped.

    Dropping is no change. But after a long one was dropped, the next may be too long for what was done. What
    was missed together with other days is not made up for: sessions are never stacked.
    """
    gap = missed_days(look.now)
    for entry in reversed(missed(look.now)):
        session = entry.session
        late = (look.now.today - session.day).days > MOVE_DAYS
        kept = entry.by_hand or entry.locked or (gap is not None and entry in gap.sessions)
        if session.is_key and not late and not kept:
            yield _moved(look, entry) or (_followed(look, entry) if session.kind == "long" else None)


def _moved(look: Look, entry: Entry) -> Adaptation | None:
    before = look.excess
    for day in _days(look, entry.session):
        draft = look.draft()
        why = f"{_what(entry)} was not done; there is room and rest enough around it on {said_day(day)}."
        if _given(look, draft, replace(entry.session, day=day), why, _of(entry)) and look.is_fine(
            draft, before
        ):
            return proposal(look, draft, "missed_key", f"missed_key:{entry.uid}", why, _of(entry))
    return None


def _followed(look: Look, entry: Entry) -> Adaptation | None:
    reason = f"{_what(entry)} was not done and is not made up for: the next one grows from what was done."
    draft = look.draft()
    keep_long_runs(draft, look.spec)
    return proposal(look, draft, "missed_key", f"missed_key:{entry.uid}", reason, _of(entry))


def _days(look: Look, session: Session) -> Iterator[date]:
    """Days that follow the missed one by three at most, the nearest first."""
    for ahead in range(1, MOVE_DAYS + 1):
        day = session.day + timedelta(days=ahead)
        if day <= look.now.today or not look.season.start <= day < look.season.end:
            continue
        allowed = not session.hard or may_be_hard(look.spec, look.season, day)
        if (
            allowed
            and not is_recovering(look.spec, day)
            and may_be_key(look.spec, day)
            and _leaves_rest(look, day)
        ):
            yield day


def _leaves_rest(look: Look, day: date) -> bool:
    """One day of the calendar week stays free, what was done in it included."""
    monday = day - timedelta(days=day.weekday())
    week = {monday + timedelta(days=each) for each in range(7)}
    busy = {each.day for each in look.draft().sessions()} | set(look.now.done) | {day}
    return len(week & busy) < len(week)


def _given(look: Look, draft: Draft, session: Session, why: str, told: tuple[Evidence, ...]) -> bool:
    """The session on its new day, in place of an easy one where the day is taken; never beside a key one."""
    there = draft.on(session.day)
    if any(each.is_key for each in there) or (session.hard and hard_near(draft.sessions(), session.day)):
        return False
    room, minutes = look.spec.room_on(session.day), sum(each.minutes for each in there)
    if len(there) < room.sessions and minutes + session.minutes <= room.minutes:
        draft.add(session, why, *told)
        return True
    for uid, each in draft.free(session.day, session.day + timedelta(days=1)):
        if not each.is_strength and minutes - each.minutes + session.minutes <= room.minutes:
            draft.put(uid, replace(session, slot=each.slot), why, *told)
            return True
    return False


def _what(entry: Entry) -> str:
    session = entry.session
    kind = session.kind.replace("_", " ")
    return f"The {kind} session of {said_day(session.day)}"


def _of(entry: Entry) -> tuple[Evidence, ...]:
    return (Evidence("session_not_done", entry.session.day, float(entry.session.minutes), "min"),)
