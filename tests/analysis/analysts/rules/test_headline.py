"""How am I? One true sentence for everybody."""

import pytest

from tests.analysis.builders import WEEK, even_nights, explain, headline

HALF_YEAR = WEEK * 26


def nights(**last_week: float) -> dict:
    """Sixty even nights, then a week around other means."""
    before, week = even_nights(60), even_nights(7, **last_week)
    return {name: [*before[name], *week[name]] for name in before}


@pytest.mark.parametrize(
    ("who", "loads", "options", "expected"),
    [
        ("a new account", [], {}, "Nothing has come in yet: your form begins with the first activity."),
        (
            "somebody who only sleeps",
            [],
            {"nights": even_nights(20)},
            "Your days and nights are here, but no training yet, so there is no form to speak of.",
        ),
        (
            "a first activity today",
            [50],
            {},
            "A start is made with 1 activity; form will mean something after a few weeks of training.",
        ),
        (
            "a first week",
            [50, 0, 40, 0, 60],
            {},
            "A start is made with 3 activities; form will mean something after a few weeks of training.",
        ),
        (
            "activities without any load",
            [0, 0, 0],
            {"unmeasured": 3},
            "Your activities are in, but none of them could be given a load yet.",
        ),
        (
            "three weeks of training",
            WEEK * 3,
            {},
            "Your numbers are warming up: fitness reads 19 after 20 days, and six weeks are needed.",
        ),
        ("half a steady year", HALF_YEAR, {}, "You are in balance: form −2, with fitness steady at 51."),
        (
            "a build of six weeks",
            [*WEEK * 20, *[1.25 * load for load in WEEK * 6]],
            {},
            "You are in balance: form −7, and fitness has risen to 59.",
        ),
        (
            "two easy weeks",
            [*WEEK * 24, *[0.3 * load for load in WEEK * 2]],
            {},
            "You are fresh: form +20, while fitness has eased to 41.",
        ),
        (
            "a day far beyond the month before",
            [*WEEK * 25, 60, 0, 80, 50, 0, 180, 0],
            {},
            "You are carrying fatigue at form −10, but one session went beyond anything in the month before.",
        ),
        (
            "days that are all alike",
            [*WEEK * 24, *[70] * 9],
            {},
            "You are carrying fatigue at form −11, but your days have become too much alike.",
        ),
        (
            "three weeks at more than double",
            [*WEEK * 20, *[2.6 * load for load in WEEK * 3]],
            {},
            "You are very tired: form is down at −50, so easy days come first.",
        ),
        (
            "twenty days off",
            [*WEEK * 20, *[0] * 20],
            {},
            "No training has come in for 20 days, so fitness has eased to 32.",
        ),
        (
            "seven months off",
            [*WEEK * 20, *[0] * 210],
            {},
            "Your last training is more than half a year ago, so form says nothing about today.",
        ),
        (
            "a week of short nights",
            HALF_YEAR,
            {"nights": nights(sleep_h=6.25)},
            "You are in balance at form −2, but your nights have been short.",
        ),
        (
            "a week of raised resting heart rate",
            HALF_YEAR,
            {"nights": nights(resting_hr=52)},
            "You are in balance at form −2, but your body works harder at rest than usual.",
        ),
    ],
)
def test_each_athlete_hears_where_they_stand(who, loads, options, expected):
    assert headline(explain(loads, **options)) == expected
