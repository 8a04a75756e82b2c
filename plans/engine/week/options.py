"""The sessions that one week chooses among: few enough to solve fast, enough to fit every day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from athletes.sources.records import Sport
from plans.engine.catalogue import CatalogueEntry, catalogue
from plans.engine.catalogue.entry import entry
from plans.engine.catalogue.levels import measure_of
from plans.engine.catalogue.recipes import Recipes
from plans.engine.macro.distances import demands
from plans.engine.rules.expected import (
    HARD_MIN,
    LAST_EASY_DAYS,
    is_eve,
    is_recovering,
    may_be_hard,
    may_be_key,
)
from plans.engine.rules.growth import SHARE_RUNS, SPIKE_MAX, longest_run_min
from plans.engine.rules.races import DAY_BEFORE_MIN
from plans.engine.spec import Spec
from plans.engine.week.long import LEAST_LONG_MIN, is_far
from plans.engine.week.model import Choice
from plans.engine.week.situation import Situation
from plans.engine.week.targets import LONGEST_MEAN_MIN, Targets

BASE_KINDS = ("tempo", "threshold", "hills")
BUILD_KINDS = ("threshold", "vo2max", "tempo")
LONG_SPREAD, LONGEST_MIN = 20, 300
LONGEST_LONG_SHARE, LONGEST_HARD_SHARE, LONGEST_HARD_RUN_SHARE = 0.31, 0.35, 0.33
FINE_BELOW_MIN, FINE_LONG_BELOW_MIN, FINE_UP_TO_MIN = 50, 120, 60
HARD_SHARE = 0.45
SHORTEST, SECOND_LONGEST, LEAST_EASY_MIN = 0.45, 1.7, 30
LONGER_THAN_USUAL = 1.1
STRENGTH_MINUTES = (20, 30, 40)

type Published = Mapping[date, frozenset[tuple[str, int]]]
"""Of days, what was told of them: kinds and minutes."""

NOTHING_TOLD: Published = {}


def choices_of(now: Situation, targets: Targets, told: Published = NOTHING_TOLD) -> tuple[Choice, ...]:
    """Every session that each day of the week allows by itself, what was `told` among them."""
    entries = tuple(_entries(now, targets))
    return tuple(
        Choice(at, day, each)
        for at, day in enumerate(now.week.days)
        for each in (*entries, *_told(now, targets, told.get(day, frozenset()), entries))
        if _fits(now, targets, day, each)
    )


def _told(
    now: Situation, targets: Targets, told: frozenset[tuple[str, int]], known: tuple[CatalogueEntry, ...]
) -> Iterator[CatalogueEntry]:
    """Of a day what was planned for it before, also in a length that would not be chosen afresh."""
    missing = told - {(each.kind, each.minutes) for each in known}
    if not missing:
        return
    hard = quality_kinds(now) if targets.quality else ()
    athlete = now.spec.athlete
    for each in catalogue(now.spec.sport, athlete.thresholds, athlete.experience):
        if (each.kind, each.minutes) in missing and (not each.is_quality or each.kind in hard):
            yield each


def longest_session_min(spec: Spec) -> int:
    return longest_run_min(spec) if spec.sport is Sport.RUNNING else LONGEST_MIN


def quality_kinds(now: Situation) -> tuple[str, ...]:
    """Kinds of hard sessions for the phase, the most wanted first."""
    if now.week.phase == "base":
        return BASE_KINDS
    if now.goal is None:
        return BUILD_KINDS
    specific = demands(now.spec.sport, now.goal.distance_m).kinds
    return specific if now.week.phase != "build" else tuple(dict.fromkeys((*BUILD_KINDS, specific[0])))


def _entries(now: Situation, targets: Targets) -> Iterator[CatalogueEntry]:
    athlete, kinds = now.spec.athlete, quality_kinds(now)
    longest = longest_session_min(now.spec) if targets.long_min else 0
    for each in filter(_is_round, catalogue(now.spec.sport, athlete.thresholds, athlete.experience)):
        if each.kind == "strength":
            if targets.strength and each.minutes in STRENGTH_MINUTES:
                yield each
        elif each.is_quality:
            if targets.quality and each.kind in kinds:
                yield each
        elif each.is_long:
            if abs(each.minutes - targets.long_min) <= LONG_SPREAD and each.minutes <= longest:
                yield each
        elif each.kind != "openers" or now.goal_in_week is not None:
            yield each
    yield from _fine(now)


def _is_round(each: CatalogueEntry) -> bool:
    """Above an hour ten minutes are steps enough, but for the long session."""
    return each.is_long or each.minutes <= FINE_UP_TO_MIN or each.minutes % 10 == 0


def _fine(now: Situation) -> Iterator[CatalogueEntry]:
    """Where a tenth more is less than the catalogue's five minutes: exactly the most that is allowed."""
    most = int(SPIKE_MAX * now.longest_before(now.week.start) + 1e-9)
    if most < (FINE_LONG_BELOW_MIN if is_far(now) else FINE_BELOW_MIN) and most % 5:
        athlete = now.spec.athlete
        recipes = Recipes(now.spec.sport, measure_of(now.spec.sport, athlete.thresholds), athlete.experience)
        kind = "long" if most >= 40 else "easy"
        yield entry(kind, now.spec.sport, recipes.plain(kind, most), athlete.thresholds)  # type: ignore[arg-type]


