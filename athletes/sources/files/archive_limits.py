"""What an archive may unfold into, and which of its members are looked at."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from zipfile import ZipInfo

from athletes.sources.files.errors import (
    ARCHIVE_ENCRYPTED,
    ARCHIVE_TOO_LARGE,
    ARCHIVE_TOO_MANY_FILES,
    ARCHIVE_UNSAFE_PATH,
    FileError,
)

_SYSTEM_NAMES = ("thumbs.db", "desktop.ini")
_ENCRYPTED_FLAG = 0x1
_SMALL_BYTES = 1024 * 1024
"""Below this a high ratio is harmless, and short files of zeros are real."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For one archive with everything nested in it."""

    entries: int
    unpacked_bytes: int
    ratio: int = 200


UPLOAD: Final = Limits(entries=2_000, unpacked_bytes=200 * 1024 * 1024)
"""What a browser sends."""
EXPORT: Final = Limits(entries=100_000, unpacked_bytes=8 * 1024 * 1024 * 1024)
"""A whole account's export that the operator imports from disk."""


class Budget:
    """Counts down the limits of one archive and all nested in it; raises FileError when one is spent."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._entries = limits.entries
        self._bytes = limits.unpacked_bytes

    @property
    def is_spent(self) -> bool:
        return self._entries < 0 or self._bytes < 0

    @property
    def bytes_taken(self) -> int:
        return self.limits.unpacked_bytes - self._bytes

    def take_entries(self, count: int) -> None:
        self._entries -= count
        if self._entries < 0:
            raise FileError(
                ARCHIVE_TOO_MANY_FILES,
                f"This archive holds more than {self.limits.entries:,} files. Split it into smaller ones.",
            )

    def take_bytes(self, count: int) -> None:
        self._bytes -= count
        if self._bytes < 0:
            raise FileError(
                ARCHIVE_TOO_LARGE,
                f"This archive unfolds to more than {self.limits.unpacked_bytes >> 20} MB. "
                "Split it into smaller archives.",
            )

    def check_ratio(self, unpacked: int, packed: int) -> None:
        if unpacked > _SMALL_BYTES and unpacked > self.limits.ratio * max(packed, 1):
            raise FileError(
                ARCHIVE_TOO_LARGE,
                f"This file unfolds to more than {self.limits.ratio} times its size, as no recording does. "
                "It was not opened.",
            )


def is_hidden(name: str) -> bool:
    """Whether a member is the system's own: resource forks, dot files, thumbnails, folders."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.endswith("/"):
        return True
    dotted = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return dotted or "__MACOSX" in parts or parts[-1].lower() in _SYSTEM_NAMES


def check_member(info: ZipInfo) -> None:
    """Raise FileError for a member that is encrypted, a link, or named to climb out of its folder.

    Nothing is ever written under a member's name; a name like that still says that the archive is hostile.
    """
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise FileError(ARCHIVE_ENCRYPTED, "This archive needs a password. Unpack it and import the files.")
    name = info.orig_filename.replace("\\", "/")
    climbs = ".." in PurePosixPath(name).parts or name.startswith("/") or name[1:2] == ":"
    if climbs or "\x00" in name or stat.S_ISLNK(info.external_attr >> 16):
        raise FileError(
            ARCHIVE_UNSAFE_PATH,
            "This member points outside its archive and was not opened. Pack the files again.",
        )
