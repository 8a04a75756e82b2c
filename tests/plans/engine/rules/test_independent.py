"""Two ways to judge a plan agree, on plans that keep the rules and on plans that break them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from benchmarks.support.plan_athletes import athlete
from benchmarks.support.plan_baselines import MAKERS
from plans.engine.macro import season_of
from plans.engine.plan import make_plan
from plans.engine.rules import Finding, Judged, check
from plans.engine.spec import parse
from tests.plans.engine.rules.independent import Independent

SEEDS = range(300, 306)


def plans(seed: int) -> list[Judged]:
    spec = parse(athlete(seed, 12))
    season = season_of(spec)
    made = [Judged(spec, season, maker(spec, season, seed)) for maker in MAKERS.values()]
    return [make_plan(spec, engine="greedy").judged, *made]


def agree(finding: Finding, values: list[float | None]) -> bool:
    return not finding.applies or any(
        value is not None and value == pytest.approx(finding.value, abs=1e-6) for value in values
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_another_way_to_measure_comes_to_the_same(seed: int) -> None:
    for plan in plans(seed):
        told = {each.rule.number: each.finding for each in check(plan)}
        other = Independent(plan)
        hard_from = plan.spec.today + timedelta(days=21 if plan.spec.returning else 0)
        measured: dict[int, list[float | None]] = {
            1: [other.ramp()],
            2: [other.spike()],
            3: [other.long_run()],
            4: [other.growth()],
            6: [other.neighbours()],
            7: [other.rest()],
            8: [other.monotony()],
            12: [*other.form()],
            13: [*other.loss()],
            14: [other.easy(hard_from)],
            15: [other.availability()],
            18: [other.around_races()],
        }
        assert {number for number, values in measured.items() if not agree(told[number], values)} == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_about_runs_is_asked_of_runners_alone(seed: int) -> None:
    for plan in plans(seed):
        told = {each.rule.number: each.finding.applies for each in check(plan)}
        assert told[2] == told[3] == (plan.spec.sport == "running")
        assert all(told[number] for number in (4, 6, 7, 15))
        assert not told[19]
        assert not told[20]