def _fits(now: Situation, targets: Targets, day: date, each: CatalogueEntry) -> bool:
    room = now.spec.room_on(day)
    if not room.sessions or each.minutes > min(room.minutes, targets.most_minutes):
        return False
    if each.kind == "strength":
        return not is_eve(now.spec, day)
    if each.z2_min + each.z3_min and is_recovering(now.spec, day):
        return False
    most = min(longest_session_min(now.spec), SPIKE_MAX * now.longest_before(day) + 1e-9)
    if each.minutes > most or not _fits_race(now, day, each):
        return False
    if each.is_quality:
        rested = day > now.week.start or not now.ended_hard
        return rested and _is_bearable(targets, each) and may_be_hard(now.spec, now.plan.season, day)
    return each.is_long or _is_middling(targets, each, min(most, room.minutes, _most_of_eve(now, day)))


def _is_bearable(targets: Targets, each: CatalogueEntry) -> bool:
    """A hard session is not half of the week's load, nor its longest; of few in a taper one may be both."""
    share = LONGEST_HARD_RUN_SHARE if each.sport is Sport.RUNNING else LONGEST_HARD_SHARE
    longest = max(share * targets.expected_min, HARD_MIN)
    are_few = targets.sessions < SHARE_RUNS
    load = targets.load if targets.taper is None or not are_few else max(targets.load, targets.taper.load)
    return (are_few or each.minutes <= longest) and each.load <= max(HARD_SHARE * load, 50)


def _fits_race(now: Situation, day: date, each: CatalogueEntry) -> bool:
    if each.is_long and not may_be_key(now.spec, day):
        return False
    ahead = [race for race in now.spec.races if race.priority != "C" and race.date > day]
    before = min(((race.date - day).days for race in ahead), default=99)
    if each.kind == "openers":
        return before <= LAST_EASY_DAYS - 1
    return before > 1 or each.minutes <= DAY_BEFORE_MIN


def _most_of_eve(now: Situation, day: date) -> float:
    return DAY_BEFORE_MIN if is_eve(now.spec, day) else LONGEST_MIN


def _is_middling(targets: Targets, each: CatalogueEntry, most: float) -> bool:
    """An easy session is no fraction of the usual one or of the most there may be, and no second long one."""
    usual = targets.expected_min / max(targets.sessions, 1)
    longest = max(SECOND_LONGEST * usual, FINE_BELOW_MIN)
    if targets.sessions >= SHARE_RUNS:
        longest = min(longest, max(LONGEST_LONG_SHARE * targets.expected_min, LEAST_EASY_MIN))
    if targets.long_min >= LEAST_LONG_MIN and targets.taper is None:
        longest = min(longest, max(targets.long_min, LONGER_THAN_USUAL * usual))
    if targets.taper is not None:
        longest = max(longest, min(targets.taper.minutes / max(targets.sessions, 1), FINE_UP_TO_MIN))
    return SHORTEST * min(usual, most, LONGEST_MEAN_MIN[each.sport]) <= each.minutes <= longest
