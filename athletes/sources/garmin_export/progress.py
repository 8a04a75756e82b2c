"""How far the reading of an export is, as plain JSON that survives whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from athletes.sources.files.errors import FileError
from athletes.sources.garmin_export.archive import Member
from athletes.sources.garmin_export.layout import Kind
from athletes.sources.records import Record

_TYPICAL_ENTRY_BYTES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: behind `offset` rows or files of the member number `member`.

    `unfolded_bytes` counts against the limits; `entries` has the number of files of each nested archive that
    was opened.
    """

    member: int = 0
    offset: int = 0
    unfolded_bytes: int = 0
    entries: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Self:
        entries = {int(member): count for member, count in value.get("entries", {}).items()}
        return cls(value.get("member", 0), value.get("offset", 0), value.get("unfolded_bytes", 0), entries)

    def as_json(self) -> dict[str, Any]:
        return {
            "member": self.member,
            "offset": self.offset,
            "unfolded_bytes": self.unfolded_bytes,
            "entries": {str(member): count for member, count in self.entries.items()},
        }


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was left out: `pattern` and `message` hold nothing of anybody's names."""

    pattern: str
    code: str
    message: str

    @classmethod
    def because(cls, pattern: str, error: FileError) -> Self:
        return cls(pattern, error.code, error.message)


@dataclass(frozen=True, slots=True)
class Step:
    """One row or file of the export: what came of it, and the cursor behind it."""

    kind: Kind
    cursor: Cursor
    records: tuple[Record, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def amounts(members: Sequence[Member], cursor: Cursor) -> tuple[int, int]:
    """Return (files done, files in all): a nested archive counts by its files, guessed until it is opened."""
    sizes = [_size(number, member, cursor) for number, member in enumerate(members)]
    done = sum(sizes[: cursor.member])
    if cursor.member < len(members) and members[cursor.member].kind is Kind.FILES:
        done += cursor.offset
    return done, sum(sizes)


def _size(number: int, member: Member, cursor: Cursor) -> int:
    if member.kind is not Kind.FILES:
        return 1
    return cursor.entries.get(number, max(1, member.info.file_size // _TYPICAL_ENTRY_BYTES))
