"""Reviews, briefs and comments come by themselves, once, and only with leave and new data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from analysis.models import AIPreferences, AIUsage, Analysis, BatchItem
from analysis.services import cadence
from analysis.services.consent import agree, change_preferences, withdraw
from athletes.models import Athlete
from config.core.celery import Queue, find, sending_with
from config.core.models import Job
from config.schedule import SCHEDULE
from notifications.models import Message
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import run_on, train
from tests.doubles.claude import ClaudeDouble
from tests.factories.metrics import DayFactory

type Clock = time_machine.Traveller
type Started = list[tuple[str, tuple[int | str, ...]]]

SIX_PM = datetime(2026, 11, 22, 18, tzinfo=UTC)


@pytest.fixture
def agreed(athlete: Athlete, claude: ClaudeDouble) -> Athlete:
    """Sunday noon; the review is due at six in the evening."""
    train(athlete, WEEK * 8)
    agree(athlete=athlete, by=athlete.user)
    return athlete


@pytest.fixture
def started() -> Iterator[Started]:
    found: Started = []
    with sending_with(lambda name, ids: found.append((name, ids))):
        yield found


def wish(athlete: Athlete, **changes: object) -> None:
    change_preferences(athlete=athlete, by=athlete.user, **changes)


def planned() -> datetime | None:
    return AIPreferences.objects.get().next_weekly_at


def test_the_weekly_review_starts_at_its_hour(agreed, started, noon: Clock):
    cadence.start_due()
    assert (started, planned()) == ([], SIX_PM)

    noon.move_to(SIX_PM + timedelta(seconds=30))
    cadence.start_due()
    assert started == [("analysis.tasks.review_week", (str(agreed.uid),))]
    assert planned() == SIX_PM + timedelta(days=7)


def test_a_tick_that_comes_twice_starts_once_and_moves_no_revision(agreed, started, noon: Clock):
    before = AIPreferences.objects.get().revision
    noon.move_to(SIX_PM + timedelta(seconds=30))
    cadence.start_due()
    cadence.start_due()

    assert len(started) == 1
    assert AIPreferences.objects.get().revision == before


def test_a_lost_message_is_sent_again(agreed, started, noon: Clock):
    noon.move_to(SIX_PM + timedelta(seconds=30))
    cadence.start_due()
    noon.shift(timedelta(minutes=11))
    cadence.start_due()

    assert started == [("analysis.tasks.review_week", (str(agreed.uid),))] * 2


def test_a_review_goes_into_a_batch_once(agreed, started, noon: Clock):
    noon.move_to(SIX_PM + timedelta(seconds=30))
    cadence.start_due()
    cadence.review_week(athlete_uid=str(agreed.uid))
    cadence.review_week(athlete_uid=str(agreed.uid))

    assert BatchItem.objects.get().athlete == agreed


def test_where_there_are_no_batches_it_is_written_at_once(agreed, started, noon: Clock, settings):
    settings.AI_PROFILE = "compatible"
    cadence.review_week(athlete_uid=str(agreed.uid))

    assert not BatchItem.objects.exists()
    assert AIUsage.objects.filter(purpose="weekly", is_batch=False).exists()
    assert Message.objects.get(kind="analysis_ready").user == agreed.user


def test_a_week_without_new_data_is_not_reviewed(agreed, started, noon: Clock):
    Analysis.objects.create(
        athlete=agreed,
        purpose=Analysis.Purpose.WEEKLY,
        engine="claude",
        start=TODAY - timedelta(days=6),
        end=TODAY + timedelta(days=1),
        pack_sha256="0" * 64,
        prompt_version="weekly-1.0.0",
        pack={},
        body={},
        checked_at=timezone.now(),
    )
    noon.move_to(SIX_PM + timedelta(seconds=30))
    cadence.start_due()

    assert started == []
    assert planned() == SIX_PM + timedelta(days=7)


def test_who_flew_west_gets_it_at_six_there(agreed, started, noon: Clock):
    noon.move_to(SIX_PM + timedelta(seconds=30))
    Athlete.objects.update(time_zone="America/New_York")
    cadence.start_due()
    assert (started, planned()) == ([], datetime(2026, 11, 22, 23, tzinfo=UTC))

    noon.move_to(datetime(2026, 11, 22, 23, 1, tzinfo=UTC))
    cadence.start_due()
    assert len(started) == 1


def test_nothing_starts_without_leave_or_while_claude_is_off(agreed, started, noon: Clock, settings):
    wish(agreed, writes_daily=True, writes_activities=True)
    DayFactory(athlete=agreed, date=TODAY)
    run_on(agreed, TODAY, 50.0)
    noon.move_to(SIX_PM + timedelta(minutes=5))
    settings.AI_ENABLED = False
    cadence.start_due()
    settings.AI_ENABLED = True
    withdraw(athlete=agreed, by=agreed.user, erases_chats=False)
    cadence.start_due()

    assert (started, Job.objects.filter(kind__startswith="analysis.").count()) == ([], 0)


def test_leave_that_is_taken_back_meanwhile_stops_what_was_started(
    agreed, started, noon: Clock, claude: ClaudeDouble
):
    run = run_on(agreed, TODAY, 50.0)
    withdraw(athlete=agreed, by=agreed.user, erases_chats=False)
    cadence.review_week(athlete_uid=str(agreed.uid))
    cadence.write_brief(athlete_uid=str(agreed.uid))
    cadence.comment_on(activity_uid=str(run.uid))

    assert (claude.requests, AIUsage.objects.count(), BatchItem.objects.count()) == ([], 0, 0)


def test_a_brief_is_written_once_a_day(agreed, started, noon: Clock):
    wish(agreed, writes_daily=True, writes_weekly=False)
    DayFactory(athlete=agreed, date=TODAY + timedelta(days=-60))
    noon.shift(timedelta(minutes=3))
    cadence.start_due()
    assert started == [("analysis.tasks.write_brief", (str(agreed.uid),))]

    cadence.write_brief(athlete_uid=str(agreed.uid))
    cadence.write_brief(athlete_uid=str(agreed.uid))
    noon.shift(timedelta(hours=1))
    run_on(agreed, TODAY, 50.0)
    noon.shift(timedelta(minutes=3))
    cadence.start_due()

    assert len(started) == 1
    assert AIUsage.objects.filter(purpose="brief").count() >= 1
    assert not Message.objects.filter(kind="analysis_ready").exists()


def test_an_activity_is_commented_on_and_told(agreed, started, noon: Clock):
    wish(agreed, writes_activities=True, writes_weekly=False)
    noon.shift(timedelta(days=1, hours=2))
    run = run_on(agreed, TODAY + timedelta(days=1), 50.0)
    noon.shift(timedelta(minutes=3))
    cadence.start_due()
    assert started == [("analysis.tasks.comment_on", (str(run.uid),))]

    cadence.comment_on(activity_uid=str(run.uid))
    cadence.comment_on(activity_uid=str(run.uid))

    assert Message.objects.get(kind="analysis_ready").context["about"] == "Comment on an activity"
    assert Analysis.objects.filter(activity=run, purpose="activity").count() >= 1


@pytest.mark.parametrize("name", ["review_week", "write_brief", "comment_on", "send_batch", "finish_review"])
def test_what_asks_claude_has_its_own_queue_and_limits_above_the_deadline(name):
    task = find(f"analysis.tasks.{name}")

    assert (task.queue, task.soft_time_limit, task.time_limit) == (Queue.AI, 120, 150)


def test_the_tick_comes_every_minute():
    assert dict(SCHEDULE)["analysis.tasks.start_due"] == 60
