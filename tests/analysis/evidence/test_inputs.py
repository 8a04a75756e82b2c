"""What a pack is made from, read from the database."""

from datetime import date, timedelta

import pytest

from analysis.evidence import assemble, read
from athletes.models import Threshold
from tests.analysis.builders import TODAY, WEEK, build_pack
from tests.analysis.conftest import run_on, train
from tests.factories.athletes import ThresholdFactory
from tests.factories.metrics import DayFactory

WEEKS = WEEK * 25


def pack_of(athlete, **options):
    return assemble(read(athlete=athlete, today=TODAY, days=7, **options))


def values(pack):
    return {value.id: value.value for value in pack.values}


def test_the_database_and_the_builder_of_these_tests_agree(athlete):
    train(athlete, WEEKS)
    assert values(pack_of(athlete)) == pytest.approx(values(build_pack(WEEKS)))


@pytest.mark.parametrize(("for_ai", "queries"), [(False, 14), (True, 19)])
def test_reading_takes_a_fixed_number_of_queries(athlete, django_assert_num_queries, for_ai, queries):
    train(athlete, WEEKS)
    DayFactory(athlete=athlete)
    with django_assert_num_queries(queries):
        pack_of(athlete, for_ai=for_ai)


def test_another_athlete_s_data_never_enter(athlete):
    alone = pack_of(athlete)
    other = ThresholdFactory().athlete
    train(other, WEEKS)
    DayFactory(athlete=other, date=TODAY)
    assert pack_of(athlete) == alone


def test_what_is_deleted_or_merged_is_not_seen(athlete):
    kept = run_on(athlete, TODAY, 50.0)
    run_on(athlete, TODAY, 60.0, merged_into=kept)
    run_on(athlete, TODAY, 70.0, deleted_at=kept.created_at)
    assert [fact.refs[-1] for fact in pack_of(athlete).activities] == ["A1.load"]


def test_the_threshold_in_force_today_counts(athlete):
    for value, day in ((240.0, date(2026, 1, 1)), (250.0, TODAY), (260.0, TODAY + timedelta(days=1))):
        ThresholdFactory(athlete=athlete, value=value, valid_from=day)
    ThresholdFactory(athlete=athlete, kind=Threshold.Kind.LTHR, value=165.0)
    found = {name: value for name, value in values(pack_of(athlete)).items() if "threshold" in name}
    assert found == {"threshold.cycling.ftp_w": 250, "threshold.cycling.lthr_bpm": 165}


class TestForAnAI:
    """Data that must not reach an AI are left out, and only then."""

    def test_days_are_left_out(self, athlete):
        for ago in range(3):
            DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago), ai_allowed=ago > 0)
        assert pack_of(athlete).by_id["sleep.newest"].start == TODAY
        assert pack_of(athlete, for_ai=True).by_id["sleep.newest"].start == TODAY - timedelta(days=1)

    def test_activities_and_their_load_are_left_out(self, athlete):
        [newest, *_] = train(athlete, WEEKS)
        newest.ai_allowed = False
        newest.save()
        seen, allowed = values(pack_of(athlete)), values(pack_of(athlete, for_ai=True))
        assert (seen["window.load"], allowed["window.load"]) == (360, 290)
        assert (seen["window.activities"], allowed["window.activities"]) == (5, 4)
        assert allowed["fitness"] == pytest.approx(seen["fitness"])

    def test_fitness_is_what_it_would_be_without_them(self, athlete):
        activities = train(athlete, WEEKS)
        hidden = next(each for each in activities if each.local_date == TODAY - timedelta(days=8))
        hidden.ai_allowed = False
        hidden.save()
        loads = list(WEEKS)
        loads[-9] = 0.0
        expected = build_pack(loads).by_id
        allowed = pack_of(athlete, for_ai=True).by_id
        for name in ("fitness", "fatigue", "form", "ramp", "week.1.load", "fitness.4_weeks_ago"):
            assert allowed[name].value == pytest.approx(expected[name].value)

    def test_a_history_that_is_all_hidden_is_none(self, athlete):
        for activity in train(athlete, WEEK):
            activity.ai_allowed = False
            activity.save()
        assert set(values(pack_of(athlete, for_ai=True))) == {"window.days"}

    def test_one_that_came_in_before_loads_were_computed_is_left_out(self, athlete):
        run_on(athlete, TODAY, 50.0, ai_allowed=False)
        assert set(values(pack_of(athlete, for_ai=True))) == {"window.days"}

    def test_windows_tables_and_sports_know_nothing_of_them(self, athlete):
        train(athlete, WEEKS)
        run_on(athlete, TODAY, None, sport="cycling", ai_allowed=False, decoupling_pct=4.0)
        DayFactory(athlete=athlete, date=TODAY, ai_allowed=False)
        pack = pack_of(athlete, for_ai=True)
        assert pack.profile.sports == ("running",)
        assert (pack.by_id["activities.7"].value, pack.by_id["load.7"].value) == (5, 360)
        assert "decoupling.7" not in pack.by_id
        assert [column.name for column in pack.tables[0].columns] == ["load", "form"]

    def test_without_hidden_data_the_pack_is_the_same(self, athlete):
        train(athlete, WEEKS)
        assert values(pack_of(athlete, for_ai=True)) == pytest.approx(values(pack_of(athlete)))
