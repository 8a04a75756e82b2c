"""What a person does on the import page, and what the worker does then, in one process."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from athletes.models import Athlete
from config.core.celery import run_inline
from metrics.models import ImportBatch
from metrics.services.imports import create_batch
from tests.doubles.files.fit_files import RecordAt, ride, steady

THRESHOLD_W = 200.0


def drop(athlete: Athlete, **files: bytes) -> ImportBatch:
    """Upload files ("ride_fit" becomes ride.fit) and let the worker finish everything it was asked for."""
    uploads = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
    with run_inline() as failures:
        batch = create_batch(athlete=athlete, uploads=uploads)
    assert failures == []
    batch.refresh_from_db()
    return batch


def outcomes(batch: ImportBatch) -> dict[str, str]:
    """State, or the code of the failure, by file name."""
    return {file.name: file.code or file.state for file in batch.files.all()}


def morning(days_ago: int) -> datetime:
    """Seven o'clock UTC of a day before today."""
    day = timezone.now() - timedelta(days=days_ago)
    return day.replace(hour=7, minute=0, second=0, microsecond=0)


def hour_at(power_w: int, days_ago: int = 1) -> bytes:
    """A FIT file of an hour at one power: at 200 W a load of 100."""

    def record(second: int) -> dict[str, object]:
        return {**steady(second), "power": power_w}

    steadily: RecordAt = record  # type: ignore[assignment]
    return ride(3600, start=morning(days_ago), record=steadily)
