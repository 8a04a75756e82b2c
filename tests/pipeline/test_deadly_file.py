"""A file that kills its parser: tried three times, then put aside, and nobody waits for it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.files import sandbox
from config.core import jobs
from config.core.celery import run_inline, sending_with
from config.core.models import Job
from metrics.models import Activity, ImportBatch, ImportFile
from metrics.services.imports import JOB_KIND, LEASE, create_batch
from metrics.services.sweeping import sweep
from tests.pipeline.drop import drop, hour_at, outcomes
from tests.pipeline.fragile_worker import DEADLY

HOURS = (0, 1, 8)
"""When the sweep looks, in hours after the upload: later than the growing waits between two tries."""


@pytest.fixture(autouse=True)
def fragile_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_WORKER", "tests.pipeline.fragile_worker")


def sweep_in(hours: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=hours, minutes=5)), run_inline():
        sweep()


def test_it_is_given_up_at_the_third_try_and_the_batch_finishes(athlete: Athlete) -> None:
    batch = drop(athlete, good_fit=hour_at(200, 1), deadly_fit=DEADLY, other_fit=hour_at(200, 3))
    assert outcomes(batch) == {"good.fit": "imported", "deadly.fit": "waiting", "other.fit": "imported"}
    assert batch.finished_at is None

    for hours in HOURS:
        sweep_in(hours)

    batch = ImportBatch.objects.get()
    deadly = batch.files.get(name="deadly.fit")
    assert (deadly.state, deadly.code) == ("failed", "FILE_PARSER_CRASHED")
    assert Job.objects.get(subject=deadly.uid).attempts == 3
    assert batch.finished_at is not None


def test_it_is_never_tried_again(athlete: Athlete) -> None:
    drop(athlete, deadly_fit=DEADLY)
    for hours in (*HOURS, 24, 48):
        sweep_in(hours)

    assert Job.objects.get(kind="import_file").attempts == 3
    assert ImportFile.objects.get().file.size == len(DEADLY)


def test_a_file_that_takes_its_worker_along_is_given_up_as_well(athlete: Athlete) -> None:
    with sending_with(lambda name, ids: None):
        create_batch(athlete=athlete, uploads=[SimpleUploadedFile("deadly.fit", DEADLY)])
    file = ImportFile.objects.get()
    for hours in range(3):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            assert jobs.claim(JOB_KIND, file.uid, LEASE) is not None

    sweep_in(4)

    file.refresh_from_db()
    assert (file.state, file.code) == ("failed", "FILE_QUARANTINED")
    assert ImportBatch.objects.get().finished_at is not None


def test_the_next_file_finds_a_parser_that_lives(athlete: Athlete) -> None:
    drop(athlete, deadly_fit=DEADLY)

    batch = drop(athlete, good_fit=hour_at(200))

    assert outcomes(batch) == {"good.fit": "imported"}
    assert Activity.objects.count() == 1
