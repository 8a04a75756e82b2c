"""Importing files and folders from the disk in one go."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from athletes.models import Athlete
from athletes.sources.files import EXPORT, Entry, unpack
from athletes.sources.garmin_export import is_garmin_export
from config.core.errors import AppException
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.exports import import_export
from metrics.services.ingest import Outcome, store_activity
from metrics.services.parsing import parse


@dataclass
class BulkResult:
    """What became of a run: counts, and each failure with its code."""

    imported: int = 0
    duplicates: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    days: int = 0
    estimates: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "imported": self.imported,
            "duplicates": self.duplicates,
            "failed": self.failed,
            "seconds": round(self.seconds, 3),
        }

    def summary(self) -> str:
        lines = [
            f"{self.imported} imported, {self.duplicates} already here, {len(self.failed)} not imported "
            f"in {self.seconds:.1f} s"
        ]
        if self.days or self.estimates:
            lines.append(f"{self.days} daily values and nights, {self.estimates} estimates of the watch")
        return "\n".join(lines + [f"  {each['file']}: {each['message']}" for each in self.failed])


def import_paths(*, athlete: Athlete, paths: Iterable[Path]) -> BulkResult:
    """Import every file below `paths`; one bad file never stops the others. A Garmin export is read whole.

    A merged arrival counts among the duplicates: the activity was here already.
    """
    result = BulkResult()
    started = time.monotonic()
    book = ThresholdBook(athlete)
    for path in _files(paths):
        if is_garmin_export(path):
            _import_export(athlete, path, result)
            continue
        for entry in unpack(path, _as_text(path), EXPORT):
            _import(athlete, book, entry, result)
    result.seconds = time.monotonic() - started
    return result


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
        else:
            yield path


def _as_text(path: Path) -> str:
    """A name on disk may hold any bytes, but neither the database nor a terminal takes them."""
    return os.fsencode(path).decode(errors="replace")


def _import_export(athlete: Athlete, path: Path, result: BulkResult) -> None:
    """What holds no activity and no day is not told as a failure: most of an export is of that kind."""
    try:
        report = import_export(athlete=athlete, path=path)
    except AppException as error:
        result.failed.append({"file": _as_text(path), "code": error.code, "message": error.message})
        return
    result.imported += report.new
    result.duplicates += report.merged + report.known
    result.days += report.days.total()
    result.estimates += report.estimates.total()
    result.failed += [
        {"file": f"{_as_text(path)}: {each.reason.pattern}", "code": each.reason.code, "message": text}
        for each in report.faults
        for text in [each.reason.message] * each.count
    ]


def _import(athlete: Athlete, book: ThresholdBook, entry: Entry, result: BulkResult) -> None:
    if entry.content is None:
        if entry.error is not None:
            result.failed.append(
                {"file": entry.name, "code": entry.error.code, "message": entry.error.message}
            )
        return
    try:
        stored = store_activity(athlete=athlete, recorded=parse(entry.content, entry.name), book=book)
    except AppException as error:
        result.failed.append({"file": entry.name, "code": error.code, "message": error.message})
        return
    if stored.outcome is Outcome.IMPORTED:
        result.imported += 1
    else:
        result.duplicates += 1
