"""Each signal says what happened, what it means and what can be done."""

from datetime import date

import pytest

from analysis.analysts.rules.signals import topic_of
from analysis.answer import fill
from analysis.evidence import Pack, SignalFact, Value
from tests.analysis.builders import WEEK, even_nights, explain, texts

DAY = (date(2026, 11, 20), date(2026, 11, 21))


def told(kind, loads, **options):
    """The finding of one kind and the advice that rests on it."""
    answered = explain(loads, **options)
    finding = next(each for each in answered["findings"] if each["kind"] == kind)
    advice = [each for each in answered["recommendations"] if finding["id"] in each["finding_ids"]]
    return finding, advice, answered


def test_a_day_far_above_the_month_is_a_reason_for_easy_days():
    finding, [advice], _ = told("load_spike", [*WEEK * 20, 60, 0, 80, 50, 0, 180, 0])
    assert texts(finding) == [
        "On Sat 21 Nov your load was 180, 80 % above the highest day of the month before.",
        "A jump of this size asks more of muscles and tendons than they are used to.",
    ]
    assert (finding["severity"], finding["direction"]) == ("watch", "up")
    assert texts(advice) == ["Keep the next days easy, then go on from your usual level."]
    assert (advice["category"], advice["priority"]) == ("load", "should")
    assert (advice["valid_from"], advice["valid_to"]) == ("2026-11-22", "2026-11-25")


def test_more_than_double_the_highest_day_comes_with_must():
    finding, [advice], _ = told("load_spike", [*WEEK * 20, 60, 0, 80, 50, 0, 210, 0])
    assert texts(finding)[1] == "A jump of this size is far more than muscles and tendons are used to."
    assert (finding["severity"], advice["priority"]) == ("act", "must")


def test_a_small_step_up_is_told_without_advice():
    finding, advice, _ = told("load_spike", [*WEEK * 20, 60, 0, 80, 50, 0, 115, 0])
    assert texts(finding)[1] == "A step of this size is worth knowing, and no reason to worry."
    assert (finding["severity"], advice) == ("info", [])


def test_a_long_run_speaks_of_distance_and_stands_for_the_load_of_its_day():
    loads = [*WEEK * 20, 60, 0, 80, 50, 0, 180, 0]
    finding, [advice], answered = told("load_spike", loads, run_distances_m={1: 21_000.0})
    assert texts(finding) == [
        "Your run on Sat 21 Nov was 21.0 km, 110 % longer than your longest of the month before.",
        "In a large study of runners, jumps like this went with injuries; changes of weekly totals did not.",
    ]
    assert texts(advice) == ["Keep the next runs easy, and stay near 10.0 km once before you go further."]
    assert [each["kind"] for each in answered["findings"]].count("load_spike") == 1


def test_distances_are_told_in_the_units_of_the_athlete():
    finding, _, _ = told("load_spike", WEEK * 20, run_distances_m={1: 21_000.0}, units="imperial")
    assert texts(finding)[0].startswith("Your run on Sat 21 Nov was 13.0 mi, 110 % longer")


def test_fitness_that_climbs_fast_asks_for_a_week_that_holds():
    finding, advice, _ = told("ramp_high", [*WEEK * 20, *[1.9 * load for load in WEEK * 2]])
    assert texts(finding) == [
        "In the week up to Sun 15 Nov fitness rose by 7.5, to 58.",
        "Most bodies follow a rise of this pace for a short while only.",
    ]
    assert [text for each in advice for text in texts(each)] == [
        "Hold the coming week at or below the load of the last one."
    ]


def test_even_days_ask_for_a_mix():
    finding, [advice], _ = told("monotony_high", [*WEEK * 20, *[70] * 9])
    assert texts(finding) == [
        "Your days were much alike: monotony reached 10.0, and a good mix of days stays below two.",
        "Even days wear more than the same load split into hard and easy ones.",
    ]
    assert advice["category"] == "intensity"


def test_deep_form_for_a_week_brings_the_safety_note():
    finding, [advice, *_], answered = told("form_low", [*WEEK * 20, *[2.6 * load for load in WEEK * 3]])
    assert texts(finding) == [
        "Form went down to −58 on Tue 17 Nov, with fatigue 134 far above fitness 76.",
        "It has been this low for a week or more, and more training will not mend that.",
    ]
    assert (finding["severity"], advice["category"], advice["priority"]) == ("act", "recovery", "must")
    assert [note["code"] for note in answered["safety"]] == ["overtraining"]


def test_a_few_deep_days_are_watched_without_a_safety_note():
    finding, _, answered = told("form_low", [*WEEK * 20, 180, 150, 160, 0])
    assert finding["severity"] == "watch"
    assert texts(finding)[1] == "A few days at this depth belong to hard training; weeks of them do not."
    assert answered["safety"] == []


def test_form_above_any_race_is_a_reason_to_build_again():
    finding, [advice], _ = told("form_high", [*[2 * load for load in WEEK * 20], *[0] * 6, 20])
    assert texts(finding) == [
        "Form went up to +40 on Sun 22 Nov, more rest than any race needs.",
        "Rest of this length is paid for with fitness.",
    ]
    assert (advice["category"], advice["priority"]) == ("planning", "could")


def test_in_a_pause_the_rise_of_form_is_not_told_again():
    kinds = [each["kind"] for each in explain([*[2 * load for load in WEEK * 20], *[0] * 16])["findings"]]
    assert "form_high" not in kinds


def test_a_gap_asks_whether_the_watch_was_off():
    nights = {name: [*values, *[float("nan")] * 6] for name, values in even_nights(60).items()}
    finding, [advice], answered = told("data_gap", [*WEEK * 20, *[0] * 6], nights=nights)
    assert texts(finding) == [
        "Nothing arrived for 5 days, from Tue 17 Nov on.",
        "What is said about that time rests on the days around it.",
    ]
    assert texts(advice) == ["Check that your watch synchronises, or import the files of those days."]
    assert [each["text"] for each in answered["questions"]] == [
        "Was the watch off in the days without data, or did they not synchronise?"
    ]


@pytest.mark.parametrize(
    ("baseline", "expected"),
    [
        (48.0, "Resting heart rate was 53 bpm on Fri 20 Nov, where 48 bpm is usual for you."),
        (None, "Resting heart rate was 53 bpm on Fri 20 Nov."),
    ],
)
def test_a_kind_without_words_of_its_own_tells_its_values(baseline, expected):
    value = Value("S1.resting_hr_bpm", "resting_hr_bpm", 53.0, "bpm", *DAY, "/athletes/x/", baseline=baseline)
    signal = SignalFact("S1", "uid", "something_new", *DAY, "watch", "medium", (value.id,))
    pack = Pack(*DAY, "metric", (value,), (signal,))
    [claim] = topic_of(pack, signal).claims
    assert fill(claim, pack)["text"].replace("\u202f", " ") == expected
