"""Arriving fresh: rules 9 to 13, judged for every A race that has a taper of eight days or more."""

from __future__ import annotations

from datetime import date, timedelta

from plans.engine.macro.distances import class_of
from plans.engine.rules.expected import TAPER_QUALITY_DAYS, hard_days, is_recovering, sessions_on
from plans.engine.rules.finding import Finding, at_least, at_most, farthest, not_applicable, within
from plans.engine.rules.judged import (
    LEAST_TAPER_DAYS,
    Judged,
    endurance,
    history_minutes,
    total_minutes,
    week_room_min,
)
from plans.engine.rules.races import DAY_BEFORE_MIN
from plans.engine.spec import Race, days_between

CUT_RANGE = (0.41, 0.60)
TAPER_MOST_DAYS, TAPER_MOST_DAYS_LONG = 14, 21
FREQUENCY_KEPT = 0.80
FORM_RANGE = (5.0, 25.0)
LEAST_FITNESS = 20.0
LOSS_MAX = 0.12
TAPER_BLOCKS, BASELINE_BLOCKS, TOP_BLOCKS = 2, 6, 3
HELD_DAYS = 28
BUILDING_WEEKS = 4


def volume_cut(plan: Judged) -> Finding:
    """9: how much less the last fortnight has than the best three of the six weeks before it."""
    cuts = []
    for race in plan.goals:
        usual = usual_minutes(plan, race)
        tapered = [block_minutes(plan, race, block) for block in range(TAPER_BLOCKS)]
        if usual and not _closed(plan, race) and not _was_ill(plan, race, TAPER_BLOCKS + BASELINE_BLOCKS):
            cuts.append(1 - sum(tapered) / TAPER_BLOCKS / usual)
    return farthest(cuts, *CUT_RANGE)


def usual_minutes(plan: Judged, race: Race) -> float:
    """Mean of the best three of the six weeks before the last fortnight.

    Weeks before the plan are among them, each with no more than a week has room for now: what is no longer
    possible is not what the taper takes away.
    """
    blocks = range(TAPER_BLOCKS, TAPER_BLOCKS + BASELINE_BLOCKS)
    planned = [
        block_minutes(plan, race, block) for block in blocks if block_start(race, block) >= plan.season.start
    ]
    room = week_room_min(plan.spec)
    before = [min(each, room) for each in history_minutes(plan.spec)]
    minutes = planned + before[max(len(before) - BASELINE_BLOCKS + len(planned), 0) :]
    best = sorted(minutes, reverse=True)[:TOP_BLOCKS]
    return sum(best) / len(best) if best else 0.0


def block_start(race: Race, block: int) -> date:
    """Blocks of seven days count back from the race day, which ends block 0."""
    return race.date - timedelta(days=7 * block + 6)


def block_minutes(plan: Judged, race: Race, block: int) -> int:
    start = block_start(race, block)
    return total_minutes(endurance(plan.during(start, start + timedelta(days=7))))


def taper_length(plan: Judged) -> Finding:
    """10: days; up to three weeks before a marathon or longer."""
    days = [(plan.taper_days(race), _most_days(plan, race)) for race in plan.goals]
    findings = [within(float(each), LEAST_TAPER_DAYS, most) for each, most in days]
    failed = [finding for finding in findings if not finding.passed]
    return next(iter(failed + findings), not_applicable((LEAST_TAPER_DAYS, TAPER_MOST_DAYS)))


def _most_days(plan: Judged, race: Race) -> float:
    long = class_of(plan.spec.sport, race.distance_m) in ("marathon", "ultra")
    return TAPER_MOST_DAYS_LONG if long else TAPER_MOST_DAYS


def taper_frequency(plan: Judged) -> Finding:
    """11: sessions against building weeks, the race being one; 0 when something hard is missing."""
    kept = [value for race in plan.goals if (value := _frequency_kept(plan, race)) is not None]
    return at_least(min(kept), FREQUENCY_KEPT) if kept else not_applicable(FREQUENCY_KEPT)


