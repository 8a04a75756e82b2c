"""What a plan is made of: rules 14, 16 and 17."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from plans.engine.macro import Phase, Week
from plans.engine.rules.expected import (
    HARD_MIN,
    hard_days,
    intensity_starts,
    specific_kinds,
    strength_wanted,
)
from plans.engine.rules.finding import Finding, at_least, at_most, not_applicable, within
from plans.engine.rules.judged import Judged, Session, endurance, week_room_min

EASY_RANGE = (0.75, 0.90)
LEAST_PHASE_DAYS = 7
LEAST_INTENSITY_DAYS = 21
STRENGTH_WEEKS, STRENGTH_FREE_WEEK_DAYS = 8, 7


def easy_share(plan: Judged) -> Finding:
    """14: minutes in zone 1 of all, since the day from which something hard may be planned."""
    start = intensity_starts(plan.spec)
    sessions = [each for each in endurance(plan.sessions) if each.day >= start]
    possible = hard_days(plan.spec, plan.season, plan.season.start, plan.season.end)
    minutes = sum(each.z1_min + each.z2_min + each.z3_min for each in sessions)
    possible = possible if week_room_min(plan.spec) >= HARD_MIN else []
    if not minutes or not possible or (plan.season.end - start).days < LEAST_INTENSITY_DAYS:
        return not_applicable(EASY_RANGE)
    return within(sum(each.z1_min for each in sessions) / minutes, *EASY_RANGE)


def variety(plan: Judged) -> Finding:
    """16: weeks like the one before, phases of one kind of session, last weeks without anything specific."""
    twins = sum(_is_copy(plan, *pair) for pair in pairwise(plan.season.weeks))
    dull = sum(_is_dull(plan, phase) for phase in plan.season.phases)
    lacking = 0
    for week in plan.season.weeks:
        kinds = specific_kinds(plan.spec, plan.season, week)
        lacking += bool(kinds) and not any(each.kind in kinds for each in plan.of(week))
    return at_most(float(twins + dull + lacking), 0)


def pattern(plan: Judged, week: Week) -> frozenset[tuple[int, str, int]]:
    """Weekday, kind and minutes of every session."""
    return frozenset((each.day.weekday(), each.kind, each.minutes) for each in plan.of(week))


def _is_copy(plan: Judged, before: Week, week: Week) -> bool:
    return bool(plan.of(week)) and pattern(plan, before) == pattern(plan, week)


def _is_dull(plan: Judged, phase: Phase) -> bool:
    sessions = endurance(plan.during(phase.start, phase.end))
    asked = (phase.end - phase.start).days >= LEAST_PHASE_DAYS and phase.name != "recovery"
    return asked and len(sessions) > 1 and len({session.kind for session in sessions}) < 2


def strength(plan: Judged) -> Finding:
    """17: weeks of two strength sessions in base and build, up to eight; 0 when the last week has one."""
    wanted = [week for week in plan.season.weeks if strength_wanted(plan.spec, plan.season, week) >= 2]
    least = min(STRENGTH_WEEKS, len(wanted))
    if not least:
        return not_applicable(STRENGTH_WEEKS)
    lifted = [each for each in plan.sessions if each.is_strength]
    late = any(_is_late(plan, session) for session in lifted)
    kept = sum(sum(session in lifted for session in plan.of(week)) >= 2 for week in wanted)
    return at_least(0.0 if late else float(kept), least)


def _is_late(plan: Judged, session: Session) -> bool:
    ahead = timedelta(days=STRENGTH_FREE_WEEK_DAYS)
    return any(race.date - ahead <= session.day < race.date for race in plan.season.goals)
