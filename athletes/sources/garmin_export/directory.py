"""How long an archive's table of contents is, before anybody reads it into memory."""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from
from typing import IO, Final

from athletes.sources.files.archive_limits import Budget, Limits

_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_END_64, _LOCATOR_BYTES, _END_64_BYTES = b"PK\x06\x06", 20, 56
_SMALLEST_ENTRY: Final = 46
_LARGEST_ENTRY: Final = 512
_IN_ZIP64: Final = 0xFFFFFFFF


def check_directory(source: Path | IO[bytes], entries: int) -> None:
    """Raise FileError(ARCHIVE_TOO_MANY_FILES) when the table is longer than that of `entries` files may be.

    The count that an archive states may be a lie; the bytes that are going to be read are not. What is no
    archive is left to whoever opens it.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            size = _directory_bytes(file)
    else:
        size = _directory_bytes(source)
        source.seek(0)
    if size > entries * _LARGEST_ENTRY:
        Budget(Limits(entries, 0)).take_entries(size // _SMALLEST_ENTRY)


def _directory_bytes(file: IO[bytes]) -> int:
    length = file.seek(0, 2)
    file.seek(max(0, length - _END_BYTES - _LONGEST_COMMENT - _LOCATOR_BYTES - _END_64_BYTES))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return 0
    size: int = unpack_from("<I", tail, at + 12)[0]
    at_64 = tail.rfind(_END_64, 0, at)
    if size == _IN_ZIP64 and at_64 >= 0 and len(tail) - at_64 >= _END_64_BYTES:
        size = unpack_from("<Q", tail, at_64 + 40)[0]
    return size
