"""From changed data to an analysis."""

from datetime import timedelta

from django.db import transaction

from analysis.models import AIUsage, Analysis
from analysis.tasks import refresh, sweep
from config.core.celery import Queue, run_inline, sending_with
from metrics.services.changes import data_changed
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import run_on, train
from tests.factories.athletes import AthleteFactory


def test_changed_data_are_explained_again(athlete, django_capture_on_commit_callbacks):
    run_on(athlete, TODAY, 50.0)
    sent = []
    with (
        sending_with(lambda name, ids: sent.append((name, ids))),
        django_capture_on_commit_callbacks(execute=True),
    ):
        data_changed(athlete, TODAY, TODAY + timedelta(days=1))
    assert ("analysis.tasks.refresh", (athlete.pk,)) in sent


def test_the_task_explains_today_and_may_run_twice(athlete):
    train(athlete, WEEK * 25)
    refresh(athlete.pk)
    refresh(athlete.pk)
    assert Analysis.objects.count() == 1
    assert refresh.queue == Queue.COMPUTE


def test_the_sweep_starts_what_a_lost_message_left_undone(athlete):
    train(athlete, WEEK * 25)
    sent = []
    with sending_with(lambda name, ids: sent.append((name, ids))):
        sweep()
    assert sent == [("analysis.tasks.refresh", (athlete.pk,))]


def test_the_sweep_books_what_a_lost_worker_had_set_aside(athlete, noon):
    usage = AIUsage.objects.create(athlete=athlete, purpose="asked", model="m", reserved_usd=1, cost_usd=1)
    noon.shift(timedelta(minutes=16))
    with sending_with(lambda *_: None):
        sweep()
    usage.refresh_from_db()
    assert (usage.state, usage.cost_usd) == ("unknown", 1)


def test_a_command_without_a_worker_ends_with_an_analysis(transactional_db):
    athlete = AthleteFactory()
    with run_inline() as failures:
        run_on(athlete, athlete.today(), 50.0)
        with transaction.atomic():
            data_changed(athlete, athlete.today(), athlete.today() + timedelta(days=1))
    assert failures == []
    assert Analysis.objects.get().body["headline"]["text"].startswith("A start is made with 1")
