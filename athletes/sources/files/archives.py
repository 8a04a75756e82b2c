"""Archives to the files in them: gz, zip, zip of gz, zips in a zip. Nothing is written under its name."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZipFile, ZipInfo

from athletes.sources.files.archive_limits import UPLOAD, Budget, Limits, check_member, is_hidden
from athletes.sources.files.detect import HEAD_BYTES, Kind, detect
from athletes.sources.files.errors import (
    ARCHIVE_INVALID,
    FILE_TOO_DEEP,
    FILE_TOO_LARGE,
    FILE_TYPE_UNKNOWN,
    FileError,
)
from athletes.sources.files.limits import MAX_FILE_BYTES

_CHUNK = 64 * 1024
_MAX_DEPTH = 2
_SPOOL_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive, or what kept it from being read. `name` may be private: it is not for logs."""

    name: str
    content: bytes | None = None
    error: FileError | None = None


def unpack(source: Path | bytes, file_name: str, limits: Limits = UPLOAD) -> Iterator[Entry]:
    """Yield every file in `source`, one at a time; a plain file yields itself.

    A member's fault never stops the others: it is an entry with `error`. Members of unknown type are reported
    as FILE_TYPE_UNKNOWN, hidden and system files are left out. Only a spent limit ends the archive early,
    with an entry that says so. Raises nothing for what is inside; OSError when `source` cannot be opened.
    """
    budget = Budget(limits)
    if isinstance(source, bytes):
        yield from _open(io.BytesIO(source), len(source), file_name, budget, depth=0)
        return
    with source.open("rb") as handle:
        yield from _open(handle, source.stat().st_size, file_name, budget, depth=0)


def _open(handle: BinaryIO | IO[bytes], size: int, name: str, budget: Budget, depth: int) -> Iterator[Entry]:
    kind = detect(handle.read(HEAD_BYTES))
    handle.seek(0)
    try:
        if kind in (Kind.ZIP, Kind.GZIP) and depth >= _MAX_DEPTH:
            raise FileError(FILE_TOO_DEEP, "This archive lies too deep in other archives. Unpack it first.")
        if kind is Kind.ZIP:
            yield from _zip(handle, name, budget, depth)
        elif kind is Kind.GZIP:
            yield from _gzip(handle, name, budget, depth)
        else:
            yield Entry(name, content=_plain(handle, size, kind if depth else Kind.FIT))
    except FileError as error:
        yield Entry(name, error=error)


def _plain(handle: BinaryIO | IO[bytes], size: int, kind: Kind) -> bytes:
    if kind is Kind.UNKNOWN:
        raise FileError(
            FILE_TYPE_UNKNOWN, "This file of the archive is no FIT, TCX or GPX file. It was left out."
        )
    if size > MAX_FILE_BYTES:
        raise FileError(FILE_TOO_LARGE, f"This file has more than {MAX_FILE_BYTES >> 20} MB. Split it.")
    return handle.read()


def _gzip(handle: BinaryIO | IO[bytes], name: str, budget: Budget, depth: int) -> Iterator[Entry]:
    """One stream or several. What a cut-off stream gives is passed on; the file's reader will say so."""
    unpacked = bytearray()
    packed = 0
    stream = zlib.decompressobj(wbits=31)
    fault = None
    try:
        while chunk := stream.unconsumed_tail or stream.unused_data or handle.read(_CHUNK):
            if stream.eof:
                stream = zlib.decompressobj(wbits=31)
            packed = handle.tell()
            piece = stream.decompress(chunk, _CHUNK)
            unpacked += piece
            budget.take_bytes(len(piece))
            budget.check_ratio(len(unpacked), packed)
            if len(unpacked) > MAX_FILE_BYTES:
                raise FileError(
                    FILE_TOO_LARGE, f"This file unfolds to over {MAX_FILE_BYTES >> 20} MB. Split it."
                )
    except zlib.error as error:
        fault = error
    unpacked += stream.flush()
    if not unpacked:
        raise FileError(ARCHIVE_INVALID, f"This gz archive is damaged. {_AGAIN}") from fault
    inner = name[:-3] if name.lower().endswith(".gz") else name
    yield from _open(io.BytesIO(bytes(unpacked)), len(unpacked), inner, budget, depth + 1)


def _zip(handle: BinaryIO | IO[bytes], name: str, budget: Budget, depth: int) -> Iterator[Entry]:
    try:
        archive = ZipFile(handle)
        members = [info for info in archive.infolist() if not is_hidden(info.filename)]
    except Exception as error:  # zipfile leaks struct, value, index and lookup errors on damaged directories
        raise FileError(ARCHIVE_INVALID, f"This zip archive is damaged. {_AGAIN}") from error
    with archive:
        budget.take_entries(len(members))
        for info in members:
            inner = info.filename if depth == 0 else f"{name}/{info.filename}"
            yield from _member(archive, info, inner, budget, depth)
            if budget.is_spent:
                return


def _member(archive: ZipFile, info: ZipInfo, name: str, budget: Budget, depth: int) -> Iterator[Entry]:
    try:
        check_member(info)
        budget.check_ratio(info.file_size, info.compress_size)
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as copy:
            size = _copy(archive, info, copy, budget)
            yield from _open(copy, size, name, budget, depth + 1)
    except FileError as error:
        yield Entry(name, error=error)


def _copy(archive: ZipFile, info: ZipInfo, copy: IO[bytes], budget: Budget) -> int:
    """Copy a member to `copy` and return its size; of a member of unknown type only the head."""
    size = 0
    try:
        with archive.open(info) as member:
            head = member.read(HEAD_BYTES)
            kind = detect(head)
            if kind is not Kind.ZIP and info.file_size > MAX_FILE_BYTES:
                raise FileError(
                    FILE_TOO_LARGE, f"This file has more than {MAX_FILE_BYTES >> 20} MB. Split it."
                )
            chunk = head
            while chunk:
                budget.take_bytes(len(chunk))
                size += copy.write(chunk)
                chunk = b"" if kind is Kind.UNKNOWN else member.read(_CHUNK)
    except FileError:
        raise
    except Exception as error:  # bad checksums, lying sizes, unknown methods: each decompressor has its own
        raise FileError(ARCHIVE_INVALID, f"This member of the archive is damaged. {_AGAIN}") from error
    copy.seek(0)
    return size


_AGAIN = "Pack the files again, or import them one by one."
