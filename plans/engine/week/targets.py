"""What the week should come to: load, minutes, sessions, the long one, what is hard (science 3.2 stage A)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from math import ceil

from athletes.sources.records import Sport
from metrics.science.load import steady_load
from plans.engine.forecast import race_load
from plans.engine.rules.expected import (
    HARD_MIN,
    hard_days,
    most_hard_days,
    slots,
    strength_wanted,
)
from plans.engine.rules.growth import WEEK_GROWTH_MAX
from plans.engine.rules.judged import LEAST_WEEK_MIN
from plans.engine.spec import LOAD_PER_MIN, Interval
from plans.engine.week.long import is_far, long_minutes
from plans.engine.week.situation import LOAD_RATE, Situation
from plans.engine.week.taper import Taper, taper_of

LOAD_GROWTH = 1.12
LEAST_LOAD = LEAST_WEEK_MIN * LOAD_PER_MIN
"""Of a week of building, where there was nothing for weeks: what growth is not measured below."""

RECOVERY_SHARE, B_RACE_SHARE = 0.70, 0.70
LEAST_RECOVERY_SHARE, LEAST_RACED_SHARE = 0.9, 0.4
FINISH_RAMP = 3.0
LEAST_SESSION_MIN, USUAL_SESSION_MIN, FAR_SESSION_MIN = 20, 50, 60
LONGEST_MEAN_MIN: dict[Sport, int] = {Sport.RUNNING: 75, Sport.CYCLING: 110, Sport.SWIMMING: 65}
"""Of a week's sessions on the average: beyond it another one is better than longer ones."""

MOST_MORE = 2
"""Sessions above the usual number, where the days are too short for the load in fewer."""

SCARCELY = 0.75
MUCH_MIN = 480
MOST_EASY = 0.885
RETURNS = ((4, 1.0), (7, 0.85), (14, 0.70), (28, 0.55), (10_000, 0.40))
"""Days off up to which part of the week before is resumed (science 3.4)."""

RETURN_GROWTH = 1.13


@dataclass(frozen=True, slots=True)
class Targets:
    load: int
    minutes: int | None
    """Of the days within the last fortnight before an A race; elsewhere minutes follow load."""
    most_minutes: int
    expected_min: float
    """Minutes that the load will take, more or less."""
    sessions: int
    long_min: int
    quality: int
    strength: int
    taper: Taper | None


def targets_of(now: Situation) -> Targets:
    taper = taper_of(now)
    load = _load(now, taper)
    most = most_minutes(now)
    expected = min(load / LOAD_RATE[now.spec.sport], most)
    sessions = _sessions(now, expected)
    return Targets(
        load=round(load),
        minutes=None if taper is None else _minutes(now, taper),
        most_minutes=most,
        expected_min=expected,
        sessions=sessions,
        long_min=long_minutes(now, expected, sessions, taper),
        quality=_quality(now, load, sessions),
        strength=strength_wanted(now.spec, now.plan.season, now.week),
        taper=taper,
    )


def most_minutes(now: Situation) -> int:
    """Rule 4, the weekly cap and the room of the days."""
    return min(int(WEEK_GROWTH_MAX * now.most_recent_minutes + 1e-9), room_minutes(now))


def room_minutes(now: Situation) -> int:
    """What the days of the week and the weekly cap have room for."""
    room = sum(now.spec.room_on(day).minutes for day in now.week.days)
    return room if now.spec.weekly_cap_min is None else min(room, now.spec.weekly_cap_min)


def has_days_off(now: Situation) -> bool:
    """Days of the week are closed, or load is still built up again after a longer time off."""
    closed = any(day in each for each in (*now.spec.illness, *now.spec.blackouts) for day in now.week.days)
    return closed or _last_gap(now) is not None


def _load(now: Situation, taper: Taper | None) -> float:
    if taper is not None and now.week.end > taper.start:
        return _tapered(now, taper, taper.load)
    recent = now.recent_loads
    if now.week.kind == "recovery":
        wanted = RECOVERY_SHARE * sum(recent) / len(recent)
    else:
        ramp = min(now.spec.ramp, FINISH_RAMP) if now.plan.season.finish_only else now.spec.ramp
        wanted = min(7 * steady_load(now.fitness, ramp), LOAD_GROWTH * max(recent))
        wanted = max(wanted, LEAST_LOAD)
    wanted = min(wanted, _return_cap(now)) * len(now.week.days) / 7
    wanted = min(wanted, most_minutes(now) * LOAD_RATE[now.spec.sport])
    return max(wanted - _raced(now), _least(now) * wanted)


