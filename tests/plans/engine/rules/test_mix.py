from __future__ import annotations

import pytest

from plans.engine.rules import mix
from tests.plans.engine.wishes import judged, race, rooms, session, weekly

ROOM = {"availability": rooms(2, tue=90, wed=90, thu=90, fri=90, sat=90), "strength": True}


@pytest.mark.parametrize(("easy", "passes"), [(74, False), (75, True), (90, True), (91, False)])
def test_14_most_but_not_all_is_easy(easy: int, passes: bool) -> None:
    finding = mix.easy_share(judged([session(1, 100, z1_min=easy, z2_min=100 - easy)], weeks=4))

    assert finding.value == easy / 100
    assert finding.passed == passes


def test_14_does_not_apply_while_nothing_hard_is_allowed() -> None:
    beginner = {"fitness": 10.0}

    assert not mix.easy_share(judged(weekly(4, 30, 30), weeks=4, athlete=beginner)).applies
    assert mix.easy_share(judged(weekly(8, 30, 30), weeks=8, athlete=beginner)).applies


def test_14_strength_is_not_counted() -> None:
    lifted = [session(1, 100, z1_min=80, z2_min=20), session(2, 60, "strength")]

    assert mix.easy_share(judged(lifted, weeks=4)).value == 0.8


def test_16_weeks_that_are_copies_are_counted() -> None:
    same = judged(
        [*weekly(3, 40, 0, 40), *[session(7 * week + 4, kind="tempo") for week in range(3)]], weeks=3
    )

    assert mix.variety(same).value == 2


def test_16_another_weekday_kind_or_length_makes_another_week() -> None:
    sessions = [session(0), session(1, kind="tempo"), session(7, 50), session(8, kind="tempo")]

    assert mix.variety(judged(sessions, weeks=2)).passed


def test_16_a_phase_of_one_kind_is_dull() -> None:
    dull = judged([session(0, 30), session(8, 40), session(15, 50)], weeks=3)

    assert mix.variety(dull).value == 1


def test_16_the_last_six_weeks_are_specific() -> None:
    """Of the six weeks before the marathon two are the taper's; each other one asks for its session."""
    easy = [session(7 * week + 1 + week % 3, 30 + week) for week in range(16)]
    plan = judged(
        [*easy, *[session(7 * week + 6, 60, "long") for week in range(15)]], races=[race("2027-04-25")]
    )
    specific = [session(7 * week + 4, 40, "marathon_pace") for week in range(16)]

    assert mix.variety(plan).value == 4
    assert mix.variety(judged([*plan.sessions, *specific], races=[race("2027-04-25")])).passed


def test_17_two_sessions_of_strength_in_eight_weeks() -> None:
    lifted = [session(7 * week + day, 30, "strength") for week in range(12) for day in (1, 3)]

    assert mix.strength(judged(lifted, weeks=12, **ROOM)).value == 12
    assert mix.strength(judged(lifted[:16], weeks=12, **ROOM)).passed
    assert not mix.strength(judged(lifted[:15], weeks=12, **ROOM)).passed


def test_17_applies_where_strength_is_wished_and_has_room() -> None:
    cramped = {"strength": True, "availability": rooms(tue=60, wed=60, thu=60, fri=60)}

    assert not mix.strength(judged([], weeks=12, **(ROOM | {"strength": False}))).applies
    assert not mix.strength(judged([], weeks=12, **cramped)).applies


def test_17_nothing_heavy_in_the_last_week() -> None:
    lifted = [session(7 * week + day, 30, "strength") for week in range(10) for day in (1, 3)]
    races = [race("2027-04-25")]
    late = session(7 * 14 + 6, 30, "strength")

    assert mix.strength(judged(lifted, races=races, **ROOM)).passed
    assert mix.strength(judged([*lifted, late], races=races, **ROOM)).value == 0
