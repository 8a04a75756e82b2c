"""The days ahead planned anew after races or times changed; what was told is kept where it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from typing import Literal

import numpy as np

from metrics.science.load import FATIGUE_DAYS, FITNESS_DAYS, decaying_mean
from metrics.science.signals.model import Evidence
from plans.engine.adapt.difference import put_plan
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.events import name_of, of_kind, sentence
from plans.engine.adapt.limits import excess, hard_near, is_no_worse, judged, keep_within
from plans.engine.adapt.model import Adaptation, Event
from plans.engine.adapt.proposing import Look
from plans.engine.adapt.sessions import easy, shorter
from plans.engine.plan import Plan, make_plan
from plans.engine.relax import Engine
from plans.engine.rules import Session
from plans.engine.rules.judged import total_load
from plans.engine.spec import Athlete, Interval, Spec

DAY = timedelta(days=1)
TARGET_SLACK = 1.05
NO_ROOM = "no plan fits with what is locked or made by hand: make a new plan, or free some of it."


def planned_anew(
    look: Look, kind: Literal["race", "availability"], engine: Engine
) -> Iterator[Adaptation | None]:
    """From tomorrow on, around everything that a person made or locked."""
    events = of_kind(look.now, kind)
    if not events or name_of(kind, events) in look.now.answered:
        return
    draft = look.draft()
    spec = spec_ahead(look, draft)
    if spec is None:
        return
    made = make_plan(spec, engine=engine, published=_published(draft))
    if made.status == "infeasible":
        yield _impossible(
            kind, events, f"no plan fits any more ({', '.join(made.blocking)}): make a new one."
        )
        return
    why = sentence(events, "the days ahead were planned anew.")
    put_plan(draft, _around(draft, spec, made), why, _told(events))
    yield _checked(draft, spec, made, kind, events)


def spec_ahead(look: Look, draft: Draft) -> Spec | None:
    """The wish as of tomorrow morning; None when no day is left. Days with fixed sessions are closed."""
    spec, start = look.spec, draft.tomorrow
    closed = {each.day for each in draft.fixed() if each.day >= start}
    closed |= {race.date for race in spec.races if race.date == start}
    races = tuple(race for race in spec.races if race.date > start)
    monday = start - timedelta(days=start.weekday())
    weeks = ceil((look.season.end - monday).days / 7)
    if weeks < 1 and not any(race.priority == "A" for race in races):
        return None
    return replace(
        spec,
        today=start,
        athlete=_rolled(look, draft),
        blackouts=(*spec.blackouts, *(Interval(day, day + DAY, "kept") for day in sorted(closed))),
        races=races,
        weeks=max(weeks, 1),
    )


def _rolled(look: Look, draft: Draft) -> Athlete:
    """With fitness and fatigue after today's sessions."""
    athlete, today = look.spec.athlete, look.now.today
    load = np.array([max(float(total_load(draft.on(today))), look.now.done.get(today, 0.0))])
    return replace(
        athlete,
        fitness=float(decaying_mean(load, FITNESS_DAYS, athlete.fitness)[-1]),
        fatigue=float(decaying_mean(load, FATIGUE_DAYS, athlete.fatigue)[-1]),
    )


def _published(draft: Draft) -> dict[date, frozenset[tuple[str, int]]]:
    found: dict[date, set[tuple[str, int]]] = defaultdict(set)
    for _, session in draft.free():
        found[session.day].add((session.kind, session.minutes))
    return {day: frozenset(told) for day, told in found.items()}


def _around(draft: Draft, spec: Spec, made: Plan) -> list[Session]:
    """What was planned, made to fit beside what stays: not hard next to it, no more than the week's load."""
    fixed, found = draft.fixed(), []
    for week, targets in zip(made.judged.season.weeks, made.targets, strict=True):
        kept = total_load(each for each in fixed if week.start <= each.day < week.end)
        new = made.judged.of(week)
        over = kept + total_load(new) > TARGET_SLACK * targets.load
        part = max((targets.load - kept) / max(total_load(new), 1), 0.0) if kept and over else 1.0
        found += [each if part >= 1 else shorter(each, spec, part) for each in new]
    return [
        each
        for session in found
        if session is not None
        and (each := easy(session, spec) if session.hard and hard_near(fixed, session.day) else session)
    ]


def _checked(
    draft: Draft, spec: Spec, made: Plan, kind: Literal["race", "availability"], events: list[Event]
) -> Adaptation | None:
    """Under the new season no hard rule may be worse than with the old sessions."""
    season = made.judged.season
    before = excess(judged(Draft(draft.now), spec, season))
    keep_within(draft, spec, season, before)
    if not is_no_worse(before, excess(judged(draft, spec, season))):
        return _impossible(kind, events, NO_ROOM)
    changes = draft.changes()
    if not changes:
        return None
    why = sentence(events, f"the days ahead were planned anew, {len(changes)} sessions change.")
    return Adaptation(kind, name_of(kind, events), why, _told(events), changes, made=made)


def _impossible(kind: Literal["race", "availability"], events: list[Event], then: str) -> Adaptation:
    return Adaptation(kind, name_of(kind, events), sentence(events, then), _told(events), (), needs_plan=True)


def _told(events: list[Event]) -> tuple[Evidence, ...]:
    return tuple(item for event in events for item in event.evidence)
