"""Whether a change may be proposed at all, and whether it may be made without asking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from plans.engine.adapt import Adaptation, Change, Entry, Situation
from plans.engine.adapt.limits import is_no_worse
from plans.engine.adapt.proposing import look_of
from plans.engine.rules import Session
from plans.models import TrainingPreferences

GROWTH_RULES = frozenset({1, 2, 4})


def breaks_rule(now: Situation, found: Adaptation) -> bool:
    """Whether a hard rule would be kept less than it is. What was planned anew has been asked already.

    Less never breaks a rule of growth: the weeks after it are as they were planned.
    """
    before, after = look_of(now), look_of(replace(now, sessions=_changed(now, found)))
    if found.made is not None or before is None or after is None:
        return False
    asked = before.excess if _adds_minutes(found) else {*before.excess} - GROWTH_RULES
    was, becomes = ({each: of[each] for each in asked} for of in (before.excess, after.excess))
    return not is_no_worse(was, becomes)


def beyond_limits(found: Adaptation, entries: Iterable[Entry], limits: TrainingPreferences) -> str:
    """Why the athlete is asked although changes are automatic; "" for what may be done at once.

    `entries` are the sessions of the plan before the change.
    """
    if found.needs_plan:
        return "A new plan is needed."
    if not found.changes and found.made is None:
        return "It is about sessions that are yours."
    if any(map(_adds_intensity, found.changes)):
        return "It adds intensity: that is never done without asking."
    most, count = limits.automatic_sessions_max, len(found.changes)
    if count > most:
        return f"It touches {count} session{'s' * (count != 1)}, your limit is {most}."
    moved, limit = _most_moved_pct(found.changes, entries), limits.automatic_load_pct_max
    if moved > limit:
        return f"It moves a week's load by {moved:.0f} %, your limit is {limit} %."
    return ""


def _adds_intensity(change: Change) -> bool:
    if change.after is None:
        return False
    return _hard_min(change.after) > _hard_min(change.before) or (
        change.after.hard and not (change.before and change.before.hard)
    )


def _hard_min(session: Session | None) -> int:
    return session.z2_min + session.z3_min if session else 0


def _most_moved_pct(changes: Iterable[Change], entries: Iterable[Entry]) -> float:
    """By how many per cent the load of that calendar week changes which changes most."""
    before: defaultdict[date, float] = defaultdict(float)
    for entry in entries:
        if entry.state not in ("skipped", "missed"):
            before[_week(entry.session)] += entry.session.load
    return max((_pct(moved, before[week]) for week, moved in _moved(changes).items()), default=0.0)


def _moved(changes: Iterable[Change]) -> Mapping[date, float]:
    moved: defaultdict[date, float] = defaultdict(float)
    for change in changes:
        if change.before:
            moved[_week(change.before)] -= change.before.load
        if change.after:
            moved[_week(change.after)] += change.after.load
    return moved


def _pct(moved: float, before: float) -> float:
    if not moved:
        return 0.0
    return 100 * abs(moved) / before if before else 100.0


def _week(session: Session) -> date:
    return session.day - timedelta(days=session.day.weekday())


def _adds_minutes(found: Adaptation) -> bool:
    """Whether any week becomes longer."""
    weeks: defaultdict[date, int] = defaultdict(int)
    for change in found.changes:
        for session, sign in ((change.before, -1), (change.after, 1)):
            if session is not None:
                weeks[_week(session)] += sign * session.minutes
    return any(minutes > 0 for minutes in weeks.values())


def _changed(now: Situation, found: Adaptation) -> tuple[Entry, ...]:
    """The sessions with the changes made."""
    after = {change.session: change.after for change in found.changes}
    kept = [
        replace(entry, session=session)
        for entry in now.sessions
        if (session := after.get(entry.uid, entry.session)) is not None
    ]
    added = [change.after for change in found.changes if change.session is None and change.after]
    return (*kept, *(Entry(f"new {place}", session) for place, session in enumerate(added)))