def _least(now: Situation) -> float:
    """Of the load of a week, whatever is raced in it: a recovery week is as light as it should be already."""
    return LEAST_RECOVERY_SHARE if now.week.kind == "recovery" else LEAST_RACED_SHARE


def _tapered(now: Situation, taper: Taper, usual: float) -> float:
    """Races of the week are no training; the days before the taper are usual ones."""
    return usual * taper.part(now.week.days)


def _minutes(now: Situation, taper: Taper) -> int:
    return round(taper.minutes * taper.part(day for day in now.week.days if day >= taper.window))


def _raced(now: Situation) -> float:
    """What B and C races of the week take of its load; a B race also makes the week an easier one."""
    races = [race for race in now.spec.races if now.week.start <= race.date < now.week.end]
    eased = (1 - B_RACE_SHARE) * now.recent_loads[-1] if any(race.priority == "B" for race in races) else 0
    raced = sum(race_load(now.spec, race) for race in races if race.priority != "A")
    return max(eased, 0.5 * raced)


def _return_cap(now: Situation) -> float:
    """After days off: part of what was, then a slow rebuilding."""
    gap = _last_gap(now)
    if gap is None:
        return float("inf")
    before = [now.plan.load(week) for week in now.before if week.is_full and week.end <= gap.start]
    usual = max(([now.usual_load] * 3 + [float(load) for load in before])[-3:])
    part = next(part for days, part in RETURNS if gap.days < days)
    weeks = (now.week.start - gap.end).days // 7 + 1
    return usual * part * RETURN_GROWTH ** max(weeks, 0)


def _last_gap(now: Situation) -> Interval | None:
    """The longest time off that ended in this week or in the six before it."""
    earliest = now.week.start - timedelta(weeks=6)
    gaps = [each for each in (*now.spec.illness, *now.spec.blackouts) if earliest <= each.end < now.week.end]
    return max(
        (each for each in gaps if each.days >= RETURNS[0][0]), key=lambda each: each.days, default=None
    )


def _sessions(now: Situation, minutes: float) -> int:
    """As many as the athlete is used to, where there is room and every one would be worth dressing for."""
    part = len(now.week.days) / 7
    each = FAR_SESSION_MIN if is_far(now) else USUAL_SESSION_MIN
    usual = now.spec.athlete.sessions_per_week or round(minutes / part / each)
    usual = max(usual, ceil(minutes / part / LONGEST_MEAN_MIN[now.spec.sport]))
    usual = max(usual, min(_needed(now, minutes / part), usual + MOST_MORE))
    room = slots(now.spec, now.week) - strength_wanted(now.spec, now.plan.season, now.week)
    least = min(room, 1) if minutes > SCARCELY * LEAST_SESSION_MIN else 0
    return max(min(round(usual * part), room, int(minutes / LEAST_SESSION_MIN)), least)


def _needed(now: Situation, minutes: float) -> int:
    """Days that these minutes of a week take when the roomiest are used first."""
    rooms = sorted((room.minutes for room in now.spec.room if room.sessions), reverse=True)
    return next((at for at, held in enumerate(accumulate(rooms), start=1) if held >= minutes), len(rooms))


def _quality(now: Situation, load: float, sessions: int) -> int:
    """Hard sessions that the week aims at: one in base, recovery and the week of a race, else two."""
    season, week = now.plan.season, now.week
    days = most_hard_days(hard_days(now.spec, season, week.start, week.end))
    least = 1 if week.kind in ("taper", "race") or now.easy_share > MOST_EASY else 2
    if not days or sessions < least or most_minutes(now) < HARD_MIN:
        return 0
    if now.spec.returning and is_far(now):
        return 1
    single = week.phase == "base" or week.kind != "build" or season.finish_only or sessions <= 3
    much = load / LOAD_RATE[now.spec.sport] >= MUCH_MIN and week.kind == "build"
    more = much or (now.easy_share > MOST_EASY and week.kind != "race")
    beside_long = max(sum(now.spec.room_on(day).sessions > 0 for day in week.days) - 1, 1)
    return min((1 if single else 2) + more, days, days if more else beside_long)
