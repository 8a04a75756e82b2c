from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.core.celery import sending_with
from config.core.models import Job, JobState
from metrics.models import ImportFile
from metrics.services.imports import JOB_KIND
from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory, ImportFileFactory
from tests.factories.mfa import log_in_with_mfa

State = ImportFile.State


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    log_in_with_mfa(client, UserFactory(is_staff=True))
    return client


def act(client: Client, model: str, action: str, *rows: Any) -> list[Any]:
    """Run the action and return what it asked of the worker."""
    asked: list[Any] = []
    with sending_with(lambda *call: asked.append(call)):
        url = reverse(f"admin:metrics_{model}_changelist")
        client.post(url, {"action": action, "_selected_action": [row.pk for row in rows]})
    return asked


def test_an_activity_is_hidden_and_brought_back_as_by_its_athlete(client: Client) -> None:
    activity = ActivityFactory()

    assert ("metrics.tasks.recompute_load", (activity.athlete_id,)) in act(
        client, "activity", "hide", activity
    )
    activity.refresh_from_db()
    assert activity.deleted_at is not None

    act(client, "activity", "bring_back", activity)
    activity.refresh_from_db()
    assert activity.deleted_at is None


def test_a_file_that_failed_is_read_again(client: Client) -> None:
    failed = ImportFileFactory(
        state=State.FAILED, code="FILE_QUARANTINED", message="…", batch__finished_at=timezone.now()
    )
    failed.file.save("x.fit", ContentFile(b"x"))
    job = Job.objects.create(kind=JOB_KIND, subject=failed.uid, state=JobState.QUARANTINED, attempts=3)

    assert act(client, "importfile", "again", failed) == [("metrics.tasks.import_file", (failed.pk,))]

    failed.refresh_from_db()
    job.refresh_from_db()
    assert (failed.state, failed.code, failed.batch.finished_at) == (State.WAITING, "", None)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_a_file_that_was_read_or_is_gone_stays_as_it_is(client: Client) -> None:
    done = ImportFileFactory(state=State.IMPORTED)
    gone = ImportFileFactory(state=State.FAILED, code="FILE_EMPTY")

    assert act(client, "importfile", "again", done, gone) == []

    assert list(ImportFile.objects.order_by("pk").values_list("state", flat=True)) == ["imported", "failed"]
