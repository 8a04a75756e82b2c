"""Several days missed (science 3.4): go on, repeat, or build up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from athletes.sources.records import Sport
from metrics.science.signals.model import Evidence
from plans.engine.adapt.gaps import LEAST_DAYS, Gap, missed_days, usual_load
from plans.engine.adapt.model import Adaptation, Situation
from plans.engine.adapt.proposing import Look, proposal
from plans.engine.adapt.said import said_days
from plans.engine.adapt.scaling import cap_weeks, make_easy
from plans.engine.adapt.sessions import shorter
from plans.engine.macro.distances import class_of

TRIMMED = 0.75
TRIM_WITHIN_DAYS = 7
GROWTH = 1.125


@dataclass(frozen=True, slots=True)
class Return:
    """After so many days: the part of the usual week to begin with, days without intensity, a race's cost."""

    days: int
    part: float
    easy_days: int = 0
    slower: str = ""


RETURNS = (
    Return(14, 0.55, 14, "6 to 7.5 %"),
    Return(7, 0.70, 0, "4 %"),
    Return(4, 0.85),
)
"""Middles of the ranges of science 3.4; costs of a marathon by Feely 2023."""

LONG_BASE_DAYS, LONG_GAP_DAYS = 21, 21
NEW_PLAN_DAYS = 28
REBUILD_WEEKS = 12


def days_missed(look: Look) -> Iterator[Adaptation | None]:
    """Two days or more in a row without what was planned for them."""
    gap = missed_days(look.now)
    if gap is None:
        return
    step = step_of(gap.days)
    if gap.days >= NEW_PLAN_DAYS:
        yield _new_plan(gap)
    else:
        yield _resumed(look, gap) if step is None else _restarted(look, gap, step)


def step_of(days: int) -> Return | None:
    """What follows a break of so many days; None when it was too short to matter."""
    return next((each for each in RETURNS if days >= each.days), None)


def caps(usual: float, step: Return) -> list[float]:
    """Loads of the weeks after the break; a short one only costs the first."""
    weeks = REBUILD_WEEKS if step.days >= 7 else 1
    return [usual * step.part * GROWTH**week for week in range(weeks)]


def base_days(days: int) -> int:
    """Days without intensity after a break of so many: two weeks, or three."""
    step = step_of(days)
    return LONG_BASE_DAYS if days >= LONG_GAP_DAYS else step.easy_days if step else 0


def _new_plan(gap: Gap) -> Adaptation:
    reason = (
        f"Nothing was trained for {said_days(gap.days)}: what was planned no longer fits. Make a new plan."
    )
    return Adaptation("missed_days", _name(gap, NEW_PLAN_DAYS), reason, _evidence(gap), (), needs_plan=True)


def _resumed(look: Look, gap: Gap) -> Adaptation | None:
    """Two or three days: go on, and make the next hard session smaller."""
    draft = look.draft()
    hard = [
        (uid, each)
        for uid, each in draft.free(end=look.now.today + timedelta(days=TRIM_WITHIN_DAYS + 1))
        if each.hard
    ]
    why = f"After {said_days(gap.days)} without training the next hard session is a quarter smaller."
    if hard:
        uid, session = hard[0]
        draft.put(uid, shorter(session, look.spec, TRIMMED), why, *_evidence(gap))
    reason = f"{why} What was missed is not made up for."
    return proposal(look, draft, "missed_days", _name(gap, LEAST_DAYS), reason, _evidence(gap))


def _restarted(look: Look, gap: Gap, step: Return) -> Adaptation | None:
    draft, usual = look.draft(), usual_load(look.now, gap.start)
    told = (*_evidence(gap), Evidence("weekly_load", gap.start, round(usual, 1), "load"))
    percent = f"{step.part:.0%}".replace("%", " %")
    why = f"After {said_days(gap.days)} without training you start again at {percent} of your usual week."
    easy_until = gap.end + timedelta(days=base_days(gap.days))
    make_easy(
        draft, look.spec, start=gap.end, end=easy_until, reason=f"{why} Nothing hard yet.", evidence=told
    )
    cap_weeks(draft, look.spec, start=gap.end, caps=caps(usual, step), reason=why, evidence=told)
    reason = why + (" Then each week grows by an eighth." if step.days >= 7 else "") + _cost(look.now, step)
    return proposal(look, draft, "missed_days", _name(gap, step.days), reason, told, reset=step.days >= 7)


def _cost(now: Situation, step: Return) -> str:
    goals = [race for race in now.spec.goals if now.spec.sport is Sport.RUNNING and race.date > now.today]
    far = [race for race in goals if class_of(now.spec.sport, race.distance_m) in ("marathon", "ultra")]
    return (
        f" Such a break made marathons about {step.slower} slower: adjust the goal."
        if far and step.slower
        else ""
    )


def _name(gap: Gap, days: int) -> str:
    return f"missed_days:{gap.start}:{days}"


def _evidence(gap: Gap) -> tuple[Evidence, ...]:
    return (
        Evidence("days_without_training", gap.start, float(gap.days), "days"),
        Evidence("sessions_not_done", gap.start, float(len(gap.sessions)), "sessions"),
    )
