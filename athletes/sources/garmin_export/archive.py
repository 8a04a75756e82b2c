"""The zip of an export: its members by kind, each opened on its own, under the limits for exports."""

from __future__ import annotations

import errno
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from athletes.sources.files.archive_limits import EXPORT, Budget, Limits, check_member, is_hidden
from athletes.sources.files.errors import ARCHIVE_INVALID, FileError
from athletes.sources.garmin_export.directory import check_directory
from athletes.sources.garmin_export.layout import ORDER, Kind, is_export, named

_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the export that is read. `info.filename` may hold an e-mail address: it is not for logs."""

    info: ZipInfo
    kind: Kind


@dataclass(frozen=True, slots=True)
class Contents:
    """What is read, in the order of reading, and of the rest how many files there are by pattern."""

    members: tuple[Member, ...]
    left: Counter[str] = field(default_factory=Counter)


def is_garmin_export(path: Path) -> bool:
    """Whether the file is a zip that holds files which only Garmin names so."""
    try:
        with opened_zip(path, Budget(EXPORT)) as archive:
            return is_export(info.filename for info in archive.infolist() if not is_hidden(info.filename))
    except FileError:
        return False


def contents(archive: ZipFile) -> Contents:
    """Days come first, the newest first, then files of activities; of two equal names both are read."""
    members, left = [], Counter[str]()
    for info in archive.infolist():
        if is_hidden(info.filename):
            continue
        found = named(info.filename)
        if found.kind is None:
            left[found.pattern] += 1
        else:
            members.append(Member(info, found.kind))
    members.sort(key=lambda each: (each.info.filename, each.info.header_offset), reverse=True)
    members.sort(key=lambda each: ORDER.index(each.kind))
    return Contents(tuple(members), left)


@contextmanager
def opened_zip(source: Path | IO[bytes], budget: Budget) -> Iterator[ZipFile]:
    """The archive; its entries are taken from the budget. Raises FileError when it cannot be read."""
    with _faults():
        check_directory(source, budget.limits.entries)
        archive = ZipFile(source)
    with archive:
        budget.take_entries(len(archive.infolist()))
        yield archive


@contextmanager
def opened_member(archive: ZipFile, info: ZipInfo, limits: Limits) -> Iterator[IO[bytes]]:
    """The member's bytes as they unfold. Raises FileError for what is hostile or damaged."""
    check_member(info)
    Budget(limits).check_ratio(info.file_size, info.compress_size)
    with _faults():
        member = archive.open(info)
    with member:
        yield member


@contextmanager
def nested_zip(archive: ZipFile, info: ZipInfo, budget: Budget) -> Iterator[ZipFile]:
    """An archive within the archive, from a copy on the disk: the only one at a time.

    Its copying is held to the limit on its own, not taken from the budget, or reading in slices would cost
    more than reading at once.
    """
    with tempfile.TemporaryFile() as copy:
        allowed = Budget(budget.limits)
        with opened_member(archive, info, budget.limits) as member, _faults():
            while chunk := member.read(_CHUNK):
                allowed.take_bytes(len(chunk))
                copy.write(chunk)
        copy.seek(0)
        with opened_zip(copy, budget) as inner:
            yield inner


def read_some(member: IO[bytes], size: int, *, budget: Budget) -> bytes:
    """Up to `size` bytes, taken from the budget. Raises FileError where the member is damaged."""
    with _faults():
        piece = member.read(size)
    budget.take_bytes(len(piece))
    return piece


@contextmanager
def _faults() -> Iterator[None]:
    """zipfile and its decompressors have errors of their own: lying directories, sizes, checksums."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        # The disk's faults carry a number and pass with time; EINVAL is a place before the file's start.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise _damaged() from error
    except Exception as error:  # none of them means another thing
        raise _damaged() from error


def _damaged() -> FileError:
    return FileError(
        ARCHIVE_INVALID,
        "This archive is damaged or incomplete. Download the export again, or read what else is in it.",
    )
