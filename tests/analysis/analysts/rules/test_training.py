"""What is said of training when no detector speaks."""

from tests.analysis.builders import WEEK, even_nights, explain, headline, texts


def findings(loads, **options):
    return [texts(each)[0] for each in explain(loads, **options)["findings"]]


def advice(loads, **options):
    return [texts(each)[0] for each in explain(loads, **options)["recommendations"]]


def test_a_steady_athlete_hears_that_all_is_as_usual():
    assert findings(WEEK * 26) == [
        "The last 7 days brought a load of 360, close to your usual 360.",
        "Fitness has held at 51 for four weeks.",
    ]
    assert advice(WEEK * 26) == ["Nothing here speaks against the training you have in mind."]


def test_more_than_usual_is_told_in_percent_of_the_usual():
    more = [*WEEK * 20, 100, 0, 100, 62, 0, 100, 70]
    assert findings(more)[0] == "The last 7 days brought a load of 432, 20 % above your usual 360."


def test_less_than_usual_and_fitness_that_eases():
    less = [*WEEK * 24, *[0.3 * load for load in WEEK * 2]]
    assert findings(less) == [
        "The last 7 days brought a load of 108, 64 % below your usual 297.",
        "Fitness has eased by 9 in four weeks, to 41.",
    ]
    assert advice(less) == ["There is room for a hard session, if you feel as rested as the numbers say."]


def test_fitness_that_rises_is_progress():
    build = [*WEEK * 20, *[1.25 * load for load in WEEK * 6]]
    progress = next(each for each in explain(build)["findings"] if each["kind"] == "progress")
    assert texts(progress) == ["Fitness has risen by 5 in four weeks, to 59."]
    assert (progress["direction"], progress["confidence"]) == ("up", "medium")


def test_what_came_before_decides_how_sure_progress_is():
    young = explain(WEEK * 18)
    progress = next(each for each in young["findings"] if each["kind"] == "progress")
    assert progress["confidence"] == "low"


def test_fitness_that_only_warms_up_is_no_progress():
    young = explain(WEEK * 15)
    assert "progress" not in {each["kind"] for each in young["findings"]}
    assert headline(young) == "You are in balance: form −5, with fitness at 47."


def test_a_longer_window_is_named_by_its_days():
    assert (
        findings(WEEK * 26, days=30)[0]
        == "The last 30 days brought a load of 1,610, close to your usual 1,530."
    )


def test_without_weeks_to_compare_with_the_week_is_only_counted():
    assert findings([50, 0, 40, 0, 60]) == ["The last 7 days brought 3 activities and a load of 150."]


def test_a_young_series_says_why_it_reads_low_and_what_helps():
    assert findings(WEEK * 3) == [
        "Your first activity here is from Mon 2 Nov, 20 days ago.",
        "The last 7 days brought a load of 360, close to your usual 360.",
    ]
    assert advice(WEEK * 3) == ["Import older files if you have them, and the numbers settle at once."]


def test_activities_without_load_ask_for_thresholds():
    assert findings([0, 0, 0], unmeasured=3) == ["3 activities of the last four weeks have no load."]
    assert findings([0, 0, 0], unmeasured=1) == ["1 activity of the last four weeks has no load."]
    assert advice([0, 0, 0], unmeasured=3) == [
        "Enter your thresholds in the profile, or rate how hard it was."
    ]


def test_a_pause_is_a_reason_to_ask_and_to_start_gently():
    answered = explain([*WEEK * 20, *[0] * 20])
    assert findings([*WEEK * 20, *[0] * 20]) == ["Your last activity was on Mon 2 Nov, 20 days ago."]
    assert advice([*WEEK * 20, *[0] * 20]) == [
        "Start again with short, easy sessions and let the load grow over two or three weeks."
    ]
    assert [each["text"] for each in answered["questions"]] == [
        "Was this a planned break, an illness or an injury, or did activities not arrive?"
    ]


def test_no_hard_session_is_offered_after_short_nights():
    nights = {name: [*values, *even_nights(7, sleep_h=7.0)[name]] for name, values in even_nights(60).items()}
    less = [*WEEK * 24, *[0.3 * load for load in WEEK * 2]]
    assert advice(less, nights=nights) == [
        "Two or three longer nights would help more than an extra session."
    ]


def test_no_hard_session_is_offered_when_days_are_missing():
    nights = {name: [*values, *[float("nan")] * 4] for name, values in even_nights(60).items()}
    less = [*WEEK * 23, *[0.3 * load for load in WEEK * 2], *[0] * 4]
    assert advice(less, nights=nights) == [
        "Check that your watch synchronises, or import the files of those days."
    ]
