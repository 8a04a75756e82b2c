from __future__ import annotations

import pytest

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.steps import Step
from plans.engine.targets import Resolved
from plans.views.profile import Bar, profile
from plans.views.step_words import asked_words, length_words, step_rows, target_words

RUNNER = Thresholds(threshold_pace_s_per_km=240, lthr_bpm=170)
WARMUP = {"kind": "warmup", "duration_s": 600, "target": "pace_zone", "low": 1, "high": 1}
TWICE = {
    "kind": "repeat",
    "repeats": 2,
    "steps": [
        {"kind": "work", "distance_m": 1000, "target": "pace_pct", "low": 100, "high": 100},
        {"kind": "recover", "duration_s": 120},
    ],
}


def test_bars_are_as_long_as_the_steps_and_as_high_as_they_are_hard():
    fast, easy = {"width": 18.18, "height": 80.0, "tone": "z4"}, {"width": 9.09, "height": 42.8, "tone": "z1"}

    assert profile([WARMUP, TWICE], "running", RUNNER) == [
        Bar(x=0.0, y=41.4, width=45.45, height=58.6, tone="z1"),
        Bar(x=45.45, y=20.0, **fast),
        Bar(x=63.64, y=57.2, **easy),
        Bar(x=72.73, y=20.0, **fast),
        Bar(x=90.91, y=57.2, **easy),
    ]


def test_without_thresholds_a_workout_is_still_drawn():
    steps = [{"kind": "work", "distance_m": 1000, "target": "power_w", "low": 300, "high": 300}]

    assert profile(steps, "cycling", Thresholds()) == [
        Bar(x=0.0, y=44.0, width=100.0, height=56.0, tone="z2")
    ]


@pytest.mark.parametrize("steps", [[], None, [{"kind": "dance"}]])
def test_what_is_no_workout_has_no_bars_and_no_rows(steps):
    assert profile(steps, "running", RUNNER) == []
    assert step_rows(steps, "running", RUNNER, "metric") == []


def test_a_repeat_is_told_once():
    rows = step_rows([WARMUP, TWICE], "running", RUNNER, "metric")

    assert [(row.kind, row.times, row.inside) for row in rows] == [
        ("Warm up", 0, False),
        ("Go", 2, True),
        ("Recover", 0, True),
    ]


@pytest.mark.parametrize(
    ("found", "sport", "words"),
    [
        (Resolved("w", 180.0, 200.4), "cycling", "180–200 W"),
        (Resolved("w", None, 137.5), "cycling", "up to 138 W"),
        (Resolved("w", 375.0, None), "cycling", "from 375 W on"),
        (Resolved("bpm", 150.0, 150.0), "running", "150 bpm"),
        (Resolved("s_per_km", 240.0, 255.0), "running", "4:00–4:15 /km"),
        (Resolved("s_per_km", 309.6, None), "running", "slower than 5:10 /km"),
        (Resolved("s_per_km", None, 216.0), "running", "faster than 3:36 /km"),
        (Resolved("s_per_km", 900.0, 960.0), "swimming", "1:30–1:36 /100 m"),
        (Resolved("rpe", 6.0, 7.0), "running", "RPE 6–7"),
        (Resolved("rpe", 6.0, 6.0), "running", "RPE 6"),
        (Resolved("none"), "running", "as you feel"),
    ],
)
def test_targets_read_as_people_say_them(found, sport, words):
    assert target_words(found, Sport(sport), "metric").replace("\u202f", " ") == words


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(duration_s=30), "30 s"),
        (Step(duration_s=90), "1 min 30 s"),
        (Step(duration_s=5400), "1 h 30 min"),
        (Step(distance_m=400), "400 m"),
    ],
)
def test_lengths_read_as_people_say_them(step, words):
    assert length_words(step, "metric").replace("\u202f", " ") == words


def test_what_was_asked_is_told_where_it_hangs_on_a_threshold():
    assert (
        asked_words(Step(duration_s=60, target="power_pct", low=95, high=100))
        == "95–100 % of threshold power"
    )
    assert asked_words(Step(duration_s=60, target="hr_zone", low=2, high=2)) == "zone 2 by heart rate"
    assert asked_words(Step(duration_s=60, target="power_w", low=200, high=200)) == ""
