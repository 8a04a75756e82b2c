from __future__ import annotations

import pytest

from plans.engine.rules import spacing
from tests.plans.engine.wishes import judged, race, rooms, session, weekly


def test_6_a_day_lies_between_hard_ones() -> None:
    apart = judged([session(0, kind="tempo"), session(2, kind="tempo")])
    adjacent = judged([session(0, kind="tempo"), session(1, kind="tempo"), session(2, kind="tempo")])

    assert spacing.adjacent_hard_days(apart).passed
    assert spacing.adjacent_hard_days(adjacent).value == 2


def test_6_a_race_is_a_hard_day_but_two_races_are_nobodys_fault() -> None:
    races = [race("2027-01-09", "C"), race("2027-01-10", "C")]

    assert spacing.adjacent_hard_days(judged([], races=races)).passed
    assert not spacing.adjacent_hard_days(judged([session(4, kind="tempo")], races=races)).passed


def test_7_a_week_has_a_day_of_rest() -> None:
    assert spacing.rest_days(judged(weekly(1, *[30] * 6), weeks=1)).passed
    assert not spacing.rest_days(judged(weekly(1, *[30] * 7), weeks=1)).passed


def test_7_races_and_strength_are_no_rest() -> None:
    raced = judged(weekly(1, *[30] * 6), weeks=1, races=[race("2027-01-10", "C")])
    lifted = judged([*weekly(1, *[30] * 6), session(6, kind="strength")], weeks=1)

    assert not spacing.rest_days(raced).passed
    assert not spacing.rest_days(lifted).passed


def test_7_and_8_do_not_apply_to_part_of_a_week() -> None:
    part = judged([session(3)], today="2027-01-07", weeks=1)

    assert not spacing.rest_days(part).applies
    assert not spacing.evenness(part).applies


def test_8_six_equal_days_are_too_even() -> None:
    even = spacing.evenness(judged(weekly(1, *[40] * 6), weeks=1))
    uneven = spacing.evenness(judged(weekly(1, 20, 40, 20, 60, 20, 90), weeks=1))

    assert even.value == pytest.approx(6**0.5)
    assert not even.passed
    assert uneven.passed


def test_8_is_two_at_most_by_the_population_sd() -> None:
    """Loads with 28·Σx² = 5·(Σx)² have a monotony of exactly 2."""
    plan = judged(weekly(1, 1, 1, 1, 1, 0, 0), weeks=1)

    assert spacing.evenness(plan).value == pytest.approx((4 / 7) / ((4 / 7 - 16 / 49) ** 0.5))


def test_15_days_hold_what_they_have_room_for() -> None:
    assert spacing.availability(judged([session(1, 60)])).passed
    assert not spacing.availability(judged([session(1, 61)])).passed
    assert not spacing.availability(judged([session(1, 30), session(1, 30, slot=2)])).passed
    assert not spacing.availability(judged([session(0, 20)])).passed


def test_15_two_sessions_where_two_are_allowed() -> None:
    twice = {"availability": rooms(2, tue=90)}

    assert spacing.availability(judged([session(1, 60), session(1, 30, slot=2)], **twice)).passed


def test_15_counts_closed_days_races_and_the_cap_of_a_week() -> None:
    closed = [{"start": "2027-01-05", "end": "2027-01-06"}]
    sick = [{"start": "2027-01-05", "end": "2027-01-06", "kind": "illness"}]
    week = weekly(1, 0, 60, 60)

    assert spacing.availability(judged([session(1)], blackouts=closed)).value == 1
    assert spacing.availability(judged([session(1)], illness=sick)).value == 1
    assert spacing.availability(judged([session(1)], races=[race("2027-01-05", "C")])).value == 1
    assert spacing.availability(judged(week, weekly_cap_min=120)).passed
    assert spacing.availability(judged(week, weekly_cap_min=119)).value == 1
