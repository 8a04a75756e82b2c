"""Taking everything along: asked for on a page, made behind the scenes, gone after a week."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from athletes.models import DataExport, User
from athletes.models.privacy import EXPORT_LASTS
from athletes.people import person
from athletes.personal import EXPORTS
from athletes.services.account_events import record_event
from config.core import audit, jobs
from config.core.celery import enqueue
from config.core.errors import DataNotFoundError, RateLimitedError
from config.core.models import Job, JobState
from config.core.personal import exporting
from config.core.ratelimit import hit
from config.core.stored import written_as

JOB_KIND = "data_export"
EXPORTS_A_DAY = 3
LEASE = timedelta(minutes=3)
State = DataExport.State


def ask_export(*, user: User) -> DataExport:
    """Have an export made; the one that is being made, if there is. Raises RateLimitedError."""
    waiting = DataExport.objects.filter(user=user, state=State.WAITING).first()
    if waiting is not None:
        return waiting
    allowance = hit(f"data_export:{user.pk}", EXPORTS_A_DAY, 86_400)
    if not allowance.allowed:
        raise RateLimitedError(retry_after_s=allowance.retry_after_s)
    try:
        with transaction.atomic():
            row: DataExport = DataExport.objects.create(user=user)
            jobs.queue(JOB_KIND, row.uid)
            audit.record(user.uid, "athlete.export", _subject(user), {"as": "owner"})
            enqueue("athletes.tasks.make_export", row.uid)
    except IntegrityError:
        # A second click came in between.
        return DataExport.objects.get(user=user, state=State.WAITING)
    return row


def make_export(*, uid: UUID) -> None:
    """Write the zip. Safe to repeat; nothing happens while another worker does so, or when it is made."""
    job = jobs.claim(JOB_KIND, uid, LEASE)
    row = DataExport.objects.filter(uid=uid, state=State.WAITING).select_related("user").first()
    if job is None or row is None:
        return
    try:
        with jobs.beating(job, LEASE):
            _write(row)
    except Exception as error:
        jobs.fail(job, error)
        raise
    jobs.finish(job)


def _write(row: DataExport) -> None:
    name = f"{EXPORTS}/{row.user.uid}/{row.uid}.zip"
    with written_as(name) as target:
        done = exporting.export(person(row.user), target)
    row.state, row.file = State.READY, name
    row.rows, row.files, row.size_bytes = done.rows, done.files, done.bytes
    row.expires_at = timezone.now() + EXPORT_LASTS
    with transaction.atomic():
        row.save()
        record_event(user=row.user, what="data_ready")


def ready_export(*, user: User, uid: UUID | str) -> DataExport:
    """One's own that is still there. Raises DataNotFoundError."""
    ready = DataExport.objects.filter(user=user, state=State.READY, expires_at__gt=timezone.now(), uid=uid)
    row: DataExport | None = ready.first()
    if row is None:
        raise DataNotFoundError("There is no such export, or it has ended. Have a new one made.")
    return row


def record_download(*, row: DataExport) -> None:
    """Somebody who is logged in as its owner takes it."""
    with transaction.atomic():
        row.downloaded_at = timezone.now()
        row.save(update_fields=["downloaded_at"])
        record_event(user=row.user, what="data_downloaded", export=str(row.uid))


def sweep_exports() -> None:
    """Start again what a lost message left behind, and remove what has had its time."""
    given_up = Job.objects.filter(kind=JOB_KIND, state__in=(JobState.FAILED, JobState.QUARANTINED))
    DataExport.objects.filter(state=State.WAITING, uid__in=given_up.values("subject")).update(
        state=State.FAILED
    )
    for job in jobs.due(JOB_KIND):
        enqueue("athletes.tasks.make_export", job.subject)
    for row in DataExport.objects.filter(state=State.READY, expires_at__lte=timezone.now()):
        default_storage.delete(str(row.file.name))
        row.state, row.file = State.ENDED, ""
        row.save(update_fields=["state", "file"])


def _subject(user: User) -> UUID:
    whom = person(user)
    return whom.athlete_uid or whom.user_uid
