"""What a planner has to be better than: the last week again and again, a table from a book, chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from plans.engine.catalogue import CatalogueEntry, catalogue
from plans.engine.macro import Season, Week, season_of
from plans.engine.rules import Judged, Session, check, score
from plans.engine.rules.judged import history_minutes
from plans.engine.spec import Spec
from plans.engine.week import Situation, WeekModel, build_week, targets_of

BOOK_DAYS = {1: "threshold", 2: "easy", 3: "tempo", 5: "easy", 6: "long"}
"""Weekdays of a plan as printed: Tuesday and Thursday hard, Sunday long."""

BOOK_GROWTH, BOOK_CYCLE, BOOK_TAPER = 1.05, (1.0, 1.05, 1.1, 0.7), (0.6, 0.4)

type Baseline = Callable[[Spec, Season, int], tuple[Session, ...]]


def baseline_scores(spec: Spec, seed: int) -> dict[str, float]:
    """The checker's score of each."""
    season = season_of(spec)
    return {
        name: score(check(Judged(spec, season, maker(spec, season, seed)))) for name, maker in MAKERS.items()
    }


def _copied(spec: Spec, season: Season, seed: int) -> tuple[Session, ...]:  # noqa: ARG001
    """A likely last week, on days that are open, until the race."""
    days = [at for at, room in enumerate(spec.room) if room.sessions]
    count = max(min(spec.athlete.sessions_per_week, len(days)), 1)
    kinds = (["long", "tempo"] + ["easy"] * count)[:count]
    minutes = history_minutes(spec)[-1] / count
    planned = dict(zip(reversed(days), kinds, strict=False))
    return tuple(
        _session(spec, week, weekday, kind, minutes)
        for week in season.weeks
        for weekday, kind in sorted(planned.items())
        if _inside(spec, week, weekday)
    )


def _template(spec: Spec, season: Season, seed: int) -> tuple[Session, ...]:  # noqa: ARG001
    """The same five days for everybody, three weeks up and one down, two weeks of taper."""
    minutes = history_minutes(spec)[-1] / len(BOOK_DAYS)
    found = []
    for week in season.weeks:
        left = len(season.weeks) - week.number
        factor = BOOK_CYCLE[week.number % 4 - 1] * BOOK_GROWTH ** (week.number // 4)
        factor = BOOK_TAPER[1 - left] if left < len(BOOK_TAPER) and spec.goals else factor
        for weekday, kind in BOOK_DAYS.items():
            if _inside(spec, week, weekday):
                found.append(_session(spec, week, weekday, kind, minutes * factor))
    return tuple(found)


def _random(spec: Spec, season: Season, seed: int) -> tuple[Session, ...]:
    """Weeks that keep the hard rules and have about the right number of sessions, otherwise by chance."""
    draw = random.Random(seed)
    judged = Judged(spec, season, ())
    for week in season.weeks:
        now = Situation(judged, week)
        model = build_week(now, targets_of(now))
        chosen = _drawn(model, targets_of(now).sessions, draw)
        sessions = tuple(
            _as_session(model.choices[at].date, model.choices[at].entry) for at in sorted(chosen)
        )
        judged = replace(judged, sessions=judged.sessions + sessions)
    return judged.sessions


def _drawn(model: WeekModel, count: int, draw: random.Random) -> list[int]:
    """So many sessions in any order, none of which breaks a limit."""
    weights = np.array([limit.weights for limit in model.limits], float)
    highs = np.array([np.inf if limit.high is None else limit.high for limit in model.limits])
    order = list(range(len(model.choices)))
    draw.shuffle(order)
    sums = np.zeros(len(highs))
    chosen: list[int] = []
    for at in order:
        days = {model.choices[each].day for each in (*chosen, at)}
        if len(chosen) < count and len(days) <= model.most_days and (sums + weights[:, at] <= highs).all():
            chosen.append(at)
            sums += weights[:, at]
    return chosen


def _inside(spec: Spec, week: Week, weekday: int) -> bool:
    return any(each.weekday() == weekday and not spec.race_on(each) for each in week.days)


def _session(spec: Spec, week: Week, weekday: int, kind: str, minutes: float) -> Session:
    day = next(each for each in week.days if each.weekday() == weekday)
    return _as_session(day, _nearest(spec, kind, minutes))


def _nearest(spec: Spec, kind: str, minutes: float) -> CatalogueEntry:
    entries: Iterator[CatalogueEntry] = (
        each
        for each in catalogue(spec.sport, spec.athlete.thresholds, spec.athlete.experience)
        if each.kind == kind
    )
    return min(entries, key=lambda each: abs(each.minutes - minutes))


def _as_session(day: date, each: CatalogueEntry) -> Session:
    return Session(
        day,
        1,
        each.sport.value,
        each.kind,
        each.minutes,
        each.load,
        each.is_hard,
        each.z1_min,
        each.z2_min,
        each.z3_min,
    )


MAKERS: dict[str, Baseline] = {"copy_last_week": _copied, "template": _template, "random": _random}
