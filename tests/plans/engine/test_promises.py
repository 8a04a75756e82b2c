"""What athletes complain about in other planners, held here for whole plans of every sport."""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from athletes.sources.records import Sport
from plans.engine import solver
from plans.engine.plan import Plan, make_plan
from plans.engine.prediction import Prediction, predict
from plans.engine.relax import settle
from plans.engine.steps import leaves
from plans.engine.syntax import parse as parse_text
from plans.engine.targets import Resolved, resolve
from plans.engine.week import WeekModel
from tests.plans.engine.wishes import race, rooms, spec

KNOWN = {"ftp_w": 250, "lthr_bpm": 168, "threshold_pace_s_per_km": 255, "css_s_per_100m": 96}
GOALS = {"running": 10_000, "cycling": 50_000, "swimming": 1_500}


def greedy(**changes: Any) -> Plan:
    return make_plan(spec(**changes), engine="greedy")


def plan_for(sport: str, **thresholds: float) -> Plan:
    goal = race("2027-03-14", distance_m=GOALS[sport])
    return greedy(sport=sport, races=[goal], athlete={"thresholds": thresholds or KNOWN})


@pytest.mark.parametrize("sport", GOALS)
def test_the_text_the_steps_and_the_numbers_of_every_session_agree(sport: str) -> None:
    found = plan_for(sport)

    for session in found.judged.sessions:
        own = Sport(session.sport)
        for steps in (session.steps, parse_text(session.text, own)):
            told = predict(steps, own, found.judged.spec.athlete.thresholds)
            assert isinstance(told, Prediction)
            assert (told.minutes, told.load) == (session.minutes, session.load)
            assert (told.z1_min, told.z2_min, told.z3_min) == (session.z1_min, session.z2_min, session.z3_min)


@pytest.mark.parametrize("sport", GOALS)
def test_every_sport_is_prepared_for_its_race(sport: str) -> None:
    found = plan_for(sport)

    assert found.status == "ok"
    assert not any(each.breaks_plan for each in found.verdicts)
    assert {each.sport for each in found.judged.sessions} == {sport}
    assert any(each.hard for each in found.judged.sessions)


def easy_paces(found: Plan) -> set[tuple[float, float]]:
    """Of easy runs, in seconds per kilometre."""
    steps = [step for each in found.judged.sessions if each.kind == "easy" for step in leaves(each.steps)]
    aims = [resolve(step, Sport.RUNNING, found.judged.spec.athlete.thresholds) for step in steps]
    found_aims = [aim for aim in aims if isinstance(aim, Resolved)]
    return {(round(aim.low or 0, 1), round(aim.high or 0, 1)) for aim in found_aims}


def test_zones_are_the_athletes_own() -> None:
    """The same easy run is 72 to 82 % of two different speeds."""
    fast, slow = (plan_for("running", threshold_pace_s_per_km=pace) for pace in (205, 410))

    assert easy_paces(fast) == {(250.0, 284.7)}
    assert easy_paces(slow) == {(500.0, 569.4)}


def test_two_sessions_a_day_only_where_they_are_allowed() -> None:
    """Wednesday has room for two, the long Sunday for one."""
    wide = {"weekly_min_last6": [500] * 6, "sessions_per_week": 8, "fitness": 70.0, "longest_30d_min": 120}
    days = rooms(tue=60, thu=60, fri=60, sun=240) | rooms(2, wed=150, sat=150)
    found = greedy(availability=days, athlete=wide, weeks=4)

    doubled = {day.weekday() for day, sessions in found.judged.by_day.items() if len(sessions) == 2}
    assert doubled
    assert doubled <= {2, 5}
    assert max(map(len, found.judged.by_day.values())) == 2


def test_keeping_on_without_a_race_grows_slowly_and_recovers() -> None:
    found = greedy()

    season = found.judged.season
    assert (found.status, len(season.weeks), season.goals) == ("ok", 12, ())
    assert [each.rule.number for each in found.verdicts if not each.finding.passed] == []
    recovering = [week for week in season.weeks if week.kind == "recovery"]
    assert len(recovering) == 3
    assert found.judged.fitness_on(season.weeks[-1].days[-1]) > 42.0
    before = {week.number: found.judged.load(week) for week in season.weeks}
    assert all(before[week.number] < before[week.number - 1] for week in recovering)


def test_two_goals_three_weeks_apart_are_planned() -> None:
    found = greedy(races=[race("2027-03-14", distance_m=10_000), race("2027-04-04", distance_m=10_000)])

    assert found.status == "ok"
    assert not any(each.breaks_plan for each in found.verdicts)


def test_without_the_solver_the_same_rules_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python does when a package is missing: `None` among the modules."""
    wished = spec(races=[race("2027-03-07", distance_m=10_000)])
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    settle.cache_clear()

    found = make_plan(wished)

    assert solver.solve(_nothing(), ()).status == "unavailable"
    assert found.judged == make_plan(wished, engine="greedy").judged
    assert not any(each.breaks_plan for each in found.verdicts)
    days = [each.day for each in found.judged.sessions if each.hard]
    assert all((later - earlier).days >= 2 for earlier, later in pairwise(days))
    settle.cache_clear()


def _nothing() -> WeekModel:
    return WeekModel((), 7, 6, (), (), (), ())


def test_the_days_after_an_illness_have_neither_strides_nor_anything_hard() -> None:
    """Ill from Friday to Tuesday: five days, and five easy ones after them."""
    ill = [{"start": "2027-01-15", "end": "2027-01-20", "kind": "illness"}]
    found = greedy(weeks=4, illness=ill).judged

    easy = [each for each in found.sessions if date(2027, 1, 20) <= each.day < date(2027, 1, 25)]
    assert easy
    assert not any(each.is_intense for each in easy)
    assert any(each.kind == "strides" for each in found.sessions)
