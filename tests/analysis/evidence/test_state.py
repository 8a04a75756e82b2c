"""Where the athlete stands, beside a week and four weeks ago."""

from datetime import date

import pytest

from metrics.science.load import decaying_mean
from tests.analysis.builders import TODAY, WEEK, build_inputs, build_pack

HALF_YEAR = WEEK * 25


def test_fitness_and_fatigue_are_of_last_evening_and_form_is_their_difference():
    by_id = build_pack(HALF_YEAR).by_id
    assert by_id["fitness"].value == pytest.approx(decaying_mean(build_inputs(HALF_YEAR).load.load, 42)[-2])
    assert by_id["form"].value == pytest.approx(by_id["fitness"].value - by_id["fatigue"].value)
    assert (by_id["fitness"].start, by_id["form"].start) == (date(2026, 11, 21), TODAY)


def test_what_is_compared_with_is_there_under_its_own_id():
    by_id = build_pack(HALF_YEAR).by_id
    assert by_id["fitness"].baseline == by_id["fitness.4_weeks_ago"].value
    assert by_id["fatigue"].baseline == by_id["fatigue.week_ago"].value
    assert by_id["form"].baseline == by_id["form.week_ago"].value
    assert by_id["form.week_ago"].start == date(2026, 11, 15)
    assert by_id["ramp"].value == pytest.approx(by_id["fitness"].value - by_id["fitness.week_ago"].value)


def test_days_before_the_first_activity_are_compared_with_nothing():
    by_id = build_pack(WEEK * 2).by_id
    assert by_id["fitness"].baseline is None
    assert "fitness.week_ago" in by_id
    assert "fitness.4_weeks_ago" not in by_id


def test_a_first_activity_today_has_no_fitness_yet():
    pack = build_pack([50])
    assert (pack.by_id["history"].value, pack.by_id["pause"].value) == (0, 0)
    assert pack.get("fitness") is None


def test_without_activities_only_the_window_is_known():
    assert [value.id for value in build_pack().values] == ["window.days"]


def test_history_and_pause_are_counted_in_days():
    by_id = build_pack([*WEEK, *[0] * 20]).by_id
    assert (by_id["history"].value, by_id["history"].start) == (26, date(2026, 10, 27))
    assert (by_id["pause"].value, by_id["pause"].start) == (20, date(2026, 11, 2))


def test_the_window_is_compared_with_the_mean_of_the_four_before():
    loads = [*WEEK * 20, *[2 * load for load in WEEK], *WEEK * 3]
    value = build_pack([*loads, *[0] * 7]).by_id["window.load"]
    assert (value.value, value.baseline, value.n) == (0, (3 * 360 + 720) / 4, 4)
    value = build_pack([*loads, *WEEK * 2]).by_id["window.load"]
    assert (value.value, value.baseline, value.n) == (360, 360, 4)


@pytest.mark.parametrize(
    ("weeks", "baseline", "n"), [(1, None, None), (2, None, None), (3, 360, 2), (4, 360, 3)]
)
def test_less_than_two_weeks_are_nothing_to_compare_with(weeks, baseline, n):
    value = build_pack(WEEK * weeks).by_id["window.load"]
    assert (value.baseline, value.n) == (baseline, n)


def loads_by_week(pack):
    ids = (f"week.{index}.load" for index in range(20))
    return {name: pack.by_id[name] for name in ids if name in pack.by_id}


def test_weeks_reach_back_as_far_as_there_is_history_and_thirteen_at_most():
    few = loads_by_week(build_pack(WEEK * 4))
    assert list(few) == ["week.0.load", "week.1.load", "week.2.load", "week.3.load"]
    assert {each.value for each in few.values()} == {360}
    assert (few["week.1.load"].start, few["week.1.load"].end) == (date(2026, 11, 9), date(2026, 11, 16))
    assert len(loads_by_week(build_pack(HALF_YEAR))) == 13


def test_the_window_counts_its_activities_and_their_time():
    by_id = build_pack(WEEK * 4).by_id
    assert (by_id["window.activities"].value, by_id["window.duration"].value) == (5, 5 * 3600)
    assert by_id["window.load"].url.endswith("/activities/?since=2026-11-16&until=2026-11-22")
