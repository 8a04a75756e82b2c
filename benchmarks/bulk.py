#!/usr/bin/env python3
"""A life's archive: 3,000 rides of an hour, uploaded as zips, read by the worker that `bin/serve` starts.

The clock runs from the upload until every file is stored and the loads are true to them; signals and analyses
come about meanwhile. Two processes on two cores, a real broker, SQLite. Peaks of memory are those of the
worker with its pool and sandboxes while the first and the last tenth of the files were read. The worker has
read a few files before.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files import File
from support import house  # makes the installation that the following imports need
from support.fit_file import ride
from support.process_tree import ProcessTree
from support.report import report
from support.worker_tree import running_worker

from athletes.models import Athlete, Threshold, User
from metrics.models import Activity, ImportBatch, ImportFile, LoadSeries
from metrics.services.imports import create_batch

FILES, QUICK_FILES = 3000, 60
WARM_UP_FILES = 20
ZIP_FILES = 1000
MOST_SECONDS, MOST_GROWTH = 240.0, 1.1
POLL_S, PATIENCE_S = 0.25, 1800
LAST_START = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=1)
State = ImportFile.State


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--files", type=int, help=f"how many instead of {FILES}")
    given = options.parse_args()
    count = given.files or (QUICK_FILES if given.quick else FILES)
    athlete = _athlete()
    with running_worker() as tree:
        warm_up, archives = _zips("warm-up", -WARM_UP_FILES, 0), _zips("archive", 0, count)
        _import(athlete, warm_up, WARM_UP_FILES, tree)
        figures = _import(athlete, archives, count, tree)
    flat = MOST_GROWTH * figures["peak_rss_mb_first_tenth"]
    report("bulk", figures, {"seconds": MOST_SECONDS * count / FILES, "peak_rss_mb_last_tenth": flat})


def _import(athlete: Athlete, archives: list[Path], count: int, tree: ProcessTree) -> dict[str, float]:
    """Upload the archives and watch until all is stored."""
    started, cpu_s, peaks = time.monotonic(), tree.cpu_s(), [0.0] * 10
    stored = Activity.objects.filter(athlete=athlete).count()
    batch = _upload(athlete, archives)
    while not _is_done(batch):
        if time.monotonic() - started > PATIENCE_S:
            raise SystemExit("the import does not come to its end")
        tenth = min(10 * (_activities(athlete) - stored) // count, 9)
        peaks[tenth] = max(peaks[tenth], tree.rss_mb())
        time.sleep(POLL_S)
    seconds = time.monotonic() - started
    found = _activities(athlete) - stored
    if found != count:
        raise SystemExit(f"{found} of {count} activities were stored")
    return {
        "activities": found,
        "seconds": seconds,
        "seconds_per_1000": 1000 * seconds / found,
        "cpu_seconds": tree.cpu_s() - cpu_s,
        "peak_rss_mb_first_tenth": peaks[0],
        "peak_rss_mb_last_tenth": peaks[-1],
    }


def _upload(athlete: Athlete, archives: list[Path]) -> ImportBatch:
    with ExitStack() as opened:
        return create_batch(
            athlete=athlete, uploads=[File(opened.enter_context(each.open("rb"))) for each in archives]
        )


def _is_done(batch: ImportBatch) -> bool:
    if batch.files.filter(state=State.WAITING).exists():
        return False
    return LoadSeries.objects.filter(athlete=batch.athlete, dirty_from=None).exists()


def _activities(athlete: Athlete) -> int:
    return Activity.objects.filter(athlete=athlete).count()


def _zips(name: str, first: int, end: int) -> list[Path]:
    """Archives with a ride a day, the latest first."""
    return [
        _zip(house.DATA / f"{name}-{part}.zip", range(part, min(part + ZIP_FILES, end)))
        for part in range(first, end, ZIP_FILES)
    ]


def _zip(path: Path, days: range) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _rides(days):
            archive.writestr(name, content)
    return path


def _rides(days: range) -> Iterator[tuple[str, bytes]]:
    for day in days:
        start = LAST_START - timedelta(days=WARM_UP_FILES + day)
        yield f"ride-{start.date()}.fit", ride(start, seed=WARM_UP_FILES + day)


def _athlete() -> Athlete:
    user = User.objects.create_user("bulk@formline.example")
    athlete = Athlete.objects.create(user=user, sex="female", hr_max_bpm=186, hr_rest_bpm=46)
    sport, kind = Threshold.Sport.CYCLING, Threshold.Kind
    for of, value in ((kind.FTP, 250), (kind.LTHR, 168)):
        Threshold.objects.create(athlete=athlete, sport=sport, kind=of, value=value, valid_from="2015-01-01")
    return athlete


if __name__ == "__main__":
    main()
