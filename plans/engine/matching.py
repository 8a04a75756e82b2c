"""Which of the activities that were done is which of the sessions that were planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import log

LEAST_PART = 0.25
"""Of the planned minutes: ten minutes to the baker's are no two-hour ride."""

OTHER_DAY_PART = 0.67
"""On a neighbouring day only what is about as large is the same session; and the other way round."""

OTHER_EFFORT_COST = 0.5
UNKNOWN_COST = 1.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A session that may have been done.

    `decided`: a person linked it with `activity`, or, without one, said that nothing belongs to it (by
    unlinking or skipping); it stays so. `pinned`: a person put it on its day, so no other day will do.
    """

    uid: str
    day: date
    sport: str
    minutes: float
    load: float | None = None
    distance_m: float | None = None
    hard: bool = False
    activity: str | None = None
    decided: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """An activity on its local day; `hard` is None while nobody knows."""

    uid: str
    day: date
    sport: str
    minutes: float
    load: float | None = None
    distance_m: float | None = None
    hard: bool | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    session: str
    activity: str


type Fits = Callable[[Planned, Done], bool]


def match(planned: Iterable[Planned], done: Iterable[Done]) -> list[Pair]:
    """Every session with at most one activity and the other way round, by session uid.

    What a person linked comes first. Then sessions and activities of one sport and day, the most alike
    first; what is left over of both may meet across one day when sport and size fit. The same days always
    give the same pairs, in whatever order and however often things arrive: ask for whole days, and for a day
    more on either side than the days that changed.
    """
    sessions = list(planned)
    pairs = [Pair(each.uid, each.activity) for each in sessions if each.decided and each.activity]
    taken = {pair.activity for pair in pairs}
    open_sessions = [each for each in sessions if not each.decided]
    left = [each for each in done if each.uid not in taken]
    for fits in (_on_its_day, _a_day_off):
        found = _closest(open_sessions, left, fits)
        pairs += found
        used = {pair.session for pair in found}, {pair.activity for pair in found}
        open_sessions = [each for each in open_sessions if each.uid not in used[0]]
        left = [each for each in left if each.uid not in used[1]]
    return sorted(pairs, key=lambda pair: (pair.session, pair.activity))


def _closest(planned: Sequence[Planned], done: Sequence[Done], fits: Fits) -> list[Pair]:
    """The most alike first, each of them once."""
    able = [(each, other) for each, other in product(planned, done) if fits(each, other)]
    able.sort(key=lambda both: (_distance(*both), both[0].day, both[1].day, both[0].uid, both[1].uid))
    pairs: list[Pair] = []
    used: set[tuple[str, str]] = set()
    for session, activity in able:
        names = {("session", session.uid), ("activity", activity.uid)}
        if not used & names:
            used |= names
            pairs.append(Pair(session.uid, activity.uid))
    return pairs


def _on_its_day(planned: Planned, done: Done) -> bool:
    same = planned.day == done.day and planned.sport == done.sport
    return same and done.minutes >= LEAST_PART * planned.minutes


def _a_day_off(planned: Planned, done: Done) -> bool:
    if planned.pinned or planned.sport != done.sport or abs((planned.day - done.day).days) != 1:
        return False
    if done.hard is not None and done.hard != planned.hard:
        return False
    sizes = [_ratio(planned.minutes, done.minutes), _ratio(planned.load, done.load)]
    return all(each is None or OTHER_DAY_PART <= each <= 1 / OTHER_DAY_PART for each in sizes)


def _distance(planned: Planned, done: Done) -> float:
    """How unlike the two are: 0 for the same minutes, load and metres at the same effort."""
    ratios = (
        _ratio(planned.minutes, done.minutes),
        _ratio(planned.load, done.load),
        _ratio(planned.distance_m, done.distance_m),
    )
    known = [abs(log(each)) for each in ratios if each is not None]
    other = done.hard is not None and done.hard != planned.hard
    return round((sum(known) / len(known) if known else UNKNOWN_COST) + OTHER_EFFORT_COST * other, 9)


def _ratio(planned: float | None, done: float | None) -> float | None:
    return done / planned if planned and done and planned > 0 and done > 0 else None
