"""Reading a file again that had failed, when an operator thinks that it can be read now."""

from __future__ import annotations

from django.db import transaction

from config.core import jobs
from config.core.celery import enqueue
from config.core.models import Job
from metrics.models import ImportBatch, ImportFile
from metrics.services.imports import JOB_KIND


def read_again(*, file: ImportFile) -> bool:
    """Have a failed file read by a worker once more; False when it is in another state or was not kept."""
    with transaction.atomic():
        failed = ImportFile.objects.filter(pk=file.pk, state=ImportFile.State.FAILED).exclude(file="")
        if not failed.update(state=ImportFile.State.WAITING, code="", message=""):
            return False
        ImportBatch.objects.filter(pk=file.batch_id).update(finished_at=None)
        for job in Job.objects.filter(kind=JOB_KIND, subject=file.uid):
            jobs.retry(job)
        enqueue("metrics.tasks.import_file", file.pk)
    return True
