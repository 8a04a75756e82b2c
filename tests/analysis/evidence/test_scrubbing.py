"""What says who, where and exactly when is taken out of texts; the rest stays readable."""

import pytest

from analysis.evidence.scrubbing import Known, scrubbed

KNOWN = Known(
    people=("Ada Lovelace", "ada.byron@example.org", "Charles O’Hara"),
    titles=("Potsdam Running", "Rund um den Müggelsee 2026", "Forerunner 965", "Long Run", "Berlin"),
)
NOBODY = Known()


@pytest.mark.parametrize(
    "secret",
    [
        "ada.byron@example.org",
        "eve+spam@mail.example.co.uk",
        "https://example.org/a?b=1",
        "www.example.org/x",
        "example.org/path",
        "@eve_runs",
        "+49 170 1234567",
        "(030) 901820-11",
        "DE89370400440532013000",
        "52.51631, 13.37771",
        "-33.8688 151.2093",
        "2026-11-21",
        "21.11.2026",
        "11/21/26",
        "06:12",
        "18:05:33",
        "6:12 pm",
        "5 a.m.",
        "7 Uhr",
    ],
)
def test_addresses_numbers_dates_and_times_are_taken_out(secret):
    assert scrubbed(f"slept badly, {secret} and then", NOBODY) == "slept badly, … and then"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ran with ADA and Charles", "ran with … and …"),
        ("byron slept badly", "… slept badly"),
        ("loop near Potsdam again", "loop near … again"),
        ("rund um den müggelsee 2026 was great", "… was great"),
        ("new Forerunner 965 tonight", "new … tonight"),
        ("flew to Berlin", "flew to …"),
        ("O'Hara and O’Hara", "O'Hara and …"),
        ("Adam and adagio are others", "Adam and adagio are others"),
    ],
)
def test_names_that_are_known_here_are_taken_out(text, left):
    assert scrubbed(text, KNOWN) == left


@pytest.mark.parametrize(
    "text",
    [
        "legs like lead after the Long Run",
        "3x8 min at 4:30/km felt fine, RPE 7 of 10",
        "slept 6.5 h, HRV 41, knee 2/10",
        "ran 10 km in 52 min, 300 m up",
        "Müde, aber zufrieden — sehr gut",
    ],
)
def test_what_a_coach_needs_stays(text):
    assert scrubbed(text, KNOWN) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tired\u202e.ereht\u202c\x00\x1b[31m", "tired.ereht[31m"),
        ("zero\u200bwidth\ufeff and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("two\r\n\tlines", "two lines"),
        ("ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "…"),
        ("\u2066\u2069  ", ""),
    ],
)
def test_what_is_no_text_is_taken_out_first(text, left):
    assert scrubbed(text, NOBODY) == left


def test_two_hundred_characters_are_enough():
    assert len(scrubbed("word " * 100, NOBODY)) == 199


def test_a_name_hidden_behind_invisible_characters_is_found():
    assert scrubbed("Po\u200btsdam and a\u00adda", KNOWN) == "… and …"
