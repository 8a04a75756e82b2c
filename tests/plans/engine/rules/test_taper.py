from __future__ import annotations

from typing import Any

import pytest

from plans.engine.rules import Judged, Session, taper
from tests.plans.engine.wishes import judged, race, session, weekly

RACE = race("2027-04-25")
HARD_TUESDAYS = [session(7 * week + 1, 40, "tempo") for week in range(14)]


def plan(*tapered: Session, **changes: Any) -> Judged:
    """Fourteen weeks of 40 hard and 160 easy minutes in five sessions, then what is told, then a marathon."""
    usual = weekly(14, 0, 0, 40, 40, 40, 0, 40)
    return judged([*HARD_TUESDAYS, *usual, *tapered], **({"races": [RACE]} | changes))


def fortnight(first: int, second: int, kind: str = "tempo") -> list[Session]:
    """Five sessions in each of the last two weeks, one of them hard."""
    return [
        session(7 * week + day, minutes, kind if day == 1 else "easy")
        for week, minutes in ((14, first), (15, second))
        for day in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("minutes", "passes"), [((24, 24), False), ((23, 23), True), ((16, 16), True), ((15, 15), False)]
)
def test_9_the_last_fortnight_has_about_half(minutes: tuple[int, int], passes: bool) -> None:
    finding = taper.volume_cut(plan(*fortnight(*minutes)))

    assert finding.value == pytest.approx(1 - 5 * sum(minutes) / 2 / 200)
    assert finding.passed == passes


def test_9_weeks_before_the_plan_count_where_the_plan_is_short() -> None:
    """Four of the six weeks lie in the plan and are empty, two before it had 240 and 250 minutes."""
    short = judged([], races=[race("2027-02-14", distance_m=5_000)])

    assert taper.usual_minutes(short, short.goals[0]) == pytest.approx((250 + 240 + 0) / 3)


def test_9_to_13_do_not_apply_without_a_goal() -> None:
    without = plan(races=[race("2027-03-21", "B")])

    for rule in (
        taper.volume_cut,
        taper.taper_length,
        taper.taper_frequency,
        taper.form_on_race_day,
        taper.fitness_lost,
    ):
        assert not rule(without).applies


def test_9_and_11_ask_nothing_of_a_fortnight_that_is_closed() -> None:
    sick = [{"start": "2027-04-14", "end": "2027-04-18", "kind": "illness"}]

    assert not taper.volume_cut(plan(illness=sick)).applies
    assert not taper.taper_frequency(plan(illness=sick)).applies


@pytest.mark.parametrize(("distance_m", "days"), [(5_000, 10), (21_098, 12), (42_195, 14)])
def test_10_engine_s_tapers_are_as_long_as_they_should(distance_m: float, days: int) -> None:
    finding = taper.taper_length(plan(races=[race("2027-04-25", distance_m=distance_m)]))

    assert finding.value == days
    assert finding.passed
    assert finding.threshold == (8, 21 if distance_m > 40_000 else 14)


def test_11_four_fifths_of_the_sessions_are_kept() -> None:
    """Of the ten sessions of a usual fortnight: eight, the race being one of them."""
    sessions = fortnight(20, 20)

    assert taper.taper_frequency(plan(*sessions)).value == pytest.approx(1.1)
    assert taper.taper_frequency(plan(*sessions[:3], *sessions[5:9])).value == pytest.approx(0.8)
    assert not taper.taper_frequency(plan(*sessions[:3], *sessions[5:8])).passed


def test_11_each_week_keeps_something_hard() -> None:
    assert taper.taper_frequency(plan(*fortnight(20, 20, "easy"))).value == 0


def test_11_asks_nothing_hard_of_those_who_did_nothing_hard() -> None:
    easy = judged([*weekly(14, 0, 40, 40, 40, 40, 0, 40), *fortnight(20, 20, "easy")], races=[RACE])

    assert taper.taper_frequency(easy).passed


def test_12_form_is_five_to_twenty_five() -> None:
    rested = taper.form_on_race_day(plan(*fortnight(20, 15)))
    tired = taper.form_on_race_day(plan(*weekly(2, 0, 60, 60, 60, 60, 60, start=14)))
    idle = taper.form_on_race_day(judged(weekly(14, *[120] * 7), races=[RACE]))

    assert rested.passed
    assert not tired.passed
    assert tired.value is not None
    assert tired.value < 5
    assert idle.value is not None
    assert idle.value > 25


def test_12_asks_nothing_of_a_fitness_below_twenty() -> None:
    little = judged(weekly(16, 0, 20, 20), races=[RACE], athlete={"fitness": 15.0})

    assert not taper.form_on_race_day(little).applies


def test_13_an_eighth_of_fitness_may_go() -> None:
    growing = weekly(14, 0, 60, 75, 60, 60, 90, 90)
    idle = judged(growing, races=[RACE])
    kept = judged([*growing, *weekly(2, 0, 30, 60, 45, 30, 30, 60, start=14)], races=[RACE])

    assert not taper.fitness_lost(idle).passed
    assert taper.fitness_lost(kept).passed


def test_13_what_fell_before_the_taper_is_not_its_fault() -> None:
    assert not taper.fitness_lost(judged([], races=[RACE])).applies


def test_weeks_before_the_plan_count_with_what_there_is_room_for_now() -> None:
    """Six weeks away: four of the six weeks before the taper lie in the plan, two before it."""
    wanted = {"races": [race("2027-02-14", distance_m=5_000)], "athlete": {"weekly_min_last6": [900] * 6}}
    narrow = judged([], **wanted, weekly_cap_min=300)
    wide = judged([], **wanted)

    goal = narrow.season.goals[0]
    assert taper.usual_minutes(narrow, goal) == pytest.approx(2 * 300 / 3)
    assert taper.usual_minutes(wide, goal) == pytest.approx(2 * 525 / 3)
