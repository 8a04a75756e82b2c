"""What is asked of weeks with sick days in them, or with the easy days after those.

Ill from Monday of the fourth week: after four days the easy ones end with Monday of the fifth.
"""

from __future__ import annotations

from typing import Any

import pytest

from plans.engine.rules import Judged, Session, growth, mix, spacing, taper
from tests.plans.engine.wishes import judged, race, weekly

WELL: list[dict[str, str]] = []
FOUR_DAYS = [{"start": "2027-01-25", "end": "2027-01-29", "kind": "illness"}]
A_WEEK = [{"start": "2027-01-25", "end": "2027-02-01", "kind": "illness"}]


def plan(sessions: list[Session], illness: list[dict[str, str]], **changes: Any) -> Judged:
    return judged(sessions, **({"weeks": 6} | changes), illness=illness)


@pytest.mark.parametrize(("illness", "passes"), [(WELL, False), (FOUR_DAYS, True), (A_WEEK, False)])
def test_4_a_week_cut_short_by_a_few_sick_days_is_no_measure_of_the_next(
    illness: list[dict[str, str]], passes: bool
) -> None:
    """200, 200, 60, 40 and 40 minutes, then 220: a tenth more than in the weeks before the illness."""
    weeks = [*weekly(2, 100, 0, 100), *weekly(1, 30, 0, 30, start=2), *weekly(2, 0, 0, 0, 0, 40, start=3)]
    found = plan([*weeks, *weekly(1, 110, 0, 110, start=5)], illness, athlete={"weekly_min_last6": [200]})

    assert growth.weekly_minutes(found).passed == passes


@pytest.mark.parametrize(("illness", "asked"), [(WELL, True), (FOUR_DAYS, False)])
def test_3_and_8_little_may_have_any_shape(illness: list[dict[str, str]], asked: bool) -> None:
    alike = plan(weekly(1, *[30] * 6, start=4), illness)
    far = plan(weekly(1, 30, 30, 30, 80, start=4), illness)

    assert spacing.evenness(alike).passed != asked
    assert growth.long_run_length(far).passed != asked


@pytest.mark.parametrize(("illness", "lacking"), [(WELL, 4), (FOUR_DAYS, 3)])
def test_16_asks_nothing_specific_of_the_way_back(illness: list[dict[str, str]], lacking: int) -> None:
    found = mix.variety(plan([], illness, races=[race("2027-03-14", distance_m=10_000)]))

    assert found.value == lacking


def test_4_a_long_week_with_a_sick_day_is_a_measure_all_the_same() -> None:
    ill = [{"start": "2027-01-30", "end": "2027-01-31", "kind": "illness"}]
    weeks = [*weekly(3, 80, 0, 80), *weekly(1, 100, 0, 80, start=3), *weekly(2, 105, 0, 100, start=4)]

    assert growth.weekly_minutes(plan(weeks, ill, athlete={"weekly_min_last6": [160]})).passed


def test_9_and_13_ask_nothing_of_a_taper_that_an_illness_led_into() -> None:
    goal, usual = race("2027-03-14", distance_m=10_000), weekly(10, 0, 60, 60, 60, 0, 60, 60)

    assert taper.volume_cut(plan(usual, WELL, races=[goal])).applies
    assert not taper.volume_cut(plan(usual, FOUR_DAYS, races=[goal])).applies
    late = [{"start": "2027-03-03", "end": "2027-03-05", "kind": "illness"}]
    assert taper.fitness_lost(plan(usual, FOUR_DAYS, races=[goal])).applies
    assert not taper.fitness_lost(plan(usual, late, races=[goal])).applies
