"""What the last weeks keep for the day of the race."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from benchmarks.support.plan_athletes import athlete
from plans.engine.macro import Week
from plans.engine.plan import make_plan
from plans.engine.rules import Judged
from plans.engine.rules.judged import endurance
from plans.engine.rules.taper import FREQUENCY_KEPT, usual_sessions
from plans.engine.spec import parse
from plans.engine.week import Linear, Situation, WeekModel, build_week, targets_of
from tests.plans.engine.wishes import race, rooms, spec

TEN_K = race("2027-03-11", distance_m=10_000)
"""A Thursday: two days of training are left in its week."""


def planned(**changes: Any) -> Judged:
    return make_plan(spec(races=[TEN_K], **changes), engine="greedy").judged


def before(whole: Judged, week: Week) -> tuple[Situation, WeekModel]:
    """Where the plan stood when the week began."""
    sessions = tuple(each for each in whole.sessions if each.day < week.start)
    now = Situation(replace(whole, sessions=sessions), week)
    return now, build_week(now, targets_of(now))


def last_but_one(**changes: Any) -> tuple[Situation, WeekModel]:
    whole = planned(**changes)
    return before(whole, whole.season.weeks[-2])


def wished(model: WeekModel, name: str) -> list[Linear]:
    return [each for each in model.wishes if isinstance(each, Linear) and each.name == name]


def test_the_fortnight_keeps_its_sessions() -> None:
    found = planned()

    goal = found.season.goals[0]
    fortnight = endurance(found.during(date(2027, 2, 26), goal.date))
    assert len(fortnight) + 1 >= FREQUENCY_KEPT * usual_sessions(found, goal)


def test_every_day_of_the_taper_is_a_day_that_fitness_is_measured_from() -> None:
    """One wish for each open day, and one for the best day before the week."""
    now, model = last_but_one()

    open_days = {choice.day for choice in model.choices}
    assert len(wished(model, "fitness on race day")) == len(open_days) + 1
    assert now.week.kind == "taper"


def test_volume_is_left_for_the_last_days_and_asked_for_when_they_have_no_room() -> None:
    """On Wednesday, the eve, there is room for half an hour at most."""
    _, wide = last_but_one()
    _, narrow = last_but_one(availability=rooms(thu=120, fri=120, sat=120, sun=180))

    later, none = (wished(model, "volume of the taper")[0] for model in (wide, narrow))
    assert later.low is not None
    assert none.low is not None
    assert none.high is not None
    assert none.low < none.high


def test_form_is_not_asked_of_little_fitness() -> None:
    small = {"fitness": 15.0, "fatigue": 15.0, "weekly_min_last6": [100] * 6, "longest_30d_min": 40}
    whole = planned(athlete=small)
    now, model = before(whole, whole.season.weeks[-1])

    assert now.fitness < 20
    assert wished(model, "form on race day") == []


@pytest.mark.parametrize(("sessions", "most"), [(3, 3), (4, 5)])
def test_a_fourth_run_is_not_added_to_three(sessions: int, most: int) -> None:
    """With it the long run would be measured against its share of the week."""
    wanted = spec(weeks=4, athlete={"sessions_per_week": sessions, "weekly_min_last6": [180] * 6})
    season = make_plan(wanted, engine="greedy").judged.season
    now = Situation(Judged(wanted, season, ()), season.weeks[0])

    assert wished(build_week(now, targets_of(now)), "sessions a week")[0].high == most


def test_where_almost_all_was_easy_a_building_week_has_its_tenth_that_is_not() -> None:
    """A cyclist on three days, whose long rides leave one of them for something hard."""
    found = make_plan(parse(athlete(8154)))

    (share,) = (each.finding for each in found.verdicts if each.rule.number == 14)
    assert share.value is not None
    assert 0.75 <= share.value <= 0.90


def test_the_eve_has_its_half_hour_however_long_the_sessions_of_the_week_are() -> None:
    """Of somebody who runs two hours on two days even the shortest easy run was longer than 30 minutes."""
    far = {"fitness": 70.0, "weekly_min_last6": [400] * 6, "longest_30d_min": 130, "sessions_per_week": 3}
    whole = planned(athlete=far, availability=rooms(mon=180, wed=180, sat=240))
    _, model = before(whole, whole.season.weeks[-1])

    on_the_eve = {choice.entry.minutes for choice in model.choices if choice.date == date(2027, 3, 10)}
    assert max(on_the_eve) == 30


@pytest.mark.parametrize("seed", [8218, 8253])
def test_the_very_fit_arrive_fresh_and_not_rusty(seed: int) -> None:
    """With fitness of 80 to 90 and a race on a Thursday the usual taper would leave a form above 25."""
    found = make_plan(parse(athlete(seed)))

    (form,) = (each.finding for each in found.verdicts if each.rule.number == 12)
    assert form.value is not None
    assert 5 <= form.value <= 25


def test_the_last_hard_session_is_not_blocked_by_the_one_before_it() -> None:
    """Monday is its only day, so Sunday is not hard."""
    found = make_plan(parse(athlete(5162)))

    (taper,) = (each.finding for each in found.verdicts if each.rule.number == 11)
    assert taper.passed
    assert any(each.hard and each.day == date(2027, 2, 15) for each in found.judged.sessions)


def test_later_days_are_counted_with_what_a_session_there_can_be() -> None:
    """Four hours of room on the last Monday hold an easy run of an hour and a half."""
    days = {"thu": 120, "fri": 120, "sat": 120, "sun": 180}
    usual, wide = (last_but_one(availability=rooms(mon=most, **days))[1] for most in (90, 240))

    least = [wished(each, "volume of the taper")[0].low or 0 for each in (usual, wide)]
    assert least[1] >= least[0] - 10


def test_on_two_days_a_week_the_taper_keeps_its_hard_session() -> None:
    """Half of what is left of the week, as it was half of the weeks before."""
    found = make_plan(parse(athlete(6097)))

    (taper,) = (each.finding for each in found.verdicts if each.rule.number == 11)
    assert taper.passed
