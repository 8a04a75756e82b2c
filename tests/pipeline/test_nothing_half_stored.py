"""When storing fails midway there is nothing, and the next try stores everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.utils import timezone

from athletes.models import Athlete
from config.core.celery import run_inline
from config.core.models import Job
from metrics.models import Activity, ImportFile, Lap, LoadSeries, Origin, Stream
from metrics.services.imports import create_batch
from metrics.services.sweeping import sweep
from tests.pipeline.drop import hour_at

TABLES = ("metrics_activity", "metrics_stream", "metrics_lap", "metrics_origin", "metrics_loadseries")


@contextmanager
def disk_full_at(table: str) -> Iterator[None]:
    """The database refuses to write into one table, as it does when it has no room left."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and f'"{table}"' in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


def originals() -> list[Path]:
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "originals"
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("table", TABLES)
def test_a_fault_at_any_table_leaves_nothing_behind(athlete: Athlete, table: str) -> None:
    kept_before = originals()
    with disk_full_at(table), run_inline() as failures:
        create_batch(athlete=athlete, uploads=[SimpleUploadedFile("ride.fit", hour_at(200))])

    assert [type(error) for _, error in failures] == [OperationalError]
    assert [model.objects.count() for model in (Activity, Stream, Lap, Origin, LoadSeries)] == [0] * 5
    assert originals() == kept_before
    assert ImportFile.objects.get().state == "waiting"
    assert Job.objects.get(kind="import_file").attempts == 1


def test_the_next_try_stores_everything(athlete: Athlete) -> None:
    with disk_full_at("metrics_lap"), run_inline():
        create_batch(athlete=athlete, uploads=[SimpleUploadedFile("ride.fit", hour_at(200))])

    with time_machine.travel(timezone.now() + timedelta(hours=1)), run_inline() as failures:
        sweep()

    assert failures == []
    assert ImportFile.objects.get().state == "imported"
    assert Activity.objects.get().load == pytest.approx(100, rel=0.001)
    assert LoadSeries.objects.get().dirty_from is None
