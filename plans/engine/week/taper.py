"""How much of the usual week each day of a taper has: falling, so deep that form is right on race day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from metrics.science.load import FATIGUE_DAYS, FITNESS_DAYS, smoothing
from plans.engine.catalogue import catalogue
from plans.engine.macro import Phase
from plans.engine.rules.expected import LAST_EASY_DAYS
from plans.engine.rules.judged import LEAST_TAPER_DAYS, week_room_min
from plans.engine.rules.races import DAY_BEFORE_MIN
from plans.engine.rules.taper import CUT_RANGE, LEAST_FITNESS, usual_minutes
from plans.engine.spec import Race, days_between
from plans.engine.week.situation import LOAD_RATE, Situation

CUTS = (0.45, 0.44, 0.46, 0.43, 0.42, 0.48, 0.50, 0.53, 0.56, 0.40, 0.38, 0.36)
"""Of the last fortnight's load, the best liked first. Minutes stay within what rule 9 allows in any case."""

FORM_AIM = (7.0, 22.0)
LOSS_AIM = 0.105
WINDOW_DAYS = 13
"""Days of the last fortnight before the race itself."""

SLOPES = (0.25, 0.0, -0.25, -0.5)
"""How much more than its mean the first day of the taper has, and the last day less; the usual one first."""

SHARPER = 1.08
"""Load of a minute of a taper over that of a steady one: short hard sessions stay while the rest goes."""

SHORT_FACTOR = 0.6
LEAST_MEAN = 0.42
BEST_WEEKS, BASELINE_WEEKS = 3, 6


@dataclass(frozen=True, slots=True)
class Taper:
    """`load` and `minutes` are those of a usual week before it, `mean` the part of it that is kept.

    `shares` are the parts of a usual week that each day has, by the room there is.
    """

    race: Race
    start: date
    load: float
    minutes: float
    mean: float
    shares: Mapping[date, float]
    slope: float = SLOPES[0]

    @property
    def window(self) -> date:
        """The first day of the last fortnight, the race day being its last."""
        return self.race.date - timedelta(days=WINDOW_DAYS)

    @property
    def eve(self) -> date:
        """The last usual day."""
        return self.start - timedelta(days=1)

    def part(self, days: Iterable[date]) -> float:
        """How much of a usual week these days have."""
        return sum(self.shares.get(day, 0.0) * self.factor(day) for day in days)

    def factor(self, day: date) -> float:
        """Part of a usual day that `day` has: 1 before the taper, falling within it."""
        days = (self.race.date - self.start).days
        at = (day - self.start).days
        if at < 0 or days < 2:
            return 1.0
        return self.mean * (1 + self.slope - 2 * self.slope * at / (days - 1))


def taper_of(now: Situation) -> Taper | None:
    """The taper of the next A race if the week reaches into its last fortnight."""
    phase = now.plan.season.taper_of(now.goal) if now.goal else None
    if now.goal is None or phase is None:
        return None
    start = min(phase.start, now.goal.date - timedelta(days=WINDOW_DAYS))
    if start >= now.week.end:
        return None
    minutes = usual_minutes(now.plan, now.goal)
    shares = _shares(now, start, now.goal, minutes)
    usual = Taper(now.goal, phase.start, _usual(now, phase), minutes, 1, shares)
    if (now.goal.date - phase.start).days < LEAST_TAPER_DAYS:
        return replace(usual, mean=SHORT_FACTOR)
    early = replace(usual, start=min(usual.start, usual.window))
    tapers = (
        _cut(replace(whole, slope=slope), cut) for whole in (usual, early) for slope in SLOPES for cut in CUTS
    )
    return min(tapers, key=lambda taper: int(_miss(now, taper)))


def _shares(now: Situation, start: date, race: Race, minutes: float) -> dict[date, float]:
    """Of every day from a week before the taper; the eve of the race has half an hour at most."""
    week = sum(room.minutes for room in now.spec.room)
    days = days_between(start - timedelta(days=7), race.date)
    shares = {day: now.spec.room_on(day).minutes / week for day in days}
    eve = race.date - timedelta(days=1)
    return shares | {eve: min(shares[eve], DAY_BEFORE_MIN / max(minutes, DAY_BEFORE_MIN))}


def _usual(now: Situation, phase: Phase) -> float:
    loads = [
        float(now.plan.load(week))
        for week in now.before
        if week.is_full and week.end <= phase.start + timedelta(days=3)
    ]
    usual = min(now.usual_load, week_room_min(now.spec) * LOAD_RATE[now.spec.sport])
    loads = ([usual] * BASELINE_WEEKS + loads)[-BASELINE_WEEKS:]
    return sum(sorted(loads)[-BEST_WEEKS:]) / BEST_WEEKS


def _cut(usual: Taper, cut: float) -> Taper:
    """The mean that gives the last fortnight this cut; where it would be too little, all of it is tapered."""
    for taper in (usual, replace(usual, start=min(usual.start, usual.window))):
        days = days_between(taper.window, taper.race.date)
        untouched = taper.part(day for day in days if day < taper.start)
        tapered = taper.part(day for day in days if day >= taper.start)
        mean = (2 * (1 - cut) - untouched) / tapered if tapered else SHORT_FACTOR
        if mean >= LEAST_MEAN:
            break
    return replace(taper, mean=min(max(mean, 0.0), 1.0))


def _miss(now: Situation, taper: Taper) -> float:
    """By how much form and loss of fitness would miss what is aimed at; within a point the first is taken."""
    eve = min(taper.start - timedelta(days=1), now.eve)
    fitness = now.plan.fitness_on(eve)
    fatigue = now.plan.fatigue_on(eve)
    best = fitness
    for load in _attained(now, taper, days_between(eve + timedelta(days=1), taper.race.date)):
        fitness += smoothing(FITNESS_DAYS) * (load - fitness)
        fatigue += smoothing(FATIGUE_DAYS) * (load - fatigue)
        best = max(best, fitness)
    form, loss = fitness - fatigue, 1 - fitness / best if best else 0.0
    missed = max(FORM_AIM[0] - form, form - FORM_AIM[1], 0.0) if fitness >= LEAST_FITNESS else 0.0
    return missed + 200 * max(loss - LOSS_AIM, 0.0)


def _attained(now: Situation, taper: Taper, days: Iterable[date]) -> Iterator[float]:
    """Load of each day as it can come out: rule 9 bounds the fortnight's minutes, the last days are easy."""
    steady = _steady_rate(now)
    whole = taper.part(days_between(taper.window, taper.race.date))
    kept = min(2 * (1 - CUT_RANGE[0]) / whole, 1.0) if whole else 1.0
    for day in days:
        part = taper.part([day])
        is_last = (taper.race.date - day).days <= LAST_EASY_DAYS
        most = taper.minutes * kept * part * steady * (1 if is_last else SHARPER)
        yield taper.load * part if day < taper.window else min(taper.load * part, most)


def _steady_rate(now: Situation) -> float:
    """Load of a minute of the densest kind that is not hard."""
    athlete = now.spec.athlete
    known = catalogue(now.spec.sport, athlete.thresholds, athlete.experience)
    return next(each.load / each.minutes for each in known if each.kind == "steady")
