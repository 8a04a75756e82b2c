"""Nights beside what is usual for this athlete."""

from dataclasses import replace

import pytest

from analysis.analysts.rules.analyst import RulesAnalyst
from tests.analysis.builders import WEEK, build_pack, even_nights, explain, texts


def told(**last_week):
    """Findings about the nights of somebody whose last week was around other means, and no signal found."""
    before, week = even_nights(60), even_nights(7, **last_week)
    nights = {name: [*before[name], *week[name]] for name in before}
    return [texts(each) for each in explain(WEEK * 26, nights=nights, detected=False)["findings"]]


def test_nights_as_usual_are_one_sentence():
    nights = "sleep 7 h 32 min, resting heart rate 48 bpm and HRV 60 ms"
    assert [f"Your means over seven days are where they usually are: {nights}."] in told()


@pytest.mark.parametrize(
    ("last_week", "expected"),
    [
        (
            {"resting_hr": 52},
            [
                "Resting heart rate averaged 52 bpm over seven days, 4 bpm above your usual 48 bpm.",
                "Training, heat, travel, alcohol or an illness on its way can all do that.",
            ],
        ),
        (
            {"resting_hr": 45},
            [
                "Resting heart rate averaged 45 bpm over seven days, 3 bpm below your usual 48 bpm.",
                "That often goes with rest or with growing endurance.",
            ],
        ),
        (
            {"hrv": 50},
            [
                "HRV averaged 50 ms over seven days, 10 ms below your usual 60 ms.",
                "Training, heat, travel, alcohol or an illness on its way can all do that.",
            ],
        ),
        (
            {"hrv": 70},
            [
                "HRV averaged 70 ms over seven days, 10 ms above your usual 60 ms.",
                "Most often that is a good sign; with heavy legs it can also be deep fatigue.",
            ],
        ),
        (
            {"sleep_h": 6.25},
            [
                "Sleep averaged 6 h 17 min a night over seven days, 1 h 13 min below your usual 7 h 30 min.",
                "Short nights slow recovery before they show in performance.",
            ],
        ),
        (
            {"sleep_h": 9},
            [
                "Sleep averaged 9 h 2 min a night over seven days, 1 h 32 min above your usual 7 h 30 min.",
                "More sleep is the plainest help there is for recovery.",
            ],
        ),
    ],
)
def test_a_channel_outside_its_band_is_told_with_its_size(last_week, expected):
    assert expected in told(**last_week)


def test_a_difference_too_small_to_feel_is_no_news():
    assert told(resting_hr=48.6) == told()[:2] + told(resting_hr=48.6)[2:]
    assert len(told(resting_hr=48.6)) == 3


def test_the_channels_inside_are_told_beside_those_outside():
    assert ["Your means over seven days are where they usually are: sleep 7 h 32 min and HRV 60 ms."] in told(
        resting_hr=52
    )


def test_too_few_nights_to_know_what_is_usual_say_nothing():
    nights = even_nights(20)
    few = {name: values[-20:] for name, values in nights.items()}
    assert len(explain(WEEK * 26, nights=few)["findings"]) == 2


def test_weak_nights_come_before_everything_without_a_signal():
    first, *_ = told(sleep_h=7.0)
    assert first[0].startswith("Sleep averaged")


def test_a_signal_says_more_than_the_mean_of_its_channel():
    before, week = even_nights(60), even_nights(7, sleep_h=6.25)
    answered = explain(WEEK * 26, nights={name: [*before[name], *week[name]] for name in before})
    first, *rest = [texts(each)[0] for each in answered["findings"]]
    assert first.startswith("In the seven nights up to ")
    assert not any(each.startswith("Sleep averaged") for each in rest)


def test_missing_nights_are_asked_about_once_and_counted():
    nights = even_nights(67)
    nights["hrv_rmssd_ms"][-9:-4] = float("nan")
    nights["sleep_s"][-3] = float("nan")
    answered = explain(WEEK * 26, nights=nights)
    assert answered["missing"] == [{"channel": "hrv", "days": 5}, {"channel": "sleep", "days": 1}]
    assert [each["text"] for each in answered["questions"]] == [
        "Was the watch worn in the nights without HRV?"
    ]
    assert answered["questions"][0]["about"] == "gap.hrv@2026-11"


@pytest.mark.parametrize(
    ("last_week", "behind"),
    [({"resting_hr": 52}, ["F1"]), ({"hrv": 50}, ["F1"]), ({"resting_hr": 52, "hrv": 50}, ["F1", "F2"])],
)
def test_what_speaks_against_hard_training_ends_in_one_thing_to_do(last_week, behind):
    before, week = even_nights(60), even_nights(7, **last_week)
    nights = {name: [*before[name], *week[name]] for name in before}
    answered = explain(WEEK * 26, nights=nights, detected=False)
    [advice] = answered["recommendations"]
    assert texts(advice) == ["An easy day or two shows whether that settles."]
    assert advice["finding_ids"] == behind


def test_what_was_acknowledged_leaves_the_mean_of_its_channel_to_be_told():
    before, week = even_nights(60), even_nights(7, sleep_h=6.25)
    pack = build_pack(WEEK * 26, nights={name: [*before[name], *week[name]] for name in before})
    known = tuple(replace(each, acknowledged=True, severity="watch") for each in pack.signals)
    assert known
    draft = RulesAnalyst().analyse(replace(pack, signals=known))
    first = draft.findings[0]
    assert first.claims[0].template.startswith("Sleep averaged")
    assert draft.recommendations[0].finding_ids == (first.id,)