def _frequency_kept(plan: Judged, race: Race) -> float | None:
    start = block_start(race, TAPER_BLOCKS - 1)
    usual = usual_sessions(plan, race)
    if not usual or _closed(plan, race):
        return None
    if any(_lacks_quality(plan, race, block) for block in range(TAPER_BLOCKS)):
        return 0.0
    return (len(endurance(plan.during(start, race.date))) + 1) / usual


def usual_sessions(plan: Judged, race: Race) -> float:
    """Of a fortnight: that of the last building weeks, at most what the last fortnight has room for."""
    start = block_start(race, TAPER_BLOCKS - 1)
    building = [week for week in plan.full_weeks if week.kind == "build" and week.end <= start][
        -BUILDING_WEEKS:
    ]
    usual = sum(len(endurance(plan.of(week))) for week in building) / max(len(building), 1)
    room = sum(sessions_on(plan.spec, day) for day in days_between(start, race.date))
    return min(TAPER_BLOCKS * usual, room + 1)


def _lacks_quality(plan: Judged, race: Race, block: int) -> bool:
    """Only where the athlete does hard sessions at all and the days have room for one."""
    start = block_start(race, block)
    days = hard_days(plan.spec, plan.season, start, start + timedelta(days=7))
    if block == 0:
        days = [day for day in days if (race.date - day).days in TAPER_QUALITY_DAYS]
    hard = [session.day for session in plan.sessions if session.hard]
    trained = any(day < block_start(race, TAPER_BLOCKS - 1) for day in hard)
    return trained and bool(days) and not any(start <= day <= race.date for day in hard if day in days)


def form_on_race_day(plan: Judged) -> Finding:
    """12: form on the morning of the race; of a fitness below 20 by then a form of 5 is too much to ask."""
    able = [race for race in plan.goals if plan.fitness_on(race.date - timedelta(days=1)) >= LEAST_FITNESS]
    forms = [plan.form_on(race.date) for race in able]
    return farthest(forms, *FORM_RANGE)


def fitness_lost(plan: Judged) -> Finding:
    """13: from the best day since the eve of the taper to the eve of the race.

    Where fitness was falling long before, or the last week has hardly an open day, it is not the taper's.
    """
    losses = []
    for race in plan.goals:
        eve = race.date - timedelta(days=plan.taper_days(race) + 1)
        best = max(plan.fitness_on(eve + timedelta(days=each)) for each in range((race.date - eve).days))
        if is_held(plan, eve) and has_room(plan, race) and not _was_ill(plan, race, TAPER_BLOCKS):
            losses.append(1 - plan.fitness_on(race.date - timedelta(days=1)) / best)
    return at_most(max(losses), LOSS_MAX) if losses else not_applicable(LOSS_MAX)


def is_held(plan: Judged, eve: date) -> bool:
    """Fitness did not fall in the four weeks up to the eve of the taper."""
    before = max(eve - timedelta(days=HELD_DAYS), plan.season.start - timedelta(days=1))
    return plan.fitness_on(eve) >= plan.fitness_on(before) > 0


def has_room(plan: Judged, race: Race) -> bool:
    """The six days before the race have half the room of a usual week; the eve has half an hour at most."""
    eve = race.date - timedelta(days=1)
    days = days_between(race.date - timedelta(days=6), eve)
    room = sum(plan.spec.room_on(day).minutes for day in days)
    room += min(plan.spec.room_on(eve).minutes, DAY_BEFORE_MIN)
    return 2 * room >= sum(each.minutes for each in plan.spec.room)


def _was_ill(plan: Judged, race: Race, blocks: int) -> bool:
    """Within so many blocks before the race: neither what was usual nor what is lost is the taper's then."""
    start = block_start(race, blocks - 1)
    return any(is_recovering(plan.spec, day) for day in days_between(start, race.date))


def _closed(plan: Judged, race: Race) -> bool:
    """Illness or a blackout of four days or more within the last fortnight."""
    closed = [*plan.spec.blackouts, *plan.spec.illness]
    days = [race.date - timedelta(days=each) for each in range(1, 7 * TAPER_BLOCKS)]
    return sum(any(day in each for each in closed) for day in days) >= 4
