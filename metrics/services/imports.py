"""Batches of files: stored first, then read one by one, with an outcome for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.files import is_archive, unpack
from config.core import jobs
from config.core.celery import enqueue
from config.core.errors import AppException
from config.core.models import Job, JobState
from metrics.models import ImportBatch, ImportFile
from metrics.services.ingest import Outcome, Stored, store_activity
from metrics.services.parsing import parse
from notifications.services import notify

JOB_KIND = "import_file"
LEASE = timedelta(seconds=180)
State = ImportFile.State

STATE_OF_OUTCOME = {
    Outcome.IMPORTED: State.IMPORTED,
    Outcome.MERGED: State.MERGED,
    Outcome.DUPLICATE: State.DUPLICATE,
}


def create_batch(*, athlete: Athlete, uploads: Iterable[File]) -> ImportBatch:
    """Keep the uploaded files and have each of them read by a worker."""
    with transaction.atomic():
        batch = ImportBatch.objects.create(athlete=athlete)
        for upload in uploads:
            _add_file(batch, PurePath(upload.name or "file").name, upload)
    return batch


def process_file(*, import_file_id: int) -> None:
    """Read one file of a batch and record what became of it. Safe to repeat; a file that kills its parser is
    tried three times and then given up."""
    row = ImportFile.objects.select_related("batch__athlete").filter(pk=import_file_id, state=State.WAITING).first()
    if row is None:
        return
    job = jobs.claim(JOB_KIND, row.uid, LEASE)
    if job is None:
        _give_up_if_quarantined(row)
        return
    try:
        _read(row)
    except AppException as error:
        jobs.fail(job, error)
        if job.state != JobState.QUEUED:
            _record_failure(row, error.code, error.message)
    except Exception as error:
        jobs.fail(job, error)
        raise
    else:
        jobs.finish(job)
    finish_batch(row.batch)


def import_content(*, athlete: Athlete, content: bytes, name: str) -> Stored:
    """Read and store one activity file. Raises DataError with a code and a message for people."""
    return store_activity(athlete=athlete, recorded=parse(content, name))


def _read(row: ImportFile) -> None:
    with row.file.open("rb") as file:
        content = file.read()
    if is_archive(content):
        _unpack(row, content)
        return
    stored = import_content(athlete=row.batch.athlete, content=content, name=row.name)
    row.state = STATE_OF_OUTCOME[stored.outcome]
    row.activity = stored.activity
    _done(row)


def _unpack(row: ImportFile, content: bytes) -> None:
    with transaction.atomic():
        for entry in unpack(content, row.name):
            if entry.error is not None:
                _add_failed(row, entry.name, entry.error.code, entry.error.message)
            else:
                _add_file(row.batch, PurePath(entry.name).name, ContentFile(entry.content), parent=row)
        row.state = State.UNPACKED
        _done(row)


def _add_file(batch: ImportBatch, name: str, content: File, parent: ImportFile | None = None) -> None:
    stored = default_storage.save(f"uploads/{batch.athlete.uid}/{batch.uid}/file", content)
    row = ImportFile.objects.create(
        batch=batch, parent=parent, name=name[-255:], file=stored, size=content.size or 0
    )
    enqueue("metrics.tasks.import_file", row.pk)


def _add_failed(parent: ImportFile, name: str, code: str, message: str) -> None:
    ImportFile.objects.create(
        batch=parent.batch,
        parent=parent,
        name=PurePath(name).name[-255:],
        state=State.FAILED,
        code=code,
        message=message[:300],
    )


def _give_up_if_quarantined(row: ImportFile) -> None:
    if Job.objects.filter(kind=JOB_KIND, subject=row.uid, state=JobState.QUARANTINED).exists():
        _record_failure(row, "FILE_QUARANTINED", "Reading this file failed three times. It is kept aside.")
        finish_batch(row.batch)


def _record_failure(row: ImportFile, code: str, message: str) -> None:
    row.state = State.FAILED
    row.code = code
    row.message = message[:300]
    _done(row)


def _done(row: ImportFile) -> None:
    """Save the outcome; the upload itself is not needed any more (the original is kept with its activity)."""
    name = row.file.name
    if row.state != State.FAILED:
        row.file = ""
    row.save()
    if name and not row.file:
        transaction.on_commit(lambda: default_storage.delete(name))


def finish_batch(batch: ImportBatch) -> None:
    """Close the batch once no file of it waits any more, and tell the athlete. Safe to repeat."""
    with transaction.atomic():
        if batch.files.filter(state=State.WAITING).exists():
            return
        if not ImportBatch.objects.filter(pk=batch.pk, finished_at=None).update(finished_at=timezone.now()):
            return
        states = list(batch.files.values_list("state", flat=True))
        notify(
            user=batch.athlete.user,
            athlete=batch.athlete,
            kind="import_finished",
            key=str(batch.uid),
            context={
                "imported": states.count(State.IMPORTED) + states.count(State.MERGED),
                "duplicates": states.count(State.DUPLICATE),
                "failed": states.count(State.FAILED),
            },
            url=reverse("metrics:import-batch", args=["me", batch.uid]),
        )
