"""Garmin's export: a damaged table within it, a damaged part with files, or the whole damaged."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path

from athletes.sources.files import FileError
from athletes.sources.files.archive_limits import Limits
from athletes.sources.garmin_export import GarminExportSource
from athletes.sources.records import RecordedActivity
from tests.athletes.sources.garmin_export.test_hostile import parse
from tests.doubles import garmin_export as double
from tests.doubles.garmin_export import FIRST_DAY, Export, rides, zipped
from tests.fuzzing.files import check
from tests.fuzzing.formats import Format, Seed

SMALL = Limits(entries=50, unpacked_bytes=2_000_000)
METRICS = {
    "TrainingReadinessDTO": [double.readiness(FIRST_DAY, 70)],
    "MetricsAcuteTrainingLoad": [double.acute_load(FIRST_DAY)],
    "MetricsMaxMetData": [double.max_met(FIRST_DAY)],
    "RunRacePredictions": [double.race_predictions(FIRST_DAY)],
}


def read_export(content: bytes) -> str | None:
    code = None
    # In memory where there is such a place: a hundred thousand files are no exercise for a disk.
    folder = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(content)
        file.flush()
        for step in GarminExportSource(Path(file.name), parse=parse, limits=SMALL).steps():
            for record in step.records:
                if isinstance(record, RecordedActivity):
                    check(record)
            code = step.skipped[0].code if step.skipped else code
    return code


def _export() -> Format:
    (row, fit), *_ = rides(1, seconds=3)
    files = Export(
        activities=[row, double.summarised(7)],
        fit_files=[fit],
        days=[double.uds(FIRST_DAY)],
        nights=[double.sleep(FIRST_DAY)],
        statuses=[double.health_status(FIRST_DAY)],
        weighings=[double.weighing(FIRST_DAY)],
        metrics=METRICS,
    ).files()
    parts = [Seed(content, partial(_alone, name)) for name, content in files.items()]
    return Format("export", (*parts, Seed(zipped(files))), read_export, (FileError,), of_words=True)


def _alone(name: str, content: bytes) -> bytes:
    return zipped({name: content}, compression=0)


FORMATS = {"export": _export}
