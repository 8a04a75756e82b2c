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
from plans.engine.adapt.limits import excess, hard_near, judged, keep_long_runs, keep_within
from plans.engine.adapt.model import Adaptation, Event
from plans.engine.adapt.proposing import SPIKE_RULE, Look
from plans.engine.adapt.sessions import easy, shorter
from plans.engine.adapt.sparing import spare_races
from plans.engine.macro import Season, Week
from plans.engine.plan import Plan, make_plan
from plans.engine.relax import Engine
from plans.engine.rules import Session
from plans.engine.rules.growth import SPIKE_MAX
from plans.engine.rules.judged import total_load, total_minutes
from plans.engine.spec import Spec, days_between

type Kind = Literal["race", "availability"]

DAY = timedelta(days=1)
DAYS_OF_WEEK = 7
TARGET_SLACK = 1.05


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
        yield _impossible(kind, events, _nothing_fits(made))
    else:
        why = sentence(events, f"{_which(events)} were planned anew.")
        put_plan(draft, _around(draft, spec, made, window), window, why, _told(events))
        spare_races(draft, spec, season, events)
        yield _proposed(draft, spec, made, kind, events)


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
    """What was planned, made to fit beside what stays: not hard next to it, no more than the week takes."""
    fixed, found = draft.fixed(), []
    outside = [each for _, each in draft.free() if not window[0] <= each.day < window[1]]
    for week, targets in zip(made.judged.season.weeks, made.targets, strict=True):
        kept = [each for each in fixed if week.start <= each.day < week.end]
        part = _part(kept, made.judged.of(week), targets.load, spec.weekly_cap_min)
        smaller = [each if part >= 1 else shorter(each, spec, part) for each in made.judged.of(week)]
        busy = {each.day for each in kept} | _trained(draft, week)
        found += _rested([each for each in smaller if each], busy)
    beside = [
        easy(each, spec) if each.hard and hard_near((*fixed, *outside), each.day) else each for each in found
    ]
    return [each for each in beside if each is not None]


def _part(kept: list[Session], new: list[Session], load: int, cap: int | None) -> float:
    """Of the new sessions that the week still has load and minutes for."""
    if not kept or not new:
        return 1.0
    left = load - total_load(kept)
    parts = [1.0 if total_load(new) <= TARGET_SLACK * left else left / total_load(new)]
    if cap is not None:
        parts.append((cap - total_minutes(kept)) / total_minutes(new))
    return max(min(1.0, *parts), 0.0)


def _trained(draft: Draft, week: Week) -> set[date]:
    """Days of the same calendar week on which something was done already."""
    first = week.start - week.start.weekday() * DAY
    return {day for day in days_between(first, week.start) if day in draft.now.done}


def _rested(new: list[Session], busy: set[date]) -> list[Session]:
    """One day of the week stays free: the smallest session goes, never a key one."""
    spare = [each for each in new if not each.is_key]
    if len(busy | {each.day for each in new}) < DAYS_OF_WEEK or not spare:
        return new
    least = min(spare, key=lambda each: (each.load, each.day))
    return [each for each in new if each.day != least.day]


def _proposed(draft: Draft, spec: Spec, made: Plan, kind: Kind, events: list[Event]) -> Adaptation | None:
    """Kept within the growth that the old sessions had; what is left of it is in those that stay.

    Around a small race or a few days off the weeks are as they were planned, and those are no leap: only no
    run may become one.
    """
    season = made.judged.season
    had = excess(judged(Draft(draft.now), spec, season))
    if _is_near(events):
        keep_long_runs(draft, spec, SPIKE_MAX + had[SPIKE_RULE])
    else:
        keep_within(draft, spec, season, had)
    changes = draft.changes()
    if not changes:
        return None
    count = "1 session changes" if len(changes) == 1 else f"{len(changes)} sessions change"
    why = sentence(events, f"{_which(events)} were planned anew, {count}.")
    return Adaptation(kind, name_of(kind, events), why, _told(events), changes, made=made)


def _which(events: list[Event]) -> str:
    return "the days around it" if _is_near(events) else "the days ahead"


def _is_near(events: list[Event]) -> bool:
    """A goal or a weekday changes all days ahead; a small race or a few days off only those around them."""
    return all(each.first is not None for each in events)


def _nothing_fits(made: Plan) -> str:
    """The names of what is in the way, but that somebody is ill is not for everybody who may read a plan."""
    named = ", ".join(each for each in made.blocking if each != "illness")
    return f"no plan fits any more{f' ({named})' if named else ''}: make a new one."


def _impossible(kind: Kind, events: list[Event], then: str) -> Adaptation:
    return Adaptation(kind, name_of(kind, events), sentence(events, then), _told(events), (), needs_plan=True)


def _told(events: list[Event]) -> tuple[Evidence, ...]:
    return tuple(item for event in events for item in event.evidence)
