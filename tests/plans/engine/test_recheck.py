"""A plan that somebody changed: judged by the season as it was planned."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plans.engine.answer import answer
from plans.engine.plan import Plan, make_plan
from plans.engine.recheck import recheck, with_stability
from plans.engine.rules import Session, Verdict
from tests.plans.engine.wishes import race, session, spec

WISH = {"races": [race("2027-03-07", distance_m=10_000)]}


@pytest.fixture(scope="module")
def made() -> Plan:
    return make_plan(spec(**WISH), engine="greedy")


def judge(made: Plan, sessions: tuple[Session, ...], **changes: Any) -> tuple[tuple[Verdict, ...], float]:
    told = json.loads(json.dumps(answer(made)))
    wanted = spec(**(WISH | changes))
    return recheck(wanted, phases=told["phases"], weeks=told["weeks"], sessions=sessions)


def broken(verdicts: tuple[Verdict, ...]) -> list[int]:
    return [each.rule.number for each in verdicts if not each.finding.passed]


def test_an_unchanged_plan_has_the_verdict_it_was_made_with(made: Plan) -> None:
    assert judge(made, made.judged.sessions) == (made.verdicts, made.score)


def test_the_order_of_the_sessions_is_of_no_matter(made: Plan) -> None:
    assert judge(made, made.judged.sessions[::-1]) == (made.verdicts, made.score)


def test_the_season_is_the_one_that_was_planned(made: Plan) -> None:
    """A race that comes later does not turn taper into base."""
    before = broken(made.verdicts)
    verdicts, _ = judge(made, made.judged.sessions, races=[*WISH["races"], race("2027-06-20")])

    assert broken(verdicts) == before


def test_hard_days_in_a_row_are_told(made: Plan) -> None:
    hard = next(each for each in made.judged.sessions if each.hard)
    beside = session(hard.day + timedelta(days=1), 30, "tempo")
    others = tuple(each for each in made.judged.sessions if each.day != beside.day)

    verdicts, score = judge(made, (*others, beside))

    assert 6 in [each.rule.number for each in verdicts if each.breaks_plan]
    assert score < made.score


def test_a_day_that_was_closed_afterwards_is_told(made: Plan) -> None:
    day = made.judged.sessions[0].day
    closed = {"start": day.isoformat(), "end": (day + timedelta(days=1)).isoformat(), "reason": "travel"}

    verdicts, _ = judge(made, made.judged.sessions, blackouts=[closed])

    assert 15 in broken(verdicts)


def test_a_ride_in_a_plan_for_a_runner_is_no_long_run(made: Plan) -> None:
    ride = session(date(2027, 1, 10), 180, "long", sport="cycling", load=120)
    others = tuple(each for each in made.judged.sessions if each.day != ride.day)

    assert 2 not in broken(judge(made, (*others, ride))[0])
    assert 2 in broken(judge(made, (*others, replace(ride, sport="running")))[0])


def test_sessions_outside_the_plan_are_not_looked_at(made: Plan) -> None:
    late = session(date(2027, 3, 9), 300, "long")

    assert judge(made, (*made.judged.sessions, late)) == (made.verdicts, made.score)


def test_without_phases_or_weeks_there_is_nothing_to_judge_by(made: Plan) -> None:
    with pytest.raises(ValueError, match="one phase and one week"):
        recheck(spec(), phases=[], weeks=[], sessions=made.judged.sessions)


def test_made_anew_eight_of_ten_sessions_are_to_stay(made: Plan) -> None:
    since = date(2027, 2, 1)
    later = [each for each in made.judged.sessions if each.day >= since]
    gone = later[: len(later) // 5 + 1]
    after = [each for each in made.judged.sessions if each not in gone]

    same, score = with_stability(
        made.verdicts, before=made.judged.sessions, after=made.judged.sessions, since=since
    )
    less, worse = with_stability(made.verdicts, before=made.judged.sessions, after=after, since=since)

    assert same[18].finding.value == 1.0
    assert same[18].finding.applies
    assert less[18].finding.value == pytest.approx(1 - len(gone) / len(later))
    assert not less[18].finding.passed
    assert worse < score


def test_nothing_told_is_nothing_to_keep(made: Plan) -> None:
    verdicts, _ = with_stability(made.verdicts, before=[], after=made.judged.sessions, since=date(2027, 1, 4))

    assert verdicts == made.verdicts
