"""Less for a while, and back to the plan step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.sessions import easy, shorter
from plans.engine.spec import Spec

WEEK = timedelta(days=7)
NEAR = 0.97
"""A week that is this near to its bound stays as it is: nobody feels three per cent."""


def cap_weeks(
    draft: Draft,
    spec: Spec,
    *,
    start: date,
    caps: Sequence[float],
    reason: str,
    evidence: Sequence[Evidence] = (),
) -> None:
    """Bound the load of every seven days from `start` on, one cap each, what was done included."""
    for number, cap in enumerate(caps):
        first = start + number * WEEK
        fixed, free = _loads(draft, first)
        part = (cap - fixed) / free if free else 1.0
        if part >= NEAR:
            continue
        for uid, session in draft.free(first, first + WEEK):
            if not session.is_strength:
                draft.put(uid, shorter(session, spec, max(part, 0.0)), reason, *evidence)


def make_easy(
    draft: Draft, spec: Spec, *, start: date, end: date, reason: str, evidence: Sequence[Evidence] = ()
) -> None:
    """Easy sessions in place of the intense ones of `[start, end)`."""
    for uid, session in draft.free(start, end):
        if session.is_intense:
            draft.put(uid, easy(session, spec), reason, *evidence)


def _loads(draft: Draft, first: date) -> tuple[float, float]:
    """Of seven days: what is done or stays, and what may be changed."""
    days = [first + timedelta(days=each) for each in range(7)]
    done = sum(draft.now.done.get(day, 0.0) for day in days if day < draft.now.today)
    fixed = sum(each.load for each in draft.fixed() if each.day in days)
    free = sum(each.load for _, each in draft.free(first, first + WEEK))
    return done + fixed, float(free)
