"""Interval by interval where laps allow, in neutral words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.adherence import Adherence, Lap, Size, adherence
from plans.engine.steps import Repeat, Step, Workout

RIDER = Thresholds(ftp_w=250, lthr_bpm=168)
WARMUP = Step("warmup", 900, None, "power_pct", 50, 65)
COOLDOWN = Step("cooldown", 600, None, "power_pct", 40, 55)
FIVE_TIMES_FOUR: Workout = (
    WARMUP,
    Repeat(
        5, (Step("work", 240, None, "power_pct", 100, 110), Step("recover", 180, None, "power_pct", 40, 55))
    ),
    COOLDOWN,
)


def lap(seconds: float, power_w: float | None = None, **more: Any) -> Lap:
    return Lap(seconds, power_w=power_w, **more)


def ridden(work_w: float = 260, count: int = 5, work_s: float = 240) -> list[Lap]:
    sets = [each for _ in range(count) for each in (lap(work_s, work_w), lap(180, 110))]
    return [lap(900, 150), *sets, lap(600, 110)]


def compared(laps: list[Lap], steps: Workout = FIVE_TIMES_FOUR, **more: Any) -> Adherence:
    values: dict[str, Any] = {
        "sport": Sport.CYCLING,
        "thresholds": RIDER,
        "planned": Size(60, 70),
        "done": Size(60, 70),
    }
    return adherence(steps=steps, laps=laps, **(values | more))


def verdicts(found: Adherence) -> list[str]:
    return [step.verdict for step in found.steps]


def test_a_session_done_to_the_letter_scores_one() -> None:
    found = compared(ridden())

    assert found.basis == "laps"
    assert found.score == 1.0
    assert verdicts(found) == ["as planned"] * 12
    assert found.duration == found.load == 1.0


def test_each_interval_has_its_own_verdict() -> None:
    laps = ridden()
    laps[3], laps[5], laps[7] = lap(240, 230), lap(240, 300), lap(180, 260)

    assert verdicts(compared(laps))[1::2] == [
        "as planned",
        "easier",
        "harder",
        "shorter",
        "as planned",
        "as planned",
    ]


def test_a_last_interval_left_out_is_not_done() -> None:
    found = compared(ridden(count=4))

    assert found.basis == "laps"
    assert verdicts(found)[9:] == ["not done", "not done", "as planned"]
    assert found.steps[9].done is None
    assert found.score == pytest.approx(1 - (480 + 180) / (900 + 5 * (480 + 180) + 600))


def test_an_extra_lap_before_the_start_is_no_step() -> None:
    found = compared([lap(60, 80), *ridden()])

    assert verdicts(found) == ["as planned"] * 12


def test_automatic_laps_tell_nothing_of_intervals() -> None:
    kilometres = [lap(250, 200, distance_m=1000) for _ in range(12)] + [lap(90, 150, distance_m=400)]
    found = compared(kilometres)

    assert found.basis == "session"
    assert found.steps == ()


def test_over_unders_are_judged_by_their_means_not_by_their_variation() -> None:
    over_unders: Workout = (
        WARMUP,
        Repeat(
            4, (Step("work", 120, None, "power_pct", 88, 92), Step("work", 60, None, "power_pct", 105, 110))
        ),
        COOLDOWN,
    )
    laps = [lap(900, 150), *[each for _ in range(4) for each in (lap(120, 225), lap(60, 268))], lap(600, 110)]

    assert verdicts(compared(laps, over_unders)) == ["as planned"] * 10
    assert compared([lap(900, 150), lap(720, 240), lap(600, 110)], over_unders).basis == "session"


def test_a_long_recovery_is_longer_and_no_more_than_that() -> None:
    laps = ridden()
    laps[2] = lap(270, 100)

    assert verdicts(compared(laps))[2] == "longer"


def test_slower_than_asked_is_fine_between_the_work() -> None:
    laps = ridden()
    laps[2] = lap(180, 20)

    assert verdicts(compared(laps))[2] == "as planned"


def test_a_run_is_judged_by_pace() -> None:
    runner = Thresholds(threshold_pace_s_per_km=240)
    steps: Workout = (
        Step("warmup", 600),
        Repeat(3, (Step("work", None, 1000, "pace_pct", 100, 104), Step("recover", 120))),
    )
    laps = [
        lap(600, distance_m=1900),
        lap(236, distance_m=1000, speed_mps=1000 / 236),
        lap(120, distance_m=300),
        lap(255, distance_m=1000, speed_mps=1000 / 255),
        lap(120, distance_m=300),
        lap(216, distance_m=1000, speed_mps=1000 / 216),
        lap(120, distance_m=300),
    ]
    found = compared(laps, steps, sport=Sport.RUNNING, thresholds=runner)

    assert verdicts(found)[1::2] == ["as planned", "easier", "harder"]
    assert found.steps[1].planned == {
        "kind": "work",
        "duration_s": None,
        "distance_m": 1000,
        "unit": "s_per_km",
        "low": pytest.approx(240 / 1.04),
        "high": 240.0,
    }


def test_the_heart_is_no_judge_of_short_steps() -> None:
    steps: Workout = (Repeat(4, (Step("work", 60, None, "hr_bpm", 170, 180), Step("recover", 60))),)

    assert verdicts(compared([lap(60, hr_bpm=130)] * 8, steps)) == ["as planned"] * 8


def test_perceived_effort_and_unknown_thresholds_are_not_judged() -> None:
    by_feel: Workout = (Step("warmup", 600), Step("work", 1200, None, "rpe", 8, 8), Step("cooldown", 300))
    laps = [lap(600), lap(1200, 100, hr_bpm=110), lap(300)]

    assert verdicts(compared(laps, by_feel)) == ["as planned"] * 3
    by_power: Workout = (by_feel[0], Step("work", 1200, None, "power_pct", 100, 105), by_feel[2])
    found = compared(laps, by_power, thresholds=Thresholds())
    assert verdicts(found) == ["as planned"] * 3
    assert found.steps[1].planned["unit"] == "none"


def test_without_laps_duration_and_load_of_the_whole_count() -> None:
    found = compared([], planned=Size(60, 80), done=Size(45, 80))

    assert (found.basis, found.duration, found.load) == ("session", 0.75, 1.0)
    assert found.score == pytest.approx((0.75 / 0.9 + 1) / 2)


def test_what_is_unknown_stays_unknown() -> None:
    found = compared([], planned=Size(None), done=Size(50))

    assert found.to_json() == {"score": None, "duration": None, "load": None, "basis": "session", "steps": []}


def test_strength_has_no_load_to_compare() -> None:
    found = compared([], steps=(), planned=Size(30, 0), done=Size(30, 12))

    assert (found.score, found.load) == (1.0, None)


def test_a_clearly_shorter_session_is_partial() -> None:
    assert compared([], done=Size(44)).is_partial
    assert not compared([], done=Size(45)).is_partial
    assert not compared([], planned=Size(None)).is_partial


@given(
    st.lists(
        st.builds(
            Lap,
            st.floats(1, 4000),
            st.none() | st.floats(1, 20_000),
            st.none() | st.floats(0, 600),
            st.none() | st.floats(60, 200),
            st.none() | st.floats(0, 15),
        ),
        max_size=14,
    )
)
def test_any_laps_give_a_score_between_nothing_and_all(laps: list[Lap]) -> None:
    found = compared(laps)

    assert found.score is not None
    assert 0 <= found.score <= 1
    assert len(found.steps) in (0, 12)
