"""The days ahead planned anew after races or times changed; what was told is kept where it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from metrics.science.signals.model import Evidence
from plans.engine.adapt.ahead import Window, season_ahead, spec_ahead, window_of
from plans.engine.adapt.difference import put_plan
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.events import name_of, of_kind, sentence
from plans.engine.adapt.limits import excess, hard_near, judged, keep_within
from plans.engine.adapt.model import Adaptation, Event
from plans.engine.adapt.proposing import Look
from plans.engine.adapt.sessions import easy, shorter
from plans.engine.macro import Season
from plans.engine.plan import Plan, make_plan
from plans.engine.relax import Engine
from plans.engine.rules import Session
from plans.engine.rules.judged import total_load
from plans.engine.spec import Spec, days_between

type Kind = Literal["race", "availability"]

DAY = timedelta(days=1)
PLACING = (6, 7, 15, 18)
TARGET_SLACK = 1.05
NO_ROOM = "no plan fits with what is locked or made by hand: make a new plan, or free some of it."


def planned_anew(look: Look, kind: Kind, engine: Engine) -> Iterator[Adaptation | None]:
    """Around everything that a person made or locked; nothing when what is planned still fits."""
    events = of_kind(look.now, kind)
    if not events or name_of(kind, events) in look.now.answered:
        return
    draft = look.draft()
    window = window_of(events, draft.tomorrow, look.season.end)
    spec = spec_ahead(look, draft, window[0])
    if spec is None:
        return
    season = season_ahead(look.season, spec)
    if _still_fits(look, spec, season, events):
        return
    made = make_plan(spec, engine=engine, published=_published(draft), season=season)
    if made.status == "infeasible":
        yield _impossible(
            kind, events, f"no plan fits any more ({', '.join(made.blocking)}): make a new one."
        )
        return
    why = sentence(events, "the days ahead were planned anew.")
    put_plan(draft, _around(draft, spec, made, window), window, why, _told(events))
    yield _checked(draft, spec, made, kind, events)


def _still_fits(look: Look, spec: Spec, season: Season, events: list[Event]) -> bool:
    """No hard rule is broken, the weeks are of the same kinds, and no day has been given back.

    More room on a weekday is worth a look at all that is planned, and so is a blackout that is gone.
    """
    kinds = {week.start: week.kind for week in look.season.weeks}
    same = all(kinds.get(week.start, week.kind) == week.kind for week in season.weeks)
    opened = any(event.kind == "availability" and _has_room(spec, event) for event in events)
    broken = excess(judged(look.draft(), spec, season))
    return same and not opened and season.end == look.season.end and not any(broken.values())


def _has_room(spec: Spec, event: Event) -> bool:
    if event.first is None or event.last is None:
        return True
    return any(spec.room_on(day).sessions for day in days_between(event.first, event.last + DAY))


def _published(draft: Draft) -> dict[date, frozenset[tuple[str, int]]]:
    found: dict[date, set[tuple[str, int]]] = defaultdict(set)
    for _, session in draft.free():
        found[session.day].add((session.kind, session.minutes))
    return {day: frozenset(told) for day, told in found.items()}


def _around(draft: Draft, spec: Spec, made: Plan, window: Window) -> list[Session]:
    """What was planned, made to fit beside what stays: not hard next to it, no more than the week's load."""
    fixed, found = draft.fixed(), []
    outside = [each for _, each in draft.free() if not window[0] <= each.day < window[1]]
    stays = (*fixed, *outside)
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
        and (each := easy(session, spec) if session.hard and hard_near(stays, session.day) else session)
    ]


def _checked(draft: Draft, spec: Spec, made: Plan, kind: Kind, events: list[Event]) -> Adaptation | None:
    """Under the new season no rule of placing may be worse than with the old sessions.

    Growth is kept by shortening; what is left of it is in sessions that a person made or locked.
    """
    season = made.judged.season
    before = excess(judged(Draft(draft.now), spec, season))
    keep_within(draft, spec, season, before)
    after = excess(judged(draft, spec, season))
    if any(after[rule] > before[rule] for rule in PLACING):
        return _impossible(kind, events, NO_ROOM)
    changes = draft.changes()
    if not changes:
        return None
    why = sentence(events, f"the days ahead were planned anew, {len(changes)} sessions change.")
    return Adaptation(kind, name_of(kind, events), why, _told(events), changes, made=made)


def _impossible(kind: Kind, events: list[Event], then: str) -> Adaptation:
    return Adaptation(kind, name_of(kind, events), sentence(events, then), _told(events), (), needs_plan=True)


def _told(events: list[Event]) -> tuple[Evidence, ...]:
    return tuple(item for event in events for item in event.evidence)
