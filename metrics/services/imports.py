"""Batches of files: stored first, then read one by one, with an outcome for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from athletes.models import Athlete
from athletes.services.quotas import take_uploads
from athletes.sources.files import Entry, unpack
from athletes.sources.files.detect import HEAD_BYTES, Kind, detect
from athletes.sources.files.limits import MAX_FILE_BYTES
from athletes.sources.garmin_export import is_garmin_export
from config.core import jobs
from config.core.celery import enqueue
from config.core.errors import AppException
from config.core.models import Job, JobState
from config.core.stored import on_disk
from metrics.models import ImportBatch, ImportFile
from metrics.selectors.exports import ExportReport
from metrics.services.ingest import Outcome, Stored, store_activity
from metrics.services.locking import lock
from metrics.services.parsing import parse
from metrics.services.storage import Room, StorageFullError
from notifications.services import notify

JOB_KIND = "import_file"
EXPORT_JOB_KIND = "read_export"
LEASE = timedelta(seconds=180)
MEMBERS_AT_ONCE = 200
State = ImportFile.State

STATE_OF_OUTCOME = {
    Outcome.IMPORTED: State.IMPORTED,
    Outcome.MERGED: State.MERGED,
    Outcome.DUPLICATE: State.DUPLICATE,
}


def create_batch(*, athlete: Athlete, uploads: Iterable[File]) -> ImportBatch:
    """Keep the uploaded files and have each of them read by a worker.

    The bytes are written before the rows: copying them takes longer than anybody should hold the database.
    Raises StorageFullError and UploadsSpentError; nothing is kept then.
    """
    batch, given = ImportBatch(athlete=athlete), list(uploads)
    size = sum(upload.size or 0 for upload in given)
    Room(athlete=athlete).take(size)
    take_uploads(athlete=athlete, count=len(given))
    kept = [(upload, _keep(batch, upload)) for upload in given]
    try:
        with transaction.atomic():
            # Again, one at a time: two uploads at once may have found the same room.
            lock(athlete)
            Room(athlete=athlete).take(size)
            batch.save()
            for upload, stored in kept:
                _add_file(batch, PurePath(upload.name or "file").name[-255:], stored, upload.size or 0)
    except StorageFullError:
        for _, stored in kept:
            default_storage.delete(stored)
        raise
    return batch


def process_file(*, import_file_id: int) -> None:
    """Read one file of a batch and record what became of it. Safe to repeat; a file that kills its parser is
    tried three times and then given up."""
    row = (
        ImportFile.objects.select_related("batch__athlete")
        .filter(pk=import_file_id, state=State.WAITING)
        .first()
    )
    if row is None:
        return
    job = jobs.claim(JOB_KIND, row.uid, LEASE)
    if job is None:
        _give_up_if_quarantined(row)
        return
    try:
        _read(row, job)
    except AppException as error:
        jobs.fail(job, error)
        if job.state != JobState.QUEUED:
            record_failure(row, error.code, error.message)
    except Exception as error:
        jobs.fail(job, error)
        raise
    finish_batch(row.batch)


def import_content(*, athlete: Athlete, content: bytes, name: str) -> Stored:
    """Read and store one activity file. Raises DataError with a code and a message for people."""
    return store_activity(athlete=athlete, recorded=parse(content, name))


def _read(row: ImportFile, job: Job) -> None:
    with row.file.open("rb") as file:
        if detect(file.read(HEAD_BYTES)) in (Kind.ZIP, Kind.GZIP):
            _open_archive(row, job)
            return
        file.seek(0)
        # One byte more than is allowed: the reader refuses it, and a worker never holds a file of any size.
        content = file.read(MAX_FILE_BYTES + 1)
    stored = import_content(athlete=row.batch.athlete, content=content, name=row.name)
    row.state = STATE_OF_OUTCOME[stored.outcome]
    row.activity = stored.activity
    settle(row, job)


def _open_archive(row: ImportFile, job: Job) -> None:
    """A Garmin export is read where it lies, by a work of its own; other archives are unpacked."""
    with on_disk(str(row.file.name)) as path:
        if not is_garmin_export(path):
            _unpack(row, job, path)
            return
    with transaction.atomic():
        row.state = State.READING
        row.save(update_fields=["state"])
        enqueue("metrics.tasks.read_export", row.pk)
        jobs.finish(job)


def _unpack(row: ImportFile, job: Job, path: Path) -> None:
    """Write the members aside first: one short transaction then shows all of them or none."""
    members, room = [], Room(athlete=row.batch.athlete, freed=row.size)
    for entry in unpack(path, row.name):
        members.append(_member(row, entry, room))
    with transaction.atomic():
        for member in ImportFile.objects.bulk_create(members, batch_size=MEMBERS_AT_ONCE):
            if member.state == State.WAITING:
                enqueue("metrics.tasks.import_file", member.pk)
        row.state = State.UNPACKED
        settle(row, job)


def settle(row: ImportFile, job: Job) -> None:
    """The outcome and the end of the work in one commit: each of them waits for the disk."""
    with transaction.atomic():
        _done(row)
        jobs.finish(job)


def _member(archive: ImportFile, entry: Entry, room: Room) -> ImportFile:
    """An unsaved row; the bytes are on disk already and not held, or a zip would be in memory as a whole."""
    row = ImportFile(batch=archive.batch, parent=archive, name=PurePath(entry.name).name[-255:])
    error = entry.error or _over_quota(room, len(entry.content or b""))
    if error is not None:
        row.state, row.code, row.message = State.FAILED, error.code, error.message[:300]
    else:
        content = entry.content or b""
        row.file, row.size = _keep(archive.batch, ContentFile(content)), len(content)
    return row


def _over_quota(room: Room, size: int) -> AppException | None:
    """Why this member of an archive may not come in as well. Each counts as a file sent alone would."""
    try:
        room.take(size)
        take_uploads(athlete=room.athlete)
    except AppException as error:
        return error
    return None


def _keep(batch: ImportBatch, content: File) -> str:
    return default_storage.save(f"uploads/{batch.athlete.uid}/{batch.uid}/file", content)


def _add_file(batch: ImportBatch, name: str, stored: str, size: int) -> None:
    row = ImportFile.objects.create(batch=batch, name=name, file=stored, size=size)
    enqueue("metrics.tasks.import_file", row.pk)


def _give_up_if_quarantined(row: ImportFile) -> None:
    if Job.objects.filter(kind=JOB_KIND, subject=row.uid, state=JobState.QUARANTINED).exists():
        record_failure(row, "FILE_QUARANTINED", "Reading this file failed three times. It is kept aside.")
        finish_batch(row.batch)


def record_failure(row: ImportFile, code: str, message: str) -> None:
    row.state = State.FAILED
    row.code = code
    row.message = message[:300]
    _done(row)


def _done(row: ImportFile) -> None:
    """Save the outcome; the upload itself is not needed any more (the original is kept with its activity)."""
    name = row.file.name
    if row.state != State.FAILED:
        row.file = ""
    row.save(update_fields=["state", "activity", "code", "message", "file"])
    if name and not row.file:
        transaction.on_commit(lambda: default_storage.delete(name))


def finish_batch(batch: ImportBatch) -> None:
    """Close the batch once no file of it waits any more, and tell the athlete. Safe to repeat.

    Files never begin to wait again, so that is looked up before the database is taken for writing.
    """
    if batch.files.filter(state__in=[State.WAITING, State.READING]).exists():
        return
    with transaction.atomic():
        if not ImportBatch.objects.filter(pk=batch.pk, finished_at=None).update(finished_at=timezone.now()):
            return
        enqueue("metrics.tasks.recompute_load", batch.athlete_id)
        states = list(batch.files.values_list("state", flat=True))
        exports = [ExportReport.of_json(report) for report in _reports(batch)]
        notify(
            user=batch.athlete.user,
            athlete=batch.athlete,
            kind="import_finished",
            key=str(batch.uid),
            context={
                "imported": states.count(State.IMPORTED)
                + states.count(State.MERGED)
                + sum(each.new + each.merged for each in exports),
                "duplicates": states.count(State.DUPLICATE) + sum(each.known for each in exports),
                "failed": states.count(State.FAILED) + sum(each.fault_count for each in exports),
            },
            url=reverse("metrics:import-batch", args=["me", batch.uid]),
        )


def _reports(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    """What each Garmin export of the batch held."""
    yield from batch.files.filter(members_total__gt=0).values_list("report", flat=True)
