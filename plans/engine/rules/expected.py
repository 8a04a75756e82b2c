"""What can be asked of a week or day at all: the planner plans by it, the rules judge by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from plans.engine.macro import Season, Week
from plans.engine.macro.distances import demands
from plans.engine.macro.season import is_off
from plans.engine.spec import Interval, Race, Spec, days_between

NO_INTENSITY_DAYS = 21
"""No hard session for so long when there is little behind the athlete (science 3.2: three to four weeks)."""

LEAST_EASY_DAYS = 2
LONG_BREAK_DAYS = 7
"""From so many days on what was done before is no measure any more (science 3.4)."""

HARD_MIN, STRENGTH_MIN = 30, 20
SPECIFIC_DAYS = 42
TAPER_QUALITY_DAYS = (4, 5, 6)
"""Days before the race on which the last hard session may lie, in the week of the race."""

KEY_FREE_DAYS = 2
LAST_EASY_DAYS = 3
AFTER_RACE_EASY_DAYS = {"A": 0, "B": 2, "C": 1}
"""An A race has a phase of recovery after it."""

STRENGTH_FREE_DAYS = 10
STRENGTH_SLOTS = 5
STRENGTH_PER_WEEK = {"base": 2, "build": 2, "specific": 1}


def intensity_starts(spec: Spec) -> date:
    """The first day on which anything hard may be planned."""
    return spec.today + timedelta(days=NO_INTENSITY_DAYS) if spec.returning else spec.today


def easy_after(interval: Interval) -> date:
    """The first day that may be hard after illness: as many easy days as sick ones, two at least."""
    return interval.end + timedelta(days=max(interval.days, LEAST_EASY_DAYS))


def is_recovering(spec: Spec, day: date) -> bool:
    """Ill or injured, or in the easy days after it: no strides either."""
    return any(each.start <= day < easy_after(each) for each in spec.illness)


def is_way_back(spec: Spec, week: Week) -> bool:
    """Some of the week is illness or the easy days after it: what it is made of is not for rules to ask."""
    return any(is_recovering(spec, day) for day in week.days)


def was_short_of_days(spec: Spec, days: Iterable[date]) -> bool:
    """Some of these days went to an illness so short that nobody gets out of training by it."""
    short = [each for each in spec.illness if each.days < LONG_BREAK_DAYS]
    return any(each.start <= day < easy_after(each) for each in short for day in days)


def may_be_hard(spec: Spec, season: Season, day: date) -> bool:
    """Nothing hard while returning, after illness and races, or in the last days before an A or B race."""
    if day < intensity_starts(spec) or season.phase_on(day) == "recovery":
        return False
    if is_recovering(spec, day):
        return False
    return not any(_too_near(race, day) for race in spec.races)


def may_be_key(spec: Spec, day: date) -> bool:
    """The same for the long session, which is not hard: only races and their recovery forbid it."""
    return not any(_too_near(race, day, KEY_FREE_DAYS) for race in spec.races)


def _too_near(race: Race, day: date, days: int = LAST_EASY_DAYS) -> bool:
    before = {"A": days, "B": KEY_FREE_DAYS, "C": 1}[race.priority]
    return -AFTER_RACE_EASY_DAYS[race.priority] <= (race.date - day).days <= before


def is_eve(spec: Spec, day: date) -> bool:
    """The day before an A or B race."""
    return any(race.date - timedelta(days=1) == day for race in spec.races if race.priority != "C")


def hard_days(spec: Spec, season: Season, start: date, end: date) -> list[date]:
    """Days of `[start, end)` on which a hard session is allowed and has room."""
    return [
        day
        for day in days_between(start, end)
        if spec.room_on(day).minutes >= HARD_MIN and may_be_hard(spec, season, day)
    ]


def most_hard_days(days: Iterable[date]) -> int:
    """How many of these days, in order, can be hard with a day between them."""
    count, last = 0, date.min
    for day in days:
        if (day - last).days >= 2:
            count, last = count + 1, day
    return count


def specific_kinds(spec: Spec, season: Season, week: Week) -> tuple[str, ...]:
    """The kinds one of which the week should hold, none when nothing specific is to be asked of it."""
    for race in season.goals:
        near = race.date - timedelta(days=SPECIFIC_DAYS) <= week.start <= race.date
        if (
            near
            and week.kind not in ("taper", "race")
            and week.is_full
            and not is_off(week, spec)
            and not is_way_back(spec, week)
            and len(hard_days(spec, season, week.start, week.end)) >= 2
        ):
            return demands(spec.sport, race.distance_m).kinds
    return ()


def strength_wanted(spec: Spec, season: Season, week: Week) -> int:
    """Sessions of strength: two a week in base and build, one in specific, none before a race."""
    last = min((race.date for race in season.goals if race.date >= week.start), default=None)
    if last is not None and week.end > last - timedelta(days=STRENGTH_FREE_DAYS):
        return 0
    if not spec.strength or week.kind in ("taper", "race") or not week.is_full:
        return 0
    if slots(spec, week) < STRENGTH_SLOTS:
        return 0
    room = slots(spec, week) + 1 - spec.athlete.sessions_per_week
    return max(min(STRENGTH_PER_WEEK.get(week.phase, 0), room), 0)


def slots(spec: Spec, week: Week) -> int:
    """Sessions that the week has room for, a day of rest kept free."""
    found = sorted(sessions_on(spec, day) for day in week.days)
    return sum(found[1:]) if week.is_full else sum(found)


def sessions_on(spec: Spec, day: date) -> int:
    """What the day has room for; half an hour on the eve of a race is one session."""
    room = spec.room_on(day).sessions
    return min(room, 1) if is_eve(spec, day) else room
