"""No number in any disguise may stand in what a model writes, and honest words may."""

from __future__ import annotations

import itertools

import pytest

from analysis.grounding.language import faults

DISGUISED = [
    *(
        "Your load is 40.",
        "Load rose ４０.",
        "Load rose by ½.",
        "HACKED by a note",
        "x² more",
        "40% more",
        "➊ run",
        "day Ⅳ",
        "५ runs",
    ),
    *(
        "Load doubled.",
        "It is half of that.",
        "about a half",
        "twice as much",
        "fivefold",
        "tenfold",
        "a tenth",
    ),
    *(
        "a dozen runs",
        "a couple of runs",
        "a pair of runs",
        "one run",
        "your single run",
        "one hundred",
        "hundredth",
    ),
    *(
        "three",
        "Three runs",
        "a hundred",
        "thirty-five minutes",
        "thirtyfive",
        "ninetynine",
        "ten percent more",
    ),
    *("t w o days", "t-wo days", "dou-bled", "hun\u200bdred", "оne run", "ｔｗｏ", "tw\u00ado runs", "tẇo ①"),
    *("IV weeks", "XII", "zwei Tage", "deux jours", "once this week", "the second week", "a third of it"),
    *("twelve-week", "two-day", "fortnight", "decade", "three-quarters", "quarter-hour", "a quarter of it"),
    *(
        "<b>hi</b>",
        "**bold**",
        "http://x.y",
        "see www.x.com",
        "{A.b}",
        "{a}{1}",
        "a\nline",
        "`code`",
        "a | b",
    ),
    *("Great work!", "$ off", "5k", "VO2max", "≈ the same", "→ up", "☺"),
]
HONEST = [
    "Your HRV is {a}, {b} below usual.",
    "Keep the next run easy and sleep longer.",
    "Your resting heart rate is where it usually is.",
    "Sleep has been short, and load was high.",
    "Once you feel rested, go on as planned.",
    "No one session explains this.",
    "Choose the easy one.",
    "An easier one helps more.",
    "Form is {a} – easy days come first.",
    "An infection often begins like this; heat, alcohol or travel can look the same.",
    "Is it the heat, travel or a new watch?",
    "Your aerobic capacity has grown.",
    "Your sleep score is {a}.",
    "A few easy days are enough.",
    "Don’t train hard today.",
    "Several nights were short.",
    "The first week was calm.",
    "Both HRV and sleep are lower.",
    "Hold the effort for {a}, then rest {b}.",
    "Your weekly load (see the chart) is {a}.",
    "Mix easy and hard days.",
    "None of your nights was short.",
    "Warm-up, then a steady effort, then a cool-down.",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_a_number_in_disguise_is_found(text: str) -> None:
    assert list(faults(text))


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_pass(text: str) -> None:
    assert list(faults(text)) == []


def test_every_number_up_to_a_thousand_is_found_however_it_is_written() -> None:
    for number in range(1_000):
        for spelt in (
            spell(number),
            spell(number).replace("-", ""),
            spell(number).replace("-", " "),
            str(number),
        ):
            assert list(faults(f"It was {spelt} long.")), spelt


def test_a_digit_of_any_script_is_found() -> None:
    digits = (chr(code) for code in range(0x110000) if chr(code).isnumeric())
    for char in itertools.islice(digits, 0, None, 7):
        assert list(faults(f"It was {char} long.")), hex(ord(char))


SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int) -> str:
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return TENS[tens - 2] + (f"-{SMALL[rest]}" if rest else "")
    hundreds, rest = divmod(number, 100)
    return f"{SMALL[hundreds]} hundred" + (f" and {spell(rest)}" if rest else "")
