"""Every metric over a week, a month and a quarter, beside what was usual before each."""

from datetime import date, timedelta

import numpy as np
import pytest

from analysis.evidence.context import Context, MarkerRow
from analysis.evidence.windows import MEANS
from analysis.shown import show
from analysis.words import label_of
from tests.analysis.builders import TODAY, WEEK, build_pack, even_nights

NAN = float("nan")


def test_every_metric_has_a_name_and_can_be_shown():
    nights = dict.fromkeys((each.metric for each in MEANS.values()), [50.0] * 180)
    pack = build_pack(WEEK * 26, nights=nights, zones_s=(2700.0, 600.0, 300.0))
    for value in pack.by_id.values():
        assert label_of(value.metric) != "A value"
        assert show(value.value, value.metric, value.unit, "metric")


def test_a_window_is_named_by_its_metric_and_length():
    pack = build_pack(nights=even_nights(180))
    spans = {name: pack.by_id[f"sleep.{name}"] for name in (7, 30, 90)}
    assert {name: (each.end - each.start).days for name, each in spans.items()} == {7: 7, 30: 30, 90: 90}
    assert {each.end for each in spans.values()} == {TODAY + timedelta(days=1)}
    assert spans[90].value == pytest.approx(27_000)


@pytest.mark.parametrize(("length", "before"), [(7, 60), (30, 60), (90, 90)])
def test_it_is_compared_with_the_days_before_it(length, before):
    nights = {"resting_hr_bpm": [48.0, 52.0] * (before // 2) + [57.0] * length}
    value = build_pack(nights=nights).by_id[f"resting_hr.{length}"]
    assert (value.value, value.baseline, value.z, value.n) == (57, 50, 3.5, length)


def test_coverage_is_the_share_of_its_days_that_have_a_value():
    nights = {"sleep_s": [27_000.0] * 30}
    nights["sleep_s"][-7:] = [27_000.0, NAN, 27_000.0, NAN, 27_000.0, NAN, NAN]
    week = build_pack(nights=nights).by_id["sleep.7"]
    assert (week.n, week.coverage) == (3, pytest.approx(3 / 7))


@pytest.mark.parametrize(("known", "is_there"), [(11, False), (12, True)])
def test_a_mean_over_a_few_chance_days_is_none(known, is_there):
    assert ("stress.30" in build_pack(nights={"stress": [30.0] * known}).by_id) is is_there


def test_equal_days_have_no_spread_and_so_no_z():
    by_id = build_pack(nights={"weight_kg": [70.1] * 180}).by_id
    assert [by_id[f"weight.{length}"].z for length in (7, 30, 90)] == [None, None, None]


def test_days_that_a_marker_explains_are_not_usual():
    sick = slice(-37, -7)
    pulse = np.full(67, 48.0) + np.where(np.arange(67) % 2 == 0, 1.0, -1.0)
    pulse[sick] += 20
    marker = MarkerRow("illness", TODAY - timedelta(days=36), TODAY - timedelta(days=6))
    nights = {"resting_hr_bpm": pulse}
    assert build_pack(nights=nights).by_id["resting_hr.7"].baseline == pytest.approx(58)
    told = build_pack(nights=nights, context=Context(markers=(marker,))).by_id["resting_hr.7"]
    assert told.baseline == pytest.approx(48)


def test_what_was_done_is_beside_the_mean_of_the_windows_before():
    by_id = build_pack([*WEEK * 10, *[value * 2 for value in WEEK]]).by_id
    week = by_id["load.7"]
    assert (week.value, week.baseline, week.n, week.unit) == (720, 360, 4, "load")
    assert (by_id["activities.7"].value, by_id["duration.7"].value) == (5, 5 * 3600)
    assert "load.90" in by_id
    assert by_id["load.90"].baseline is None


def test_fitness_and_form_are_those_of_the_mornings():
    pack = build_pack(WEEK * 26)
    mornings = [pack.by_id[f"day.{index}.form"].value for index in range(7)]
    assert pack.by_id["form.7"].value == pytest.approx(sum(mornings) / 7)
    assert "fitness.30" not in build_pack(WEEK * 4).by_id


def test_how_a_morning_felt_is_a_metric_too():
    value = build_pack(nights={"own_feel": [3.0] * 60 + [2.0] * 7}).by_id["own_feel.7"]
    assert (value.value, value.baseline, value.url) == (2, 3, value.url)
    assert value.url.endswith("/check-in/")


class TestIntensity:
    def pack(self):
        return build_pack(WEEK * 10, zones_s=(2700.0, 600.0, 300.0))

    def test_time_is_shared_between_easy_middle_and_hard(self):
        by_id = self.pack().by_id
        shares = [by_id[f"{name}_share.7"].value for name in ("easy", "medium", "hard")]
        assert shares == [pytest.approx(0.75), pytest.approx(1 / 6), pytest.approx(1 / 12)]
        assert (by_id["easy_share.7"].n, by_id["easy_share.7"].coverage) == (5, 1.0)

    def test_without_zones_there_is_nothing_to_share(self):
        assert "easy_share.7" not in build_pack(WEEK * 10).by_id


class TestTables:
    def test_six_weeks_of_days_and_a_quarter_of_weeks_the_newest_first(self):
        day, week = build_pack(WEEK * 26, nights=even_nights(60)).tables
        assert (day.name, len(day.starts), day.starts[0]) == ("day", 42, TODAY)
        assert (week.name, len(week.starts), week.starts[0]) == ("week", 13, date(2026, 11, 16))

    def test_a_cell_is_cited_by_how_long_ago_it_was(self):
        by_id = build_pack(WEEK * 26, nights=even_nights(60)).by_id
        assert (by_id["day.0.load"].value, by_id["day.1.load"].value) == (70, 100)
        assert by_id["day.1.load"].start == TODAY - timedelta(days=1)
        assert (by_id["week.2.load"].value, by_id["week.2.load"].unit) == (360, "load")
        assert by_id["week.0.sleep"].value == pytest.approx(26_871, abs=1)

    def test_before_the_first_activity_load_is_unknown_and_not_zero(self):
        by_id = build_pack(WEEK).by_id
        assert "day.6.load" in by_id
        assert "day.7.load" not in by_id

    def test_what_was_never_measured_has_no_column(self):
        day, _ = build_pack(WEEK * 26).tables
        assert [column.name for column in day.columns] == ["load", "form"]
        assert build_pack().tables == ()
