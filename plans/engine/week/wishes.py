"""What a week keeps unless it cannot, in the order in which it is given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from athletes.sources.records import Sport
from plans.engine.macro.season import is_off
from plans.engine.rules import taper as taper_rules
from plans.engine.rules.expected import TAPER_QUALITY_DAYS, hard_days, specific_kinds
from plans.engine.rules.growth import RECOVERY_RANGE, SHARE_MAX, SHARE_RUNS, is_spared
from plans.engine.rules.judged import endurance
from plans.engine.week.limits import endurance_minutes, weights
from plans.engine.week.model import Choice, Even, Linear, Wish
from plans.engine.week.race_day import race_day_wishes
from plans.engine.week.situation import Situation
from plans.engine.week.targets import MOST_EASY, Targets

EASY_SHARE_PCT, MOST_EASY_PCT = 78, 90
FREQUENCY_SLACK = 1
ANOTHER_KIND, NOT_EASY = "another kind of session", "minutes that are not easy"
DAY = timedelta(days=1)
LONG_DAY, LONG = "long session on the long day", "long session"


def wishes_of(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> tuple[Wish, ...]:
    """The first is given up first: days and strength cost least, what decides the race day most."""
    found: list[Wish] = [
        *_long(now, choices),
        *_rested_legs(now, targets, choices),
        *_strength(targets, choices),
        *_frequency(now, targets, choices),
        *_easy_share(now, targets, choices),
        *_long_share(now, targets, choices),
        *_evenness(now),
        *_recovery(now, choices),
        *_variety(now, choices),
        *_specific(now, choices),
        *_taper_quality(now, choices),
        *race_day_wishes(now, targets, choices),
    ]
    return tuple(found)


def _long(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    """Its day, and that there is one; not where the days are needed for what is hard."""
    if now.easy_share > MOST_EASY:
        return
    long = weights(choices, lambda choice: choice.entry.is_long)
    on_day = weights(
        choices, lambda choice: choice.entry.is_long and choice.date.weekday() == now.spec.long_day
    )
    if any(on_day):
        yield Linear(LONG_DAY, on_day, low=1)
    if any(long) and now.week.is_full and now.week.kind in ("build", "recovery"):
        yield Linear(LONG, long, low=1)


def _rested_legs(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    """No strength on the eve of something hard (science 3.2)."""
    if targets.strength:
        for eve in range(len(now.week.days) - 1):
            paired = tuple(int(_tires(choice, eve)) for choice in choices)
            if any(paired):
                yield Linear("rested legs after strength", paired, high=1)


def _tires(choice: Choice, eve: int) -> bool:
    each = choice.entry
    return (choice.day == eve and each.kind == "strength") or (choice.day == eve + 1 and each.is_hard)


def _strength(targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    if targets.strength:
        lifted = weights(choices, lambda choice: choice.entry.kind == "strength")
        yield Linear("strength", lifted, targets.strength, targets.strength, rule=17)


def _frequency(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    """About the usual number; a fourth run would be asked to leave the long one less of the week."""
    runs = weights(choices, lambda choice: choice.entry.kind != "strength")
    usual = min(targets.sessions, now.spec.athlete.sessions_per_week or targets.sessions)
    least = max(usual - FREQUENCY_SLACK, min(usual, 2 if now.week.is_full else 1))
    few = now.spec.sport is Sport.RUNNING and targets.sessions == SHARE_RUNS - 1
    yield Linear("sessions a week", runs, least, targets.sessions + (0 if few else FREQUENCY_SLACK))


def _easy_share(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    if targets.quality:
        over = weights(choices, lambda choice: 100 * _easy(choice) - EASY_SHARE_PCT * _minutes(choice))
        yield Linear("easy minutes", over, low=0, rule=14)
    much_easy = now.easy_share > MOST_EASY and now.week.kind == "build"
    if targets.quality and targets.sessions > 1 and much_easy:
        easy = weights(choices, lambda choice: 100 * _easy(choice) - MOST_EASY_PCT * _minutes(choice))
        yield Linear(NOT_EASY, easy, high=0, rule=14)


def _long_share(now: Situation, targets: Targets, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    if now.spec.sport is Sport.RUNNING and targets.sessions >= SHARE_RUNS and now.week.kind != "race":
        share = round(SHARE_MAX * 100)
        over = weights(choices, lambda choice: (100 * choice.entry.is_long - share) * _minutes(choice))
        yield Linear("share of the long run", over, high=0, rule=3)


def _evenness(now: Situation) -> Iterator[Wish]:
    if now.week.is_full:
        yield Even()


def _recovery(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    if now.week.kind == "recovery" and now.recent_are_whole and not is_off(now.week, now.spec):
        mean = sum(now.recent_loads) / 3
        least, most = (mean * each for each in RECOVERY_RANGE)
        low = None if is_spared(now.spec, now.week) else ceil(least)
        yield Linear("recovery week", weights(choices, lambda choice: choice.entry.load), low, int(most), 5)


def _variety(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    """A phase that had one kind of session only gets another one, with its last weeks at the latest."""
    phase = next(each for each in now.plan.season.phases if now.week.end - DAY in each)
    kinds = {each.kind for each in endurance(now.plan.during(phase.start, now.week.start))}
    is_last = phase.end <= now.week.end + timedelta(weeks=1)
    if len(kinds) < 2 and (kinds or is_last) and phase.name != "recovery":
        only = next(iter(kinds), "easy")
        other = weights(choices, lambda choice: choice.entry.kind not in (only, "strength"))
        if any(other):
            yield Linear(ANOTHER_KIND, other, low=1, rule=16)


def _specific(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    kinds = specific_kinds(now.spec, now.plan.season, now.week)
    if kinds:
        yield Linear(
            "specific session", weights(choices, lambda choice: choice.entry.kind in kinds), 1, rule=16
        )


def _taper_quality(now: Situation, choices: tuple[Choice, ...]) -> Iterator[Wish]:
    """One hard session in each of the last two weeks, in the calendar week with more room for it."""
    if now.goal is None or not now.plan.season.taper_of(now.goal):
        return
    for block in range(taper_rules.TAPER_BLOCKS):
        start = taper_rules.block_start(now.goal, block)
        days = hard_days(now.spec, now.plan.season, start, start + timedelta(days=7))
        if block == 0:
            days = [day for day in days if (now.goal.date - day).days in TAPER_QUALITY_DAYS]
        here = [day for day in days if now.week.start <= day < now.week.end]
        later = [day for day in days if day >= now.week.end]
        if block == 0 and days == [now.week.end]:
            eve = weights(choices, lambda choice: choice.entry.is_hard and choice.date == now.week.days[-1])
            yield Linear("hard session in the taper", eve, high=0, rule=11)
        done = any(session.hard and session.day in days for session in now.plan.sessions)
        if here and not done and len(here) >= len(later):
            hard = weights(choices, lambda choice, here=here: choice.entry.is_hard and choice.date in here)  # type: ignore[misc]
            yield Linear("hard session in the taper", hard, 1, rule=11)


def _minutes(choice: Choice) -> int:
    return endurance_minutes(choice.entry)


def _easy(choice: Choice) -> int:
    return 0 if choice.entry.kind == "strength" else choice.entry.z1_min
