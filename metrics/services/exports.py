"""Reading a Garmin export in slices of work: what was read stays read, wherever it is interrupted."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.files import FileError
from athletes.sources.garmin_export import Cursor, GarminExportSource
from config.core import jobs
from config.core.celery import enqueue
from config.core.errors import AppException, DataProcessingError
from config.core.models import Job, JobState
from config.core.stored import on_disk
from metrics.models import ImportFile
from metrics.selectors.exports import ExportReport
from metrics.services.export_storing import ExportStorer
from metrics.services.imports import EXPORT_JOB_KIND, finish_batch, record_failure, settle
from metrics.services.parsing import parse

LEASE: Final = timedelta(seconds=180)
SLICE_S: Final = 45.0
SAVE_EVERY_S: Final = 2.0
State = ImportFile.State


def read_export(*, import_file_id: int) -> None:
    """Read on in an export for one slice, and ask for the next one. Safe to repeat.

    An export during which workers die three times without getting anywhere is given up.
    """
    row = (
        ImportFile.objects.select_related("batch__athlete")
        .filter(pk=import_file_id, state=State.READING)
        .first()
    )
    if row is None:
        return
    job = jobs.claim(EXPORT_JOB_KIND, row.uid, LEASE)
    if job is None:
        _give_up_if_quarantined(row)
        return
    try:
        with on_disk(str(row.file.name)) as path:
            _Slice(row, job, path).run()
    except AppException as error:
        jobs.fail(job, error)
        if job.state != JobState.QUEUED:
            record_failure(row, error.code, error.message)
    except Exception as error:
        jobs.fail(job, error)
        raise
    finish_batch(row.batch)


def import_export(*, athlete: Athlete, path: Path) -> ExportReport:
    """Read a whole export from the disk at once. Raises DataProcessingError when it cannot be opened."""
    report, began = ExportReport(), timezone.now()
    storer = ExportStorer(athlete, report)
    source = GarminExportSource(path, parse=parse)
    try:
        report.left = source.contents.left
        for step in source.steps():
            storer.store(step)
    except FileError as error:
        raise DataProcessingError(error.message, code=error.code) from error
    storer.count_arrivals(began)
    return report


class _Slice:
    """One worker's share of an export."""

    def __init__(self, row: ImportFile, job: Job, path: Path) -> None:
        self._row, self._job = row, job
        self._report = ExportReport.of_json(row.report)
        self._storer = ExportStorer(row.batch.athlete, self._report)
        self._source = GarminExportSource(path, parse=parse)
        self._saved = self._began = time.monotonic()

    def run(self) -> None:
        try:
            self._report.left = self._source.contents.left
            self._read()
        except FileError as error:
            raise DataProcessingError(error.message, code=error.code) from error

    def _read(self) -> None:
        """Save what was counted together with the place behind it, every two seconds and at the end."""
        for step in self._source.steps(Cursor.of_json(self._report.cursor)):
            self._storer.store(step)
            now = time.monotonic()
            if now - self._saved >= SAVE_EVERY_S and not self._save():
                return
            if now - self._began >= SLICE_S:
                self._pause()
                return
        self._finish()

    def _save(self) -> bool:
        """False when the lease ran out and another worker reads on."""
        now = time.monotonic()
        self._report.seconds += now - self._saved
        self._saved = now
        self._storer.count_arrivals(self._row.created_at)
        done, total = self._source.amounts(Cursor.of_json(self._report.cursor))
        with transaction.atomic():
            if not jobs.progressed(self._job, LEASE):
                return False
            self._row.members_done, self._row.members_total = done, total
            self._row.report = self._report.as_json()
            self._row.save(update_fields=["members_done", "members_total", "report"])
        return True

    def _pause(self) -> None:
        with transaction.atomic():
            if self._save() and jobs.go_on(self._job):
                enqueue("metrics.tasks.read_export", self._row.pk)

    def _finish(self) -> None:
        with transaction.atomic():
            if self._save():
                self._row.state = State.UNPACKED
                settle(self._row, self._job)


def _give_up_if_quarantined(row: ImportFile) -> None:
    given_up = Job.objects.filter(
        kind=EXPORT_JOB_KIND, subject=row.uid, state__in=[JobState.QUARANTINED, JobState.FAILED]
    )
    if given_up.exists():
        record_failure(
            row, "FILE_QUARANTINED", "Reading this export failed three times. What was read before is kept."
        )
        finish_batch(row.batch)
