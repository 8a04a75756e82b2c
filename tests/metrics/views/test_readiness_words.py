from __future__ import annotations

from datetime import date

import pytest

from metrics.science.recovery.readiness import WEIGHTS, Context
from metrics.science.recovery.readiness import readiness as compute
from metrics.selectors.readiness import Measured, OverrideHistory, Readiness
from metrics.selectors.readiness_facts import Override
from metrics.views.readiness_words import computed_words, hero, history_words, picture

DAY = date(2026, 11, 22)
VALUES = {"hrv": 62.0, "resting_hr": 51.0, "sleep": 25_200.0, "form": -12.0, "own_word": 3.5}


def found(z, *, measured=VALUES, override=None, **context):
    return Readiness(
        day=DAY,
        computed=compute(z, Context(**context)),
        measured={key: Measured(measured.get(key), None, 9, 14) for key in WEIGHTS},
        override=override,
        ill_since=date(2026, 11, 20) if context.get("is_ill") else None,
        efficiency_pct=context.get("efficiency_pct"),
    )


def plain(text):
    return text.replace("\u202f", " ")


def test_readiness_and_form_are_one_sentence():
    assert (
        hero(found({"hrv": 0.0, "sleep": 0.0}), -12.4) == "Train as planned: readiness 50 of 100, form −12."
    )
    assert hero(found({"hrv": 2.0, "sleep": 0.0}), None) == "Ready for hard work: readiness 70 of 100."
    assert hero(found({"hrv": 2.0}), -12.0) == ""


def test_an_own_verdict_says_that_it_is_one():
    own = Override(DAY, "rest", "Sore throat", 70.0)

    assert hero(found({"hrv": 2.0, "sleep": 0.0}, override=own), 3.0) == (
        "Rest today: your own verdict, readiness 70 of 100, form +3."
    )
    assert hero(found({}, override=own), None) == "Rest today: your own verdict."


@pytest.mark.parametrize(
    ("z", "words"),
    [
        ({"hrv": 0.1, "sleep": -0.3}, "Everything is close to what is usual."),
        (
            {"hrv": -1.0, "resting_hr": 1.0},
            "Pulled down by HRV of the week (−10) and resting heart rate (−8).",
        ),
        ({"own_word": 1.0, "sleep": 0.0}, "Lifted by own word (+10)."),
        ({"form": -1.0, "sleep": 1.0}, "Pulled down by form (−5), lifted by last night's sleep (+6)."),
    ],
)
def test_drivers_are_a_sentence(z, words):
    assert picture(found(z)).sentence == words


def test_each_driver_has_its_value_its_points_and_a_bar_to_its_side():
    drivers = picture(found({"resting_hr": 1.5, "hrv": 1.5})).drivers

    assert [(each.label, plain(each.value), each.points) for each in drivers] == [
        ("HRV of the week", "62 ms", "+15"),
        ("Resting heart rate", "51 bpm", "−12"),
    ]
    assert [(each.bar_x, each.bar_width) for each in drivers] == [(100, 50.0), (60.0, 40.0)]


def test_what_is_missing_says_why():
    shown = picture(found({"hrv": 0.0, "form": 0.0}, measured={"hrv": 62.0, "sleep": 7.0}))

    assert [(each.inside, each.why) for each in shown.missing] == [
        ("resting heart rate", "no value of today yet"),
        ("last night's sleep", "9 of 14 days for what is usual"),
        ("own word", "no check-in of today"),
    ]
    assert shown.basis == "2 of 5 parts"
    assert shown.is_weak


def test_without_two_parts_nothing_is_judged():
    shown = picture(found({"hrv": -3.0}))

    assert (shown.title, shown.sentence, shown.computed) == ("Not enough to judge the day", "", "")


def test_a_high_hrv_that_is_no_good_news_is_explained():
    z = {"hrv": 2.0, "sleep": 0.0, "resting_hr": 0.0}
    (caveat,) = picture(found(z, is_hrv_high=True, efficiency_pct=-4.2)).caveats

    assert "overreaching" in caveat
    assert plain(caveat).endswith("Efficiency fell by 4 % in two weeks.")


def test_a_very_low_form_is_told_with_what_to_do():
    (caveat,) = picture(found(dict.fromkeys(WEIGHTS, 0.0), is_form_low=True)).caveats

    assert caveat.startswith("Form is very low:")


def test_an_illness_is_told_with_what_to_do():
    (caveat,) = picture(found(dict.fromkeys(WEIGHTS, 0.0), is_ill=True)).caveats

    assert caveat.startswith("You marked an illness since 20 Nov 2026. Rest while there are symptoms")


def test_the_history_says_how_often_and_in_which_direction():
    row = Override(DAY, "rest", "x", 50.0)

    assert history_words(OverrideHistory(90, (), 0, 0)) == ""
    assert history_words(OverrideHistory(90, (row,) * 4, 3, 1)) == (
        "In the last 90 days the numbers were overruled 4 times: 3 times for less, once for more."
    )
    assert history_words(OverrideHistory(90, (row,), 0, 0)) == (
        "In the last 90 days the numbers were overruled once."
    )


def test_what_was_computed_is_said_with_its_meaning():
    assert computed_words(58.0) == "computed 58: train as planned"
    assert computed_words(None) == "nothing computed"
