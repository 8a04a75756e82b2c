"""Taking everything along: one zip of JSON and CSV per table, the original files and a README.

Written piece by piece from database and storage into the zip, so that ten years take no more memory than one.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.utils import timezone

from config.core.personal import Person, Table, tables
from config.core.personal.readme import readme
from config.core.tables import safe_cell

AT_ONCE = 200
PIECE = 256 * 1024
PACKED = frozenset({".fit", ".zip", ".gz", ".png", ".jpg"})
"""Endings of files in which there is little air left."""


@dataclass(frozen=True)
class Export:
    """`files` in the zip, `rows` of tables in it, `bytes` it has."""

    files: int
    rows: int
    bytes: int


def export(person: Person, target: Path) -> Export:
    """Write everything of this person to the zip `target`, which is there as a whole or not at all."""
    aside = target.with_name(f".{target.name}.part")
    counts: dict[str, int] = {}
    try:
        with ZipFile(aside, "w", ZIP_DEFLATED, compresslevel=6) as archive:
            for table in tables():
                if not table.why_not_exported:
                    counts[table.label] = _write_table(archive, table, person)
            originals = sum(_write_files(archive, table, person) for table in tables() if table.files)
            archive.writestr("README.txt", readme(tables(), counts, originals))
            manifest = {"made_at": timezone.now(), "format": 1, "rows": counts, "original_files": originals}
            archive.writestr("manifest.json", json.dumps(manifest, cls=DjangoJSONEncoder, indent=1))
            files = len(archive.infolist())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return Export(files=files, rows=sum(counts.values()), bytes=target.stat().st_size)


def as_answer(done: Export) -> dict[str, int]:
    return asdict(done)


def columns(table: Table) -> list[str]:
    """What is taken along of each row, in the order of the file."""
    own = [each.attname for each in table.model._meta.concrete_fields]
    return [name for name in own if name not in table.left_out] + list(table.also)


def _write_table(archive: ZipFile, table: Table, person: Person) -> int:
    """The table as JSON and as CSV; how many rows it has. Empty tables leave no file."""
    first = _rows(table, person)
    head = next(first, None)
    if head is None:
        return 0
    with _member(archive, f"json/{table.label}.json") as file:
        count = _write_json(file, _chained(head, first))
    if table.as_csv:
        with _member(archive, f"csv/{table.label}.csv") as file:
            _write_csv(file, columns(table), _rows(table, person))
    return count


def _rows(table: Table, person: Person) -> Iterator[dict[str, Any]]:
    also = {name: F(path) for name, path in table.also.items()}
    own = [name for name in columns(table) if name not in table.also]
    for row in table.shown(person).values(*own, **also).iterator(chunk_size=AT_ONCE):
        for name, read in table.read.items():
            row[name] = read(row[name])
        yield row


def _chained(head: dict[str, Any], rest: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield head
    yield from rest


def _write_json(file: IO[bytes], rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        text = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        file.write((("[\n" if count == 1 else ",\n") + text).encode())
    file.write(b"\n]\n")
    return count


def _write_csv(file: IO[bytes], head: list[str], rows: Iterator[dict[str, Any]]) -> None:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in head])
    text.flush()
    text.detach()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    cell = safe_cell(value)
    return "" if cell is None else cell


def _write_files(archive: ZipFile, table: Table, person: Person) -> int:
    """The files that the rows name, as they came; a file that is gone is left out."""
    written = 0
    for column in table.files:
        names = table.shown(person).exclude(**{column: ""}).values_list(column, flat=True)
        for name in names.iterator(chunk_size=AT_ONCE):
            if not default_storage.exists(name):
                continue
            info = ZipInfo(f"files/{PurePosixPath(name).name}", timezone.now().timetuple()[:6])
            info.compress_type = ZIP_STORED if PurePosixPath(name).suffix in PACKED else ZIP_DEFLATED
            with default_storage.open(name) as source, archive.open(info, "w", force_zip64=True) as into:
                shutil.copyfileobj(source, into, PIECE)
            written += 1
    return written


def _member(archive: ZipFile, name: str) -> IO[bytes]:
    info = ZipInfo(name, timezone.now().timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return archive.open(info, "w", force_zip64=True)
