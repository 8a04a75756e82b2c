"""The archives of original files within an export: activities are parsed, everything else is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from athletes.sources.base import Parse
from athletes.sources.files.archive_limits import Budget, is_hidden
from athletes.sources.files.detect import HEAD_BYTES, detect
from athletes.sources.files.detect import Kind as FileKind
from athletes.sources.files.errors import (
    FILE_NOT_ACTIVITY,
    FILE_PARSER_CRASHED,
    FILE_TOO_LARGE,
    FILE_TYPE_UNKNOWN,
    FileError,
)
from athletes.sources.files.limits import MAX_FILE_BYTES
from athletes.sources.garmin_export.activities import Listed, joined
from athletes.sources.garmin_export.archive import Member, nested_zip, opened_member, read_some
from athletes.sources.garmin_export.fit_type import ACTIVITY, fit_type
from athletes.sources.garmin_export.layout import Kind
from athletes.sources.garmin_export.progress import Cursor, Skipped, Step
from athletes.sources.records import RecordedActivity
from config.core.errors import AppException

_OTHER_FIT: Final = (
    FILE_NOT_ACTIVITY,
    "Files of the watch that are no activities: monitoring, sleep, settings.",
)
_UNKNOWN: Final = (FILE_TYPE_UNKNOWN, "Files that are neither FIT nor TCX nor GPX.")
_TOO_LARGE: Final = (FILE_TOO_LARGE, f"Files of more than {MAX_FILE_BYTES >> 20} MB.")
_READABLE: Final = (FileKind.FIT, FileKind.TCX, FileKind.GPX, FileKind.XML)


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads the files of a nested archive one by one. No name of a file leaves this class."""

    parse: Parse
    ai_allowed: bool

    def steps(
        self, archive: ZipFile, member: Member, start: Cursor, budget: Budget, listed: Listed
    ) -> Iterator[Step]:
        """Every file behind `start`; raises FileError when the nested archive cannot be read at all."""
        with nested_zip(archive, member.info, budget) as inner:
            infos = inner.infolist()
            start = replace(start, entries={**start.entries, start.member: len(infos)})
            for position in range(start.offset, len(infos)):
                found = self._file(inner, infos[position], budget, listed)
                behind = replace(start, offset=position + 1, unfolded_bytes=budget.bytes_taken)
                recorded = (found,) if isinstance(found, RecordedActivity) else ()
                skipped = (found,) if isinstance(found, Skipped) else ()
                yield Step(Kind.FILES, behind, recorded, skipped)

    def _file(
        self, inner: ZipFile, info: ZipInfo, budget: Budget, listed: Listed
    ) -> RecordedActivity | Skipped | None:
        if is_hidden(info.filename):
            return None
        try:
            with opened_member(inner, info, budget.limits) as file:
                content = _content(file, info, budget)
        except FileError as error:
            if budget.is_spent:
                raise
            return Skipped.because(Kind.FILES, error)
        return content if isinstance(content, Skipped) else self._activity(content, listed)

    def _activity(self, content: bytes, listed: Listed) -> RecordedActivity | Skipped:
        try:
            recorded = self._parsed(content)
        except AppException as error:
            return Skipped(Kind.FILES, error.code, error.message)
        return joined(recorded, listed.of(recorded), ai_allowed=self.ai_allowed)

    def _parsed(self, content: bytes) -> RecordedActivity:
        """A parser that broke down gets a second try, since it may have been the machine's fault."""
        try:
            return self.parse(content, "garmin-export.fit")
        except AppException as error:
            if error.code != FILE_PARSER_CRASHED:
                raise
        return self.parse(content, "garmin-export.fit")


def _content(file: IO[bytes], info: ZipInfo, budget: Budget) -> bytes | Skipped:
    """The whole file when it may be an activity, else why not, known from its head."""
    head = read_some(file, HEAD_BYTES, budget=budget)
    kind = detect(head)
    if kind not in _READABLE:
        return Skipped(Kind.FILES, *_UNKNOWN)
    if kind is FileKind.FIT and fit_type(head) not in (None, ACTIVITY):
        return Skipped(Kind.FILES, *_OTHER_FIT)
    if info.file_size > MAX_FILE_BYTES:
        return Skipped(Kind.FILES, *_TOO_LARGE)
    return head + read_some(file, MAX_FILE_BYTES, budget=budget)
