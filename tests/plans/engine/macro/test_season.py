from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from plans.engine.macro import Season, season_of
from plans.engine.macro.pattern import recovery_weeks
from tests.plans.engine.wishes import race, spec


def season(**changes: Any) -> Season:
    return season_of(spec(**changes))


def letters(found: Season) -> str:
    return "".join("X" if week.kind == "race" else week.kind[0].upper() for week in found.weeks)


def test_a_marathon_sixteen_weeks_away() -> None:
    found = season(races=[race("2027-04-25")])

    assert [(phase.name, phase.start.isoformat(), phase.end.isoformat()) for phase in found.phases] == [
        ("base", "2027-01-04", "2027-01-25"),
        ("build", "2027-01-25", "2027-02-22"),
        ("specific", "2027-02-22", "2027-04-11"),
        ("taper", "2027-04-11", "2027-04-26"),
    ]
    assert not found.finish_only
    assert letters(found) == "BBBRBBBRBBBRBBTX"


@pytest.mark.parametrize(
    ("distance_m", "days"), [(5_000, 10), (10_000, 10), (21_098, 12), (42_195, 14), (100_000, 14)]
)
def test_the_taper_is_as_long_as_the_distance_wants(distance_m: float, days: int) -> None:
    found = season(races=[race("2027-06-27", distance_m=distance_m)])

    taper = found.phases[-1]
    assert (date(2027, 6, 27) - taper.start).days == days


@pytest.mark.parametrize(
    ("distance_m", "weeks"), [(5_000, 6), (10_000, 8), (21_098, 10), (42_195, 12), (100_000, 16)]
)
def test_too_late_for_more_than_finishing(distance_m: float, weeks: int) -> None:
    start = date(2027, 1, 4).toordinal()
    enough = date.fromordinal(start + 7 * weeks).isoformat()
    short = date.fromordinal(start + 7 * weeks - 1).isoformat()

    assert not season(races=[race(enough, distance_m=distance_m)]).finish_only
    assert season(races=[race(short, distance_m=distance_m)]).finish_only


def test_without_a_race_there_are_twelve_weeks_or_as_many_as_wished() -> None:
    assert letters(season()) == "BBRBBBRBBBRB"
    assert [phase.name for phase in season().phases] == ["base", "build"]
    assert len(season(weeks=5).weeks) == 5
    assert len(season(today="2027-01-07", weeks=5).weeks) == 5


def test_phases_and_weeks_cover_every_day_once() -> None:
    found = season(today="2027-01-07", races=[race("2027-04-14", distance_m=10_000)])

    assert found.phases[0].start == found.weeks[0].start == date(2027, 1, 7)
    assert found.phases[-1].end == found.weeks[-1].end == date(2027, 4, 15)
    assert all(one.end == other.start for one, other in pairwise(found.phases))
    assert all(one.end == other.start for one, other in pairwise(found.weeks))
    assert all(week.start.weekday() == 0 for week in found.weeks[1:])


def test_two_goals_have_a_taper_each_and_recovery_between() -> None:
    found = season(races=[race("2027-04-11", distance_m=21_098), race("2027-07-11", distance_m=42_195)])

    names = [phase.name for phase in found.phases]
    assert names == ["base", "build", "specific", "taper", "recovery", "base", "build", "specific", "taper"]
    assert found.phase_on(date(2027, 4, 12)) == "recovery"


def test_masters_and_beginners_recover_every_third_week() -> None:
    assert letters(season(athlete={"age": 55}, weeks=9)) == "BBBRBBRBB"


def test_a_week_off_begins_a_new_stretch() -> None:
    away = [{"start": "2027-01-25", "end": "2027-02-01"}]

    assert letters(season(blackouts=away, weeks=9)) == "BBBBBBBRB"


def test_half_of_the_weeks_room_closed_is_a_week_off() -> None:
    """Tuesday and Friday are all there is; only Tuesday is closed."""
    room = {"tue": {"minutes": 60}, "fri": {"minutes": 60}}
    away = [{"start": "2027-01-26", "end": "2027-01-27"}]

    assert letters(season(blackouts=away, weeks=9, availability=room)) == "BBBBBBBRB"


def test_a_b_race_makes_its_week_a_race_week_and_a_c_race_does_not() -> None:
    races = [race("2027-04-25"), race("2027-02-07", "B", 10_000), race("2027-03-07", "C", 5_000)]

    assert letters(season(races=races)) == "BBRBXBBBRBBBRBTX"


@pytest.mark.parametrize("cycle", [3, 4])
@pytest.mark.parametrize("count", range(5, 40))
def test_recovery_comes_every_three_or_four_weeks_and_never_last(count: int, cycle: int) -> None:
    easy = sorted(recovery_weeks(count, cycle))

    assert easy[0] in (2, 3)
    assert all(later - earlier in (3, 4) for earlier, later in pairwise(easy))
    assert 1 <= count - 1 - easy[-1] < cycle
