"""A runner's twelve weeks to a half marathon, looked at on any of its days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from plans.engine.adapt import Adaptation, Change, Entry, Situation
from plans.engine.adapt.sessions import written
from plans.engine.catalogue import catalogue
from plans.engine.macro import season_of
from plans.engine.rules import Judged, Session
from plans.engine.spec import Spec
from tests.plans.engine.wishes import MONDAY, race, session, spec

RACE_DAY = "2027-03-28"
HISTORY_LOAD = 42.0


SESSIONS: tuple[tuple[int, str, int], ...] = (
    *((1, "tempo", 50), (2, "steady", 60), (5, "steady", 80), (6, "long", 80)),
    *((8, "tempo", 60), (10, "tempo", 60), (12, "steady", 80), (13, "long", 85)),
    *((15, "threshold", 60), (17, "vo2max", 55), (19, "steady", 90), (20, "long", 90)),
    *((22, "steady", 60), (23, "threshold", 55), (24, "recovery", 20), (27, "long", 70)),
    *((29, "threshold", 60), (31, "vo2max", 60), (33, "steady", 90), (34, "long", 95)),
    *((36, "race_pace", 60), (38, "race_pace", 60), (40, "long", 90), (41, "steady", 100)),
    *(
        (43, "race_pace", 50),
        (44, "steady", 70),
        (45, "recovery", 35),
        (47, "threshold", 70),
        (48, "long", 110),
    ),
    *((50, "recovery", 25), (51, "steady", 70), (54, "tempo", 80), (55, "long", 55)),
    *(
        (57, "race_pace", 60),
        (58, "steady", 70),
        (59, "recovery", 40),
        (61, "threshold", 70),
        (62, "long", 120),
    ),
    *((64, "race_pace", 60), (65, "steady", 70), (66, "easy", 50), (68, "tempo", 80), (69, "long", 130)),
    *((71, "easy", 35), (72, "long", 75), (75, "tempo", 80), (76, "steady", 90)),
    *((78, "threshold", 45), (79, "easy", 25), (80, "easy", 35), (81, "easy", 20)),
)
"""Day, kind and minutes. Weeks 4 and 8 recover, the last two taper."""


@lru_cache(maxsize=8)
def half_marathon(distance_m: float = 21_097) -> Judged:
    wish = spec(races=[race(RACE_DAY, distance_m=distance_m)])
    entries = catalogue(wish.sport, wish.athlete.thresholds, wish.athlete.experience)
    named = {(each.kind, each.minutes): each for each in entries if each.sport is wish.sport}
    sessions = tuple(
        written(session(number, minutes, kind, why="As planned."), named[kind, minutes])
        for number, kind, minutes in SESSIONS
    )
    return Judged(wish, season_of(wish), sessions)


def day(number: int) -> date:
    """Counted from the plan's first Monday."""
    return MONDAY + timedelta(days=number)


def situation(
    today: int, *, missed: Iterable[int] = (), plan: Judged | None = None, **more: Any
) -> Situation:
    """Everything done as planned before that day but what was planned for the days `missed`."""
    made = half_marathon() if plan is None else plan
    skipped = {day(each) for each in missed}
    entries = tuple(
        Entry(f"s{at}", each, "done" if each.day < day(today) and each.day not in skipped else "planned")
        for at, each in enumerate(made.sessions)
    )
    done = {day(-each): HISTORY_LOAD for each in range(1, 61)}
    for entry in entries:
        if entry.state == "done":
            done[entry.session.day] = done.get(entry.session.day, 0.0) + entry.session.load
    values: dict[str, Any] = {
        "spec": measured(made, entries, day(today)),
        "season": made.season,
        "sessions": entries,
        "done": done,
        "known": frozenset(day(each) for each in range(-60, today)),
    }
    return Situation(**(values | more))


def measured(made: Judged, entries: Iterable[Entry], today: date) -> Spec:
    """The wish as of a day: longest session and weeks as they were done, fitness as it was planned."""
    wish, eve = made.spec, today - timedelta(days=1)
    ran = [entry.session for entry in entries if entry.state == "done"]
    recent = [each.minutes for each in ran if (today - each.day).days <= 30]
    if (today - MONDAY).days < 15:
        recent.append(wish.athlete.longest_30d_min)
    monday = today - timedelta(days=today.weekday())
    weeks = [
        sum(each.minutes for each in ran if monday_of(each.day) == monday - timedelta(weeks=ago))
        for ago in range(1, 7)
    ]
    before = [*wish.athlete.weekly_min_last6, *(each for each in reversed(weeks) if each)][-6:]
    athlete = replace(
        wish.athlete,
        longest_30d_min=max(recent, default=0),
        weekly_min_last6=tuple(before),
        fitness=made.fitness_on(eve),
        fatigue=made.fatigue_on(eve),
    )
    return replace(wish, today=today, athlete=athlete)


def monday_of(each: date) -> date:
    return each - timedelta(days=each.weekday())


def number(each: date) -> int:
    return (each - MONDAY).days


def after(now: Situation, adaptation: Adaptation | None) -> tuple[Session, ...]:
    """What is planned from today on once the adaptation is accepted."""
    changes = adaptation.changes if adaptation else ()
    changed = {change.session: change.after for change in changes if change.session}
    kept = [
        changed.get(entry.uid, entry.session)
        for entry in now.sessions
        if entry.session.day >= now.today and entry.state == "planned"
    ]
    added = [change.after for change in changes if change.session is None]
    return tuple(sorted((each for each in [*kept, *added] if each), key=lambda each: (each.day, each.slot)))


def accepted(now: Situation, adaptation: Adaptation) -> Situation:
    """The same day, the adaptation accepted."""
    changed = {change.session: change for change in adaptation.changes if change.session}
    entries = [
        replace(entry, session=changed[entry.uid].after or entry.session) if entry.uid in changed else entry
        for entry in now.sessions
        if entry.uid not in changed or changed[entry.uid].after is not None
    ]
    entries += [
        Entry(f"{adaptation.fingerprint}-{at}", change.after)
        for at, change in enumerate(adaptation.changes)
        if change.session is None and change.after is not None
    ]
    return replace(now, sessions=tuple(entries), answered=now.answered | {adaptation.fingerprint})


def of(adaptation: Adaptation | None, uid: str) -> Change | None:
    changes = adaptation.changes if adaptation else ()
    return next((change for change in changes if change.session == uid), None)


def load_between(sessions: Iterable[Session], start: int, end: int) -> int:
    return sum(each.load for each in sessions if day(start) <= each.day < day(end))
