"""The chips below the headline."""

from analysis.drivers import drivers
from tests.analysis.builders import WEEK, build_pack, even_nights


def chips(loads=(), **options):
    return [
        (each.label, each.value.replace("\u202f", " "), each.text.replace("\u202f", " "), each.tone)
        for each in drivers(build_pack(loads, **options))
    ]


def test_a_new_account_has_none():
    assert chips() == []


def test_an_athlete_sees_what_the_sentence_rests_on():
    nights = even_nights(67)
    nights["sleep_s"][-1] = 5 * 3600
    assert chips(WEEK * 26, nights=nights) == [
        ("Form", "−2", "neutral", ""),
        ("Fitness", "51", "steady", ""),
        ("Fatigue", "52", "", ""),
        ("Load", "360", "in 7 days with today", ""),
        ("HRV", "63 ms", "as usual", ""),
        ("Resting HR", "49 bpm", "as usual", ""),
        ("Sleep", "5 h", "below usual", "is-warn"),
    ]


def test_form_that_means_nothing_yet_is_not_shown():
    assert [chip[0] for chip in chips(WEEK * 3)] == ["Fitness", "Load"]


def test_deep_form_is_marked():
    assert chips([*WEEK * 20, *[2.6 * load for load in WEEK * 3]])[0] == ("Form", "−50", "deep", "is-warn")


def test_only_the_worse_side_of_a_band_is_marked():
    nights = even_nights(67)
    nights["hrv_rmssd_ms"][-1], nights["resting_hr_bpm"][-1] = 80.0, 56.0
    assert chips(nights=nights)[:2] == [
        ("HRV", "80 ms", "above usual", ""),
        ("Resting HR", "56 bpm", "above usual", "is-warn"),
    ]
