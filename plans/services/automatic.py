"""Whether a change may be made without asking: only within the limits that the athlete set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from plans.engine.adapt import Adaptation, Change, Entry
from plans.engine.rules import Session
from plans.models import TrainingPreferences


def beyond_limits(found: Adaptation, entries: Iterable[Entry], limits: TrainingPreferences) -> str:
    """Why the athlete is asked although changes are automatic; "" for what may be done at once.

    `entries` are the sessions of the plan before the change.
    """
    if found.needs_plan:
        return "A new plan is needed."
    if any(map(_adds_intensity, found.changes)):
        return "It adds intensity: that is never done without asking."
    most, count = limits.automatic_sessions_max, len(found.changes)
    if count > most:
        return f"It touches {count} sessions, your limit is {most}."
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
