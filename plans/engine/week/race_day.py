"""What the last weeks decide about the day of an A race: sessions, volume, fitness and form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil, exp

from metrics.science.load import FATIGUE_DAYS, FITNESS_DAYS
from plans.engine.catalogue.tables import PLAIN
from plans.engine.rules import taper as rules
from plans.engine.rules.expected import is_eve
from plans.engine.rules.judged import LEAST_TAPER_DAYS, endurance, total_minutes
from plans.engine.rules.races import DAY_BEFORE_MIN
from plans.engine.spec import days_between
from plans.engine.week.limits import endurance_minutes, weights
from plans.engine.week.model import Choice, Linear, Wish
from plans.engine.week.situation import Situation
from plans.engine.week.taper import Taper
from plans.engine.week.targets import Targets

LITTLE = 0.25
"""Part of a usual week; what comes after is foreseen as the taper has it."""

MARGIN = 0.003
FITNESS_NAME = "fitness on race day"
SHORT_SESSION_MIN = 20
FORM_MARGIN, SCALE = 0.1, 1_000
"""For the rounding of weights to whole numbers."""


def race_day_wishes(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    """All of them in the week after which hardly anything comes, a bound on volume in those before."""
    taper = targets.taper
    if taper is None or (taper.race.date - taper.start).days < LEAST_TAPER_DAYS or not choices:
        return
    here = [day for day in now.week.days if day >= taper.window]
    later = days_between(now.week.end, max(taper.race.date, now.week.end))
    if not taper.part(here):
        return
    left = taper.part(later)
    if taper.minutes * left < SHORT_SESSION_MIN:
        later, left = (), 0.0
    yield _frequency(now, taper, choices, later)
    if rules.is_held(now.plan, taper.eve) and rules.has_room(now.plan, taper.race):
        yield from _fitness(now, taper, choices, later)
    yield _volume(now, taper, choices, later)
    if left <= LITTLE and now.fitness >= rules.LEAST_FITNESS:
        yield _form(now, taper, choices, later)


def _frequency(now: Situation, taper: Taper, choices: tuple[Choice, ...], later: tuple[date, ...]) -> Wish:
    """What the last fortnight still lacks, the race being one session of it, and later days will not have."""
    usual = rules.usual_sessions(now.plan, taper.race)
    done = len(endurance(now.plan.during(taper.window, now.week.start))) + 1
    done += min(sum(now.spec.room_on(day).sessions for day in later), later_sessions(taper, later))
    least = ceil(usual * rules.FREQUENCY_KEPT - 1e-9) - done
    counted = weights(choices, lambda choice: choice.entry.kind != "strength" and choice.date >= taper.window)
    return Linear("sessions in the taper", counted, low=least, rule=11)


def later_sessions(taper: Taper, later: tuple[date, ...]) -> int:
    return int(taper.minutes * taper.part(later) / SHORT_SESSION_MIN)


def _volume(now: Situation, taper: Taper, choices: tuple[Choice, ...], later: tuple[date, ...]) -> Wish:
    """What is left of the fortnight's minutes: at most so much that later days get their part of them, in
    fives, and at least what they have no room for."""
    done = total_minutes(endurance(now.plan.during(taper.window, now.week.start)))
    least, most = (2 * taper.minutes * (1 - cut) for cut in reversed(rules.CUT_RANGE))
    left = taper.part(later)
    share = left / max(taper.part(days_between(taper.window, taper.race.date)), left) if left else 0.0
    kept = max(ceil(most * share / 5) * 5, SHORT_SESSION_MIN) if later else 0
    high = int(most - kept - MARGIN * taper.minutes) - done
    low = ceil(least + MARGIN * taper.minutes) - done - sum(_room_min(now, day) for day in later)
    inside = weights(
        choices, lambda choice: endurance_minutes(choice.entry) if choice.date >= taper.window else 0
    )
    return Linear("volume of the taper", inside, low, high, rule=9)


def _room_min(now: Situation, day: date) -> int:
    room = now.spec.room_on(day)
    minutes = min(room.minutes, room.sessions * PLAIN[now.spec.sport]["easy"][1])
    return min(minutes, DAY_BEFORE_MIN) if is_eve(now.spec, day) else minutes


def _fitness(
    now: Situation, taper: Taper, choices: tuple[Choice, ...], later: tuple[date, ...]
) -> Iterator[Wish]:
    """Against the best day so far, and against every day of the week; linear in the loads, as form is."""
    kept = _kept(now, taper, choices, FITNESS_DAYS)
    days = (taper.race.date - now.week.start).days
    tapered = days_between(taper.eve, now.week.start)
    best = max((now.plan.fitness_on(day) for day in tapered), default=now.fitness)
    share, left = 1 - rules.LOSS_MAX + MARGIN, now.fitness * exp(-days / FITNESS_DAYS)
    left += _foreseen(taper, later, FITNESS_DAYS)
    for at, day in enumerate(now.week.days):
        if taper.eve < day < taper.race.date and any(choice.day == at for choice in choices):
            known = share * now.fitness * exp(-(at + 1) / FITNESS_DAYS)
            level = _kept(now, taper, choices, FITNESS_DAYS, until=at)
            added = tuple(int(one - share * other) for one, other in zip(kept, level, strict=True))
            yield Linear(FITNESS_NAME, added, low=ceil((known - left) * SCALE), rule=13)
    yield Linear(FITNESS_NAME, tuple(map(int, kept)), low=ceil((best * share - left) * SCALE), rule=13)


def _form(now: Situation, taper: Taper, choices: tuple[Choice, ...], later: tuple[date, ...]) -> Wish:
    days = (taper.race.date - now.week.start).days
    left = now.fitness * exp(-days / FITNESS_DAYS)
    left -= now.plan.fatigue_on(now.eve) * exp(-days / FATIGUE_DAYS)
    left += _foreseen(taper, later, FITNESS_DAYS) - _foreseen(taper, later, FATIGUE_DAYS)
    fitness = _kept(now, taper, choices, FITNESS_DAYS)
    fatigue = _kept(now, taper, choices, FATIGUE_DAYS)
    added = tuple(round(one - other) for one, other in zip(fitness, fatigue, strict=True))
    low, high = rules.FORM_RANGE
    low, high = low + FORM_MARGIN - left, high - FORM_MARGIN - left
    return Linear("form on race day", added, ceil(low * SCALE), int(high * SCALE), rule=12)


def _kept(
    now: Situation, taper: Taper, choices: tuple[Choice, ...], constant: float, until: int | None = None
) -> list[float]:
    """What each choice adds to fitness or fatigue on the race's eve, or on the day `until` of the week."""
    last = (taper.race.date - now.week.start).days - 1 if until is None else until
    rate, decay = 1 - exp(-1 / constant), exp(-1 / constant)
    return [
        SCALE * rate * decay ** (last - choice.day) * choice.entry.load if choice.day <= last else 0.0
        for choice in choices
    ]


def _foreseen(taper: Taper, days: tuple[date, ...], constant: float) -> float:
    """What the days after this week will add to fitness or fatigue."""
    rate, decay = 1 - exp(-1 / constant), exp(-1 / constant)
    eve = taper.race.date.toordinal() - 1
    return sum(rate * decay ** (eve - day.toordinal()) * taper.load * taper.part([day]) for day in days)
