"""Back from the race: taper, specific, build; what is left is base (science 3.2 stage A)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from athletes.sources.records import Sport
from plans.engine.macro.distances import demands
from plans.engine.macro.model import Phase, PhaseName
from plans.engine.spec import Race, Spec

MOST_SPECIFIC_WEEKS, MOST_BUILD_WEEKS = 6, 8
SHORTEST_TAPER_DAYS = 3
ENDLESS_BASE_SHARE = 3


def race_phases(start: date, race: Race, sport: Sport, after: Race | None = None) -> tuple[Phase, ...]:
    """The phases of `[start, race day]`; after an earlier goal they begin with days to recover."""
    found: list[Phase] = []
    if after is not None:
        days = min(demands(sport, after.distance_m).recovery_days, (race.date - start).days // 3)
        found.append(Phase("recovery", start, start + timedelta(days=days)))
        start = found[-1].end
    taper = race.date - timedelta(days=taper_days((race.date - start).days, race, sport))
    found += _until_taper(start, taper)
    found.append(Phase("taper", taper, race.date + timedelta(days=1)))
    return tuple(phase for phase in found if phase.start < phase.end)


def taper_days(days: int, race: Race, sport: Sport) -> int:
    """As long as the distance wants, but at most a third of the days there are."""
    wanted = demands(sport, race.distance_m).taper_days
    return min(wanted, max(days // 3, min(SHORTEST_TAPER_DAYS, days)))


def _until_taper(start: date, taper: date) -> Iterator[Phase]:
    """Specific and build weeks begin on Mondays."""
    weeks = (taper - start).days // 7
    specific_weeks = min(MOST_SPECIFIC_WEEKS, max(weeks // 2, 1))
    specific = max(monday_of(taper - timedelta(weeks=specific_weeks)), start)
    build_weeks = min(MOST_BUILD_WEEKS, max((weeks - specific_weeks) * 2 // 3, 0))
    build = max(monday_of(specific - timedelta(weeks=build_weeks)), start)
    names: tuple[PhaseName, ...] = ("base", "build", "specific")
    yield from map(Phase, names, (start, build, specific), (build, specific, taper))


def endless_phases(spec: Spec, end: date) -> tuple[Phase, ...]:
    """Without a race: a third of base, then build."""
    weeks = (end - monday_of(spec.today)).days // 7
    build = monday_of(spec.today) + timedelta(weeks=max(weeks // ENDLESS_BASE_SHARE, 1))
    if build >= end:
        return (Phase("base", spec.today, end),)
    return Phase("base", spec.today, build), Phase("build", build, end)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
