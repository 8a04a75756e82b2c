"""Each signal says what happened, what it means and what can be done."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.analysts.rules.own_word import is_known
from analysis.analysts.rules.signals import WORDINGS, topic_of
from analysis.answer import fill
from analysis.evidence import Pack, SignalFact, Value
from analysis.grounding.references import problems
from analysis.words import KINDS
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


def worded(kind, *metrics, severity="watch", explained=""):
    """The topic of one signal; each metric is (name, value, unit, baseline, z)."""
    values = tuple(
        Value(f"S1.{name}", name, value, unit, *DAY, "/athletes/x/", baseline=baseline, z=z)
        for name, value, unit, baseline, z in metrics
    )
    refs = tuple(each.id for each in values)
    signal = SignalFact("S1", "uid", kind, *DAY, severity, "medium", refs, explained=explained)
    pack = Pack(*DAY, "metric", values, (signal,))
    topic = topic_of(pack, signal)
    claims = [*topic.claims, *([topic.advice.claim] if topic.advice else [])]
    assert [problems(claim, pack) for claim in claims] == [[]] * len(claims)
    return topic, [fill(claim, pack)["text"].replace("\u202f", " ") for claim in topic.claims]


PULSE = ("resting_hr_bpm", 56.0, "bpm", 48.0, 3.1)
HRV = ("hrv_rmssd_ms", 45.0, "ms", 60.0, -2.4)
SLEEP = ("sleep_s", 28_800.0, "s", 27_000.0, 0.6)


def test_a_body_under_strain_is_told_by_what_speaks_for_it_and_never_as_a_diagnosis():
    topic, told_ = worded("illness_onset", PULSE, HRV, SLEEP, severity="act")
    assert told_ == [
        "Your body works harder at rest than usual, as of Fri 20 Nov: resting heart rate 56 bpm "
        "(usually 48 bpm) and HRV 45 ms (usually 60 ms).",
        "An infection often begins like this; heat, alcohol, travel or a very hard day can look the same.",
    ]
    assert (topic.advice.category, topic.advice.priority) == ("health", "must")
    assert topic.safety.code == "illness"
    assert topic.question == "Do you feel ill, or was there alcohol, heat or travel?"


def test_overreaching_names_the_load_and_the_mornings():
    topic, [happened, _] = worded("overreaching", ("two_week_load", 1400.0, "load", 1000.0, None), PULSE, HRV)
    assert happened == (
        "Much training and a body that no longer answers as usual: load of two weeks 1,400 (usually 1,000), "
        "resting heart rate 56 bpm (usually 48 bpm) and HRV 45 ms (usually 60 ms)."
    )
    assert topic.safety.code == "overtraining"


@pytest.mark.parametrize(
    ("kind", "metrics", "expected"),
    [
        (
            "under_recovery",
            [PULSE],
            "You have not come back to where you usually are: resting heart rate 56 bpm (usually 48 bpm).",
        ),
        (
            "sleep_debt",
            [("sleep_debt", 21_600.0, "s", 0.0, None), SLEEP],
            "In the seven nights up to Fri 20 Nov you slept 6 h less than usual.",
        ),
        (
            "detraining",
            [("weekly_load", 40.0, "load", 360.0, None), ("fitness", 45.0, "load", 55.0, None)],
            "In the week up to Fri 20 Nov your load was 40, where 360 is usual for you.",
        ),
        (
            "intensity_mix",
            [("easy_share", 0.48, "", None, None), ("medium_share", 0.42, "", None, None)],
            "In the four weeks up to Fri 20 Nov, 42 % of your time lay in the middle and 48 % was easy.",
        ),
        (
            "threshold_change",
            [("cycling_ftp_w", 262.0, "W", 250.0, None)],
            "Your recent efforts speak for a threshold power of 262 W, where 250 W is in force.",
        ),
        (
            "personal_best",
            [("cycling_power_300s", 330.0, "W", 300.0, None)],
            "On Fri 20 Nov your power over five minutes was 330 W, your best here so far by 10 %.",
        ),
        (
            "personal_best",
            [("running_speed_5000m", 4.0, "m/s", 3.8, None)],
            "On Fri 20 Nov your pace over five kilometres was 4:10 /km, your best here so far by 5 %.",
        ),
        (
            "device_change",
            [("running_device_uses", 7.0, "", 40.0, None)],
            "From Fri 20 Nov on another device has recorded your runs.",
        ),
        (
            "sensor_dropout",
            [("power_fault", 220.0, "s", None, None), ("heart_rate_fault", 80.0, "s", None, None)],
            "The power meter fell silent for 4 min in the recording of Fri 20 Nov.",
        ),
        (
            "cadence_lock",
            [("heart_rate_fault", 300.0, "s", None, None)],
            "For 5 min of the recording of Fri 20 Nov the heart rate followed the cadence.",
        ),
        (
            "gps_jump",
            [("position_fault", 2.0, "s", None, None)],
            "The position jumped for 2 s in the recording of Fri 20 Nov.",
        ),
    ],
)
def test_every_other_kind_says_what_happened(kind, metrics, expected):
    _, [happened, *_] = worded(kind, *metrics)
    assert happened == expected


def test_of_many_bests_the_greatest_three_are_told():
    efforts = [(f"cycling_power_{s}s", 300.0 + gain, "W", 300.0, None) for s, gain in BESTS]
    _, told_ = worded("personal_best", *efforts)
    assert [each.split(" was ")[0].split("over ")[1] for each in told_] == [
        "ten minutes",
        "two minutes",
        "an hour",
    ]


BESTS = ((60, 3), (120, 20), (300, 6), (600, 30), (3600, 9))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_the_contract_has_words_of_its_own(kind):
    assert kind in WORDINGS


WITHOUT_A_QUESTION = {
    *("sensor_dropout", "sensor_spike", "sensor_stuck", "cadence_lock", "gps_jump"),
    *("device_change", "personal_best", "threshold_change"),
}
"""What recordings say by themselves, and what asks already, as a proposal."""


RESTS_ON = {
    "load_spike": ("load",),
    "ramp_high": ("ramp", "fitness"),
    "monotony_high": ("monotony",),
    "form_low": ("form", "fatigue", "fitness"),
    "form_high": ("form",),
    "intensity_mix": ("easy_share", "medium_share"),
    "data_gap": ("days_without_data",),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_that_only_the_athlete_can_explain_asks(kind):
    metrics = [(name, 50.0, "load", 40.0, 2.0) for name in RESTS_ON.get(kind, ("resting_hr_bpm",))]
    asked, _ = worded(kind, *metrics)
    assert asked.question.endswith("?") is (kind not in WITHOUT_A_QUESTION)
    answered, _ = worded(kind, *metrics, explained="answered")
    assert answered.question == ""


def test_what_was_acknowledged_is_not_told_again_unless_it_asks_to_act():
    watch = SignalFact("S1", "uid", "load_spike", *DAY, "watch", "medium", (), acknowledged=True)
    assert is_known(watch)
    assert not is_known(replace(watch, severity="act"))
    assert not is_known(replace(watch, acknowledged=False))
