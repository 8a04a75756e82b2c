"""Which analysis is shown, and whose is out of date."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from analysis.models import Advice, Analysis, Question
from analysis.selectors.analyses import analyses, analysis_or_404, of_today, unexplained
from analysis.services.analysing import analyse
from config.core.errors import DataNotFoundError
from metrics.models import LoadSeries
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import DayFactory
from tests.factories.own_word import AnnotationFactory


def is_current(athlete):
    cache.clear()
    shown = of_today(athlete)
    return None if shown is None else shown["is_current"]


def test_before_the_first_analysis_there_is_none(athlete):
    assert is_current(athlete) is None


def test_an_analysis_is_current_until_data_change(athlete):
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    assert is_current(athlete) is True
    DayFactory(athlete=athlete, date=TODAY - timedelta(days=10))
    assert is_current(athlete) is False
    analyse(athlete=athlete)
    assert is_current(athlete) is True


def test_a_load_series_that_waits_makes_it_outdated(athlete):
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    LoadSeries.objects.filter(athlete=athlete).update(dirty_from=TODAY)
    assert is_current(athlete) is False


def test_a_changed_athlete_makes_it_outdated(athlete):
    analyse(athlete=athlete)
    athlete.units = "imperial"
    athlete.save()
    assert is_current(athlete) is False


def test_what_the_athlete_marks_answers_or_does_with_advice_makes_it_outdated(athlete):
    def question(state):
        about = f"pause@{state}"
        Question.objects.create(athlete=athlete, about=about, kind="other", text="Why?", state=state)

    def advice(state):
        analysis = Analysis.objects.latest("checked_at")
        named = {"athlete": athlete, "analysis": analysis, "key": state, "kind": "other", "category": "load"}
        Advice.objects.create(state=state, **named)

    for is_news, act in (
        (True, lambda: AnnotationFactory(athlete=athlete)),
        (True, lambda: question("answered")),
        (False, lambda: question("open")),
        (True, lambda: advice("dismissed")),
        (False, lambda: advice("open")),
    ):
        analyse(athlete=athlete)
        assert is_current(athlete) is True
        act()
        assert is_current(athlete) is not is_news


def test_a_day_of_long_ago_changes_nothing_today(athlete):
    analyse(athlete=athlete)
    DayFactory(athlete=athlete, date=TODAY - timedelta(days=29))
    assert is_current(athlete) is True


def test_yesterday_s_analysis_is_not_today_s(athlete, noon):
    analyse(athlete=athlete)
    noon.shift(timedelta(days=1))
    assert is_current(athlete) is None


def test_other_windows_do_not_stand_for_today(athlete):
    analyse(athlete=athlete, days=30)
    assert is_current(athlete) is None


def test_the_newest_evidence_is_shown(athlete):
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    DayFactory(athlete=athlete, date=TODAY)
    newest = analyse(athlete=athlete)
    cache.clear()
    assert of_today(athlete)["uid"] == str(newest.uid)
    assert analyses(athlete).first() == newest


def test_where_all_are_older_than_the_data_the_newest_is_shown_and_not_claude_s(athlete, noon):
    claude = analyse(athlete=athlete)
    Analysis.objects.filter(pk=claude.pk).update(engine=Analysis.Engine.CLAUDE, pack_sha256="0" * 64)
    assert is_current(athlete)
    noon.shift(timedelta(minutes=1))
    newest = analyse(athlete=athlete)
    noon.shift(timedelta(minutes=1))
    DayFactory(athlete=athlete, date=TODAY)
    cache.clear()
    shown = of_today(athlete)
    assert (shown["uid"], shown["is_current"]) == (str(newest.uid), False)


def test_reading_today_takes_one_query_and_then_none(athlete, django_assert_num_queries):
    analyse(athlete=athlete)
    cache.clear()
    with django_assert_num_queries(1):
        of_today(athlete)
    with django_assert_num_queries(0):
        of_today(athlete)


def test_nobody_reads_the_analysis_of_another(athlete):
    analysis = analyse(athlete=AthleteFactory())
    assert not analyses(athlete).exists()
    for uid in (analysis.uid, uuid4()):
        with pytest.raises(DataNotFoundError):
            analysis_or_404(athlete, uid)


class TestUnexplained:
    def test_new_data_wait_for_an_analysis(self, athlete):
        assert unexplained(timezone.now()) == []
        train(athlete, WEEK * 25)
        assert unexplained(timezone.now()) == [athlete.pk]
        analyse(athlete=athlete)
        assert unexplained(timezone.now()) == []
        DayFactory(athlete=athlete, date=TODAY)
        assert unexplained(timezone.now()) == [athlete.pk]

    def test_someone_who_only_measures_nights_counts(self, athlete):
        DayFactory(athlete=athlete, date=TODAY)
        assert unexplained(timezone.now()) == [athlete.pk]

    def test_each_new_local_day_is_explained(self, athlete, noon):
        tokyo = AthleteFactory(time_zone="Asia/Tokyo")
        for each in (athlete, tokyo):
            train(each, WEEK * 25)
            analyse(athlete=each)
        assert unexplained(timezone.now()) == []
        noon.move_to(datetime(2026, 11, 22, 15, 30, tzinfo=UTC))
        assert unexplained(timezone.now()) == [tokyo.pk]
        noon.move_to(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
        assert unexplained(timezone.now()) == [athlete.pk, tokyo.pk]

    def test_who_has_not_synchronised_for_weeks_is_left_alone(self, athlete, noon):
        train(athlete, WEEK * 25)
        analyse(athlete=athlete)
        noon.shift(timedelta(days=29))
        assert unexplained(timezone.now()) == []
