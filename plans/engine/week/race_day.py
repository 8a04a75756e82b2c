"""What the last weeks decide about the day of an A race: sessions, volume, fitness and form."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, exp

from metrics.science.load import FATIGUE_DAYS, FITNESS_DAYS
from plans.engine.rules import taper as rules
from plans.engine.rules.judged import LEAST_TAPER_DAYS, endurance, total_minutes
from plans.engine.spec import days_between
from plans.engine.week.limits import endurance_minutes, weights
from plans.engine.week.model import Choice, Linear, Wish
from plans.engine.week.situation import Situation
from plans.engine.week.taper import Taper
from plans.engine.week.targets import Targets

LITTLE = 0.25
"""Part of a usual week; what comes after is foreseen as the taper has it."""

MARGIN = 0.003
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
    if left > LITTLE:
        yield _volume(now, taper, choices, left)
        return
    if not left:
        yield _frequency(now, taper, choices)
    if rules.is_held(now.plan, taper.eve) and rules.has_room(now.plan, taper.race):
        yield _fitness(now, taper, choices)
    yield _volume(now, taper, choices, left)
    yield _form(now, taper, choices)


def _frequency(now: Situation, taper: Taper, choices: tuple[Choice, ...]) -> Wish:
    """What the last fortnight still lacks, the race being one session of it."""
    usual = rules.usual_sessions(now.plan, taper.race)
    done = len(endurance(now.plan.during(taper.window, now.week.start))) + 1
    least = ceil(usual * rules.FREQUENCY_KEPT - 1e-9) - done
    counted = weights(choices, lambda choice: choice.entry.kind != "strength" and choice.date >= taper.window)
    return Linear("sessions in the taper", counted, low=least, rule=11)


def _volume(now: Situation, taper: Taper, choices: tuple[Choice, ...], later: float) -> Wish:
    """At most what is left of the fortnight's minutes when later days get their part of them."""
    done = total_minutes(endurance(now.plan.during(taper.window, now.week.start)))
    least, most = (2 * taper.minutes * (1 - cut) for cut in reversed(rules.CUT_RANGE))
    share = 1 - later / max(taper.part(days_between(taper.window, taper.race.date)), later)
    high = int(most * share - MARGIN * taper.minutes) - done
    low = None if later else ceil(least + MARGIN * taper.minutes) - done
    inside = weights(
        choices, lambda choice: endurance_minutes(choice.entry) if choice.date >= taper.window else 0
    )
    return Linear("volume of the taper", inside, low, high, rule=9)


def _fitness(now: Situation, taper: Taper, choices: tuple[Choice, ...]) -> Wish:
    """Linear in the loads of the week, as form is."""
    kept = _kept(now, taper, choices, FITNESS_DAYS)
    days = (taper.race.date - now.week.start).days
    tapered = days_between(taper.eve, now.week.start)
    best = max((now.plan.fitness_on(day) for day in tapered), default=now.fitness)
    least = best * (1 - rules.LOSS_MAX + MARGIN) - now.fitness * exp(-days / FITNESS_DAYS)
    least -= _foreseen(now, taper, FITNESS_DAYS)
    return Linear("fitness on race day", tuple(map(int, kept)), low=ceil(least * SCALE), rule=13)


def _form(now: Situation, taper: Taper, choices: tuple[Choice, ...]) -> Wish:
    days = (taper.race.date - now.week.start).days
    left = now.fitness * exp(-days / FITNESS_DAYS)
    left -= now.plan.fatigue_on(now.eve) * exp(-days / FATIGUE_DAYS)
    left += _foreseen(now, taper, FITNESS_DAYS) - _foreseen(now, taper, FATIGUE_DAYS)
    fitness = _kept(now, taper, choices, FITNESS_DAYS)
    fatigue = _kept(now, taper, choices, FATIGUE_DAYS)
    added = tuple(round(one - other) for one, other in zip(fitness, fatigue, strict=True))
    low, high = rules.FORM_RANGE
    low, high = low + FORM_MARGIN - left, high - FORM_MARGIN - left
    return Linear("form on race day", added, ceil(low * SCALE), int(high * SCALE), rule=12)


def _kept(now: Situation, taper: Taper, choices: tuple[Choice, ...], constant: float) -> list[float]:
    """What each choice adds to fitness or fatigue on the morning of the race."""
    last = (taper.race.date - now.week.start).days - 1
    rate, decay = 1 - exp(-1 / constant), exp(-1 / constant)
    return [
        SCALE * rate * decay ** (last - choice.day) * choice.entry.load if choice.day <= last else 0.0
        for choice in choices
    ]


def _foreseen(now: Situation, taper: Taper, constant: float) -> float:
    """What the days after this week will add to fitness or fatigue."""
    rate, decay = 1 - exp(-1 / constant), exp(-1 / constant)
    days = days_between(now.week.end, max(taper.race.date, now.week.end))
    eve = taper.race.date.toordinal() - 1
    return sum(rate * decay ** (eve - day.toordinal()) * taper.load * taper.part([day]) for day in days)
