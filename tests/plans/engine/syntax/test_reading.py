"""Each thing one may write, and what it means."""

import pytest

from athletes.sources.records import Sport
from plans.engine.steps import Repeat, Step
from plans.engine.syntax import parse


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("- 10m Z2", Step("work", 600, None, "power_zone", 2, 2)),
        ("- 10m z2-z3", Step("work", 600, None, "power_zone", 2, 3)),
        ("- 10m Z2 HR", Step("work", 600, None, "hr_zone", 2, 2)),
        ("- 1km Z4 Pace", Step("work", None, 1000, "pace_zone", 4, 4)),
        ("- 60m 70%", Step("work", 3600, None, "power_pct", 70, 70)),
        ("- 5m 95-105%", Step("work", 300, None, "power_pct", 95, 105)),
        ("- 5m 95%-105%", Step("work", 300, None, "power_pct", 95, 105)),
        ("- 5m 105 - 95 % FTP", Step("work", 300, None, "power_pct", 95, 105)),
        ("- 10m 75-85% HR", Step("work", 600, None, "hr_pct", 75, 85)),
        ("- 10m 78-82% Pace", Step("work", 600, None, "pace_pct", 78, 82)),
        ("- 5m 250w", Step("work", 300, None, "power_w", 250, 250)),
        ("- 5m 200W-240W", Step("work", 300, None, "power_w", 200, 240)),
        ("- 5m 140-150bpm HR", Step("work", 300, None, "hr_bpm", 140, 150)),
        ("- 3m 4:00/km Pace", Step("work", 180, None, "pace_s_per_km", 240, 240)),
        ("- 3m 4:10-4:00/km", Step("work", 180, None, "pace_s_per_km", 240, 250)),
        ("- 3m 4:10/km-4:00/km Pace", Step("work", 180, None, "pace_s_per_km", 240, 250)),
        ("- 200mtr 1:36/100m Pace", Step("work", None, 200, "pace_s_per_km", 960, 960)),
        ("- 1mi 6:00/mi Pace", Step("work", None, 1609.344, "pace_s_per_km", 223.693629, 223.693629)),
        ("- 8m RPE 7", Step("work", 480, None, "rpe", 7, 7)),
        ("- 8m rpe6-7.5", Step("work", 480, None, "rpe", 6, 7.5)),
        ("- 20m", Step("work", 1200)),
        ("- 20m freeride", Step("work", 1200)),
        ("- 1h30m Z1", Step("work", 5400, None, "power_zone", 1, 1)),
        ("- 1m30 Z1", Step("work", 90, None, "power_zone", 1, 1)),
        ("- 1'30\" Z1", Step("work", 90, None, "power_zone", 1, 1)),
        ("- 90sec Z1", Step("work", 90, None, "power_zone", 1, 1)),
        ("- 1.5min Z1", Step("work", 90, None, "power_zone", 1, 1)),
        ("• 10m 75% 85-95rpm", Step("work", 600, None, "power_pct", 75, 75, "85-95rpm")),
        ("- high cadence! 4m 75%", Step("work", 240, None, "power_pct", 75, 75, "high cadence!")),
        ("- Recovery: spin 3m 50%", Step("recover", 180, None, "power_pct", 50, 50, "spin")),
        ("- Rest 30s", Step("recover", 30)),
        ("- Warm-up 10m Z1", Step("warmup", 600, None, "power_zone", 1, 1)),
        ('- "Z2 by \\"feel\\"" 10m', Step("work", 600, note='Z2 by "feel"')),
    ],
)
def test_a_line_is_one_step(line: str, step: Step) -> None:
    assert parse(line) == (step,)


@pytest.mark.parametrize(
    ("sport", "zone", "percent", "pace"),
    [
        (None, "power_zone", "power_pct", 270),
        (Sport.CYCLING, "power_zone", "power_pct", 270),
        (Sport.RUNNING, "pace_zone", "pace_pct", 270),
        (Sport.SWIMMING, "pace_zone", "pace_pct", 2700),
    ],
)
def test_what_stands_alone_is_in_the_sport_s_own_measure(
    sport: Sport | None, zone: str, percent: str, pace: float
) -> None:
    steps = parse("- 10m Z2\n- 10m 80%\n- 10m 4:30\n- 10m Z2 Power", sport)

    assert [each.target for each in steps if isinstance(each, Step)] == [
        zone,
        percent,
        "pace_s_per_km",
        "power_zone",
    ]
    assert isinstance(steps[2], Step)
    assert steps[2].low == pace


def test_headings_say_what_their_steps_are_until_a_gap() -> None:
    steps = parse("Warm up easily\n\n- 10m\n- 5m\n\n- 20m\nCool down\n- 10m\nMain set\n- 1m")

    assert [each.kind for each in steps if isinstance(each, Step)] == [
        "warmup",
        "warmup",
        "work",
        "cooldown",
        "work",
    ]


@pytest.mark.parametrize("head", ["4x", "4 x", "4X", "4×", "Main set 4x"])
def test_a_repeat_lasts_until_an_empty_line(head: str) -> None:
    first, repeat, last = parse(f"Warmup\n- 10m\n{head}\n- 5m\n- Recover 2m\n\n- 3m")

    assert first == Step("warmup", 600)
    assert repeat == Repeat(4, (Step("work", 300), Step("recover", 120)))
    assert last == Step("work", 180)


def test_two_repeats_in_a_row() -> None:
    assert parse("2x\n- 1m\n3x\n- 2m\nCooldown 2x\n- 3m") == (
        Repeat(2, (Step("work", 60),)),
        Repeat(3, (Step("work", 120),)),
        Repeat(2, (Step("cooldown", 180),)),
    )


@pytest.mark.parametrize(
    ("line", "stairs"),
    [
        ("- 10m ramp 50-75%", [(120, 53), (120, 58), (120, 63), (120, 68), (120, 73)]),
        ("- 2m30s ramp 200-100w", [(75, 175), (75, 125)]),
        ("- 5m01s Ramp 100-200w", [(60, 110), (60, 130), (60, 150), (60, 170), (61, 190)]),
        ("- 30s ramp 100-200w", [(30, 150)]),
    ],
)
def test_a_ramp_becomes_stairs_of_the_same_length(line: str, stairs: list[tuple[int, float]]) -> None:
    steps = parse(line)

    assert [(each.duration_s, each.low) for each in steps if isinstance(each, Step)] == stairs


def test_comments_and_line_ends_of_other_systems() -> None:
    assert parse("# 10 min, load 3\r\n- 10m Z1\r\n") == (Step("work", 600, None, "power_zone", 1, 1),)
