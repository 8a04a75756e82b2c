"""Whole plans: what they keep, what other planners got wrong, and what is told when something gives way."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.support.plan_athletes import athlete
from plans.engine.plan import Plan, make_plan
from plans.engine.relax import Engine
from plans.engine.rules import Session
from plans.engine.rules.judged import endurance
from plans.engine.rules.mix import pattern
from plans.engine.rules.stability import stability
from plans.engine.spec import parse
from tests.plans.engine.wishes import race, rooms, spec

ENGINES: tuple[Engine, ...] = ("exact", "greedy")
both = pytest.mark.parametrize("engine", ENGINES)


def plan(engine: Engine = "exact", **changes: Any) -> Plan:
    return make_plan(spec(**changes), engine=engine)


def failed(found: Plan) -> list[int]:
    return [each.rule.number for each in found.verdicts if not each.finding.passed]


def minutes_by_day(found: Plan) -> Counter[date]:
    return sum((Counter({each.day: each.minutes}) for each in found.judged.sessions), Counter())


@both
def test_a_runner_is_prepared_for_ten_kilometres(engine: Engine) -> None:
    found = plan(engine, races=[race("2027-03-07", distance_m=10_000)])

    assert found.status == "ok"
    assert failed(found) == []
    assert found.score == 1.0


@both
@given(seed=st.integers(0, 10_000))
@settings(max_examples=3, deadline=None, database=None, derandomize=True)
def test_no_athlete_ever_gets_a_plan_that_breaks_a_hard_rule(engine: Engine, seed: int) -> None:
    found = make_plan(parse(athlete(seed, 6)), engine=engine)

    assert found.status != "infeasible"
    assert not any(verdict.breaks_plan for verdict in found.verdicts)


@both
def test_a_blocked_sunday_stays_free(engine: Engine) -> None:
    found = plan(engine, availability=rooms(tue=60, thu=60, fri=60, sat=120, sun=0), long_day="sun", weeks=5)

    assert {each.day.weekday() for each in found.judged.sessions} <= {1, 3, 4, 5}


@both
def test_a_cap_of_ninety_minutes_holds(engine: Engine) -> None:
    wide = {"weekly_min_last6": [400] * 6, "longest_30d_min": 150, "fitness": 60.0}
    found = plan(engine, availability=rooms(tue=90, thu=90, fri=90, sat=90, sun=90), athlete=wide, weeks=5)

    assert max(minutes_by_day(found).values()) == 90


@both
def test_two_sessions_a_day_where_they_are_allowed(engine: Engine) -> None:
    busy = {"weekly_min_last6": [500] * 6, "sessions_per_week": 8, "fitness": 70.0}
    found = plan(
        engine, availability=rooms(2, tue=120, wed=120, fri=120, sat=150, sun=150), athlete=busy, weeks=4
    )

    slots = Counter(each.day for each in found.judged.sessions)
    assert max(slots.values()) == 2
    assert all(sum(each.is_key for each in day) <= 1 for day in found.judged.by_day.values())
    assert {(each.day, each.slot) for each in found.judged.sessions} == {
        (day, slot) for day, count in slots.items() for slot in range(1, count + 1)
    }


@both
def test_a_weekly_cap_holds(engine: Engine) -> None:
    found = plan(engine, weekly_cap_min=200, weeks=5)

    assert (
        max(sum(each.minutes for each in found.judged.of(week)) for week in found.judged.season.weeks) <= 200
    )


@both
def test_travel_stays_free_and_illness_is_followed_by_easy_days(engine: Engine) -> None:
    away = [{"start": "2027-01-12", "end": "2027-01-15", "reason": "travel"}]
    sick = [{"start": "2027-01-25", "end": "2027-01-29", "kind": "illness"}]
    found = plan(engine, blackouts=away, illness=sick, weeks=7)

    closed = [(date(2027, 1, 12), date(2027, 1, 15)), (date(2027, 1, 25), date(2027, 1, 29))]
    assert not any(start <= each.day < end for each in found.judged.sessions for start, end in closed)
    graded = found.judged.during(date(2027, 1, 29), date(2027, 2, 2))
    assert graded
    assert not any(each.hard for each in graded)


def test_after_ten_days_off_load_resumes_at_seven_tenths() -> None:
    sick = [{"start": "2027-02-01", "end": "2027-02-11", "kind": "injury"}]
    found = plan("greedy", illness=sick, weeks=9)

    before, after = found.judged.season.weeks[3], found.judged.season.weeks[6]
    assert found.judged.load(after) <= 0.85 * max(map(found.judged.load, found.judged.season.weeks[:4]))
    assert before.end <= date(2027, 2, 1)


@both
def test_consecutive_weeks_are_never_the_same(engine: Engine) -> None:
    found = plan(engine, weeks=8, availability=rooms(tue=45, sat=60), athlete={"sessions_per_week": 2})

    weeks = found.judged.season.weeks
    assert all(pattern(found.judged, one) != pattern(found.judged, other) for one, other in pairwise(weeks))


def test_little_fitness_begins_without_anything_hard() -> None:
    found = plan(athlete={"fitness": 15.0, "fatigue": 15.0, "weekly_min_last6": [90] * 6}, weeks=6)

    first = min(each.day for each in found.judged.sessions if each.hard)
    assert first >= date(2027, 1, 25)


def test_a_beginner_grows_from_thirty_minutes() -> None:
    beginner = {"fitness": 10.0, "fatigue": 8.0, "longest_30d_min": 30, "weekly_min_last6": [90] * 6}
    found = plan("greedy", athlete=beginner | {"experience": "novice", "sessions_per_week": 3}, weeks=8)

    longest = [
        max(each.minutes for each in endurance(found.judged.of(week))) for week in found.judged.season.weeks
    ]
    assert 30 <= longest[0] <= 33
    assert max(longest) >= 45


def test_strength_is_done_twice_a_week_and_not_before_the_race() -> None:
    found = plan(strength=True, races=[race("2027-02-14", distance_m=5_000)])

    lifted = [each.day for each in found.judged.sessions if each.is_strength]
    assert 17 not in failed(found)
    assert max(lifted) < date(2027, 2, 4)
    tired = {day + timedelta(days=1) for day in lifted}
    assert not any(each.hard and each.day in tired for each in found.judged.sessions)


@both
def test_b_and_c_races_have_room(engine: Engine) -> None:
    races = [race("2027-02-14", "B", 10_000), race("2027-02-28", "C", 5_000), race("2027-03-21", "A", 10_000)]
    found = plan(engine, races=races)

    assert 18 not in failed(found)
    assert not any(each.day in {date(2027, 2, 14), date(2027, 2, 28)} for each in found.judged.sessions)
    eve = found.judged.by_day.get(date(2027, 2, 13), ())
    assert sum(each.minutes for each in eve) <= 30


def test_two_goals_are_both_tapered_for() -> None:
    races = [race("2027-03-14", distance_m=10_000), race("2027-05-23", distance_m=10_000)]
    found = plan("greedy", races=races)

    after = [each for each in found.judged.sessions if date(2027, 3, 15) <= each.day < date(2027, 3, 20)]
    assert not any(each.hard for each in after)
    assert {9, 10, 12} & set(failed(found)) == set()


def test_too_late_for_a_marathon_is_a_plan_to_finish() -> None:
    found = plan("greedy", races=[race("2027-03-07")])

    assert found.status == "finish_only"
    assert found.judged.sessions


@pytest.mark.parametrize("sport", ["cycling", "swimming"])
def test_other_sports_have_plans_as_well(sport: str) -> None:
    found = plan(sport=sport, weeks=3, athlete={"thresholds": {}})

    assert found.status == "ok"
    assert {each.sport for each in found.judged.sessions} == {sport}


def test_the_race_tomorrow_leaves_half_an_hour() -> None:
    found = plan(races=[race("2027-01-06", distance_m=5_000)], today="2027-01-05")

    assert found.status == "finish_only"
    assert [each.minutes <= 30 for each in found.judged.sessions] == [True]


def test_only_closed_days_are_no_plan() -> None:
    sick = [{"start": "2027-01-01", "end": "2027-12-31", "kind": "injury"}]
    found = plan(illness=sick)

    assert (found.status, found.blocking, found.judged.sessions) == ("infeasible", ("illness",), ())


def test_what_was_told_is_kept_where_nothing_speaks_against_it() -> None:
    first = plan(weeks=5, athlete={"weekly_min_last6": [300] * 6, "fitness": 45.0})
    later = parse_again(first)
    told = {
        day: frozenset((each.kind, each.minutes) for each in sessions)
        for day, sessions in first.judged.by_day.items()
    }
    again = make_plan(later, published=told)

    kept = [each for each in again.judged.sessions if (each.kind, each.minutes) in told.get(each.day, ())]
    assert len(kept) / len(again.judged.sessions) >= 0.8


def test_planned_again_a_day_later_it_is_the_plan_that_was_told() -> None:
    first = plan(weeks=6, athlete={"weekly_min_last6": [300] * 6, "fitness": 45.0})
    monday, tomorrow = first.judged.season.start, first.judged.season.start + timedelta(days=1)
    athlete = replace(
        first.judged.spec.athlete,
        fitness=first.judged.fitness_on(monday),
        fatigue=first.judged.fatigue_on(monday),
    )
    weeks = first.judged.season.weeks
    season = replace(first.judged.season, weeks=(replace(weeks[0], start=tomorrow), *weeks[1:]))
    told = {
        day: frozenset((each.kind, each.minutes) for each in sessions)
        for day, sessions in first.judged.by_day.items()
        if day >= tomorrow
    }
    later = replace(first.judged.spec, today=tomorrow, athlete=athlete)
    again = make_plan(later, published=told, season=season)

    assert stability(first.judged.sessions, again.judged.sessions, tomorrow).passed


def parse_again(first: Plan) -> Any:
    """The same athlete a week later, the week done as planned but for one easy run."""
    week = first.judged.season.weeks[0]
    done = sum(each.minutes for each in first.judged.of(week)) - 30
    return spec(
        today="2027-01-11",
        weeks=4,
        athlete={
            "fitness": round(first.judged.fitness_on(week.end - timedelta(days=1)) - 0.7, 2),
            "fatigue": round(first.judged.fatigue_on(week.end - timedelta(days=1)) - 3, 2),
            "longest_30d_min": 80,
            "weekly_min_last6": [300, 300, 300, 300, 300, done],
        },
    )


def test_every_session_says_why_and_how() -> None:
    found = plan(weeks=3)

    assert all(_is_told(each) for each in found.judged.sessions)


def _is_told(session: Session) -> bool:
    first = session.text.splitlines()[0]
    return first == f"# {session.minutes} min, load {session.load}" and "Week" in session.why


def test_the_same_wish_gives_the_same_plan() -> None:
    assert plan(weeks=4).judged.sessions == plan(weeks=4).judged.sessions


def test_weeks_without_time_for_the_exact_solver_are_made_by_the_other() -> None:
    wished = spec(weeks=3)

    assert make_plan(wished, budgets=(1e-9,)).judged == make_plan(wished, engine="greedy").judged


def test_the_forecast_starts_from_the_measured_state() -> None:
    found = plan(weeks=3)

    form = found.judged.form_on(found.judged.season.start)
    assert form == 42.0 - 40.0
    first = found.judged.by_day.get(found.judged.season.start, ())
    load = sum(each.load for each in first)
    assert found.judged.fitness_on(found.judged.season.start) == pytest.approx(
        42 + (1 - math.exp(-1 / 42)) * (load - 42)
    )
