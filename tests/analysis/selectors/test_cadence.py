"""Who is due: only who agreed, only with data that are new, and once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from analysis.models import AIPreferences
from analysis.selectors.cadence import briefs_due, comments_due, has_news, weekly_due
from athletes.models import Athlete
from config.core.models import Job
from metrics.models import Activity, Day
from tests.analysis.builders import TODAY
from tests.analysis.conftest import run_on
from tests.factories.metrics import DayFactory

BRIEF, COMMENT = "analysis.brief", "analysis.comment"


def choose(athlete: Athlete, *, agreed: bool = True, **fields: object) -> AIPreferences:
    consented_at = timezone.now() if agreed else None
    row, _ = AIPreferences.objects.update_or_create(
        athlete=athlete, defaults={"consented_at": consented_at, **fields}
    )
    return row


def briefs() -> list[UUID]:
    return briefs_due(timezone.now(), kind=BRIEF)


def comments() -> list[UUID]:
    return comments_due(timezone.now(), kind=COMMENT)


def night(athlete: Athlete, **fields: object) -> Day:
    return DayFactory(athlete=athlete, date=TODAY, **fields)


def test_a_review_is_due_at_its_instant_and_only_with_consent(athlete, noon):
    in_a_minute = timezone.now() + timedelta(minutes=1)
    choose(athlete, next_weekly_at=in_a_minute)
    assert weekly_due(timezone.now()) == []

    noon.shift(timedelta(minutes=2))
    assert [row.athlete for row in weekly_due(timezone.now())] == [athlete]
    choose(athlete, writes_weekly=False)
    assert weekly_due(timezone.now()) == []
    choose(athlete, writes_weekly=True, agreed=False)
    assert weekly_due(timezone.now()) == []


def test_a_brief_is_due_once_the_night_has_come_in(athlete, noon):
    choose(athlete, writes_daily=True)
    assert briefs() == []

    night(athlete)
    assert briefs() == []
    noon.shift(timedelta(minutes=3))
    assert briefs() == [athlete.uid]


def test_there_is_one_brief_a_day(athlete, noon):
    choose(athlete, writes_daily=True)
    night(athlete)
    noon.shift(timedelta(minutes=3))
    Job.objects.create(kind=BRIEF, subject=athlete.uid)
    run_on(athlete, TODAY, 50.0)
    noon.shift(timedelta(minutes=3))
    assert briefs() == []

    noon.shift(timedelta(hours=18))
    assert briefs() == [athlete.uid]


def test_a_new_day_without_new_data_brings_no_brief(athlete, noon):
    choose(athlete, writes_daily=True)
    night(athlete)
    noon.shift(timedelta(minutes=3))
    Job.objects.create(kind=BRIEF, subject=athlete.uid)
    noon.shift(timedelta(hours=18))

    assert briefs() == []


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Kamchatka"])
def test_nobody_is_woken_by_a_brief(athlete, noon, zone):
    # At noon UTC it is 2 in the morning in Honolulu and midnight in Kamchatka.
    athlete.time_zone = zone
    athlete.save()
    choose(athlete, writes_daily=True)
    night(athlete)
    noon.shift(timedelta(minutes=3))
    assert briefs() == []

    noon.shift(timedelta(hours=6))
    assert briefs() == [athlete.uid]


def test_no_brief_without_the_wish_or_the_consent_or_from_what_an_ai_may_not_see(athlete, noon):
    night(athlete, ai_allowed=False)
    noon.shift(timedelta(minutes=3))
    choose(athlete, writes_daily=True)
    assert briefs() == []

    Day.objects.update(ai_allowed=True)
    choose(athlete, writes_daily=False)
    assert briefs() == []
    choose(athlete, writes_daily=True, agreed=False)
    assert briefs() == []


def test_an_activity_of_today_is_commented_on_once(athlete, noon):
    choose(athlete, writes_activities=True)
    run = run_on(athlete, TODAY, 50.0)
    assert comments() == []

    noon.shift(timedelta(minutes=3))
    assert comments() == [run.uid]
    Job.objects.create(kind=COMMENT, subject=run.uid)
    assert comments() == []


def test_what_is_history_when_it_arrives_gets_no_comment(athlete, noon):
    choose(athlete, writes_activities=True)
    yesterday = run_on(athlete, TODAY - timedelta(days=1), 50.0)
    run_on(athlete, TODAY - timedelta(days=2), 50.0)
    noon.shift(timedelta(minutes=3))
    assert comments() == [yesterday.uid]

    noon.shift(timedelta(days=1))
    assert comments() == []


def test_no_comment_without_the_wish_or_the_consent_or_on_what_an_ai_may_not_see(athlete, noon):
    run_on(athlete, TODAY, 50.0, ai_allowed=False)
    noon.shift(timedelta(minutes=3))
    choose(athlete, writes_activities=True)
    assert comments() == []

    Activity.objects.update(ai_allowed=True)
    choose(athlete, writes_activities=False)
    assert comments() == []
    choose(athlete, writes_activities=True, agreed=False)
    assert comments() == []


def test_news_are_what_came_in_since_and_an_ai_may_see(athlete, noon):
    since = timezone.now()
    run_on(athlete, TODAY, 50.0, ai_allowed=False)
    assert not has_news(athlete, since=since)

    run = run_on(athlete, TODAY, 50.0)
    assert has_news(athlete, since=since)
    assert not has_news(athlete, since=run.created_at)


def test_the_tick_asks_a_few_questions_however_many_there_are(athlete, noon, django_assert_max_num_queries):
    choose(athlete, writes_daily=True, writes_activities=True, next_weekly_at=timezone.now())
    night(athlete)
    for _ in range(5):
        run_on(athlete, TODAY, 50.0)
    noon.shift(timedelta(minutes=3))

    with django_assert_max_num_queries(4):
        assert len(weekly_due(timezone.now())) + len(briefs()) + len(comments()) == 7
