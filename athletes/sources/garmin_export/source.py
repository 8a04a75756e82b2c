"""A Garmin export as a source: read from front to back in steps, and from any step on."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZipFile

from athletes.sources.base import Parse
from athletes.sources.files.archive_limits import EXPORT, Budget, Limits
from athletes.sources.files.errors import FileError
from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin.listing import estimates_of
from athletes.sources.garmin_export.activities import JOIN_TOLERANCE, Listed, is_leg, listed_row
from athletes.sources.garmin_export.archive import (
    Contents,
    Member,
    contents,
    opened_member,
    opened_zip,
    read_some,
)
from athletes.sources.garmin_export.days import (
    READERS,
    SOURCE,
    is_measured,
    recorded_day,
    recorded_estimates,
)
from athletes.sources.garmin_export.layout import Kind
from athletes.sources.garmin_export.nested import FileReader
from athletes.sources.garmin_export.progress import Cursor, Skipped, Step, amounts
from athletes.sources.garmin_export.rows import rows
from athletes.sources.records import Record, RecordedActivity

type Came = tuple[tuple[Record, ...], tuple[Skipped, ...]]
"""What became of one row."""

START: Final = Cursor()
_EMPTY_ROW: Final = (
    "EXPORT_ROW_EMPTY",
    "Rows without a measurement, such as days before the watch was worn.",
)
_LEG: Final = ("EXPORT_LEG", "Parts of a multisport activity, which come with the whole of it.")
_NO_START: Final = ("EXPORT_ROW_INCOMPLETE", "Rows without an id or a start.")


class GarminExportSource:
    """One zip of “Export your data”. Only one member is open at a time, and none is in memory as a whole.

    Raises FileError when the archive itself cannot be read; what is wrong inside it is a `Skipped` of a step.
    """

    name = SOURCE

    def __init__(self, path: Path, *, parse: Parse, ai_allowed: bool = True, limits: Limits = EXPORT) -> None:
        self._path, self._limits, self._ai_allowed = path, limits, ai_allowed
        self._files = FileReader(parse, ai_allowed=ai_allowed)
        self._rows: Listed | None = None

    @cached_property
    def contents(self) -> Contents:
        with opened_zip(self._path, Budget(self._limits)) as archive:
            return contents(archive)

    def amounts(self, cursor: Cursor) -> tuple[int, int]:
        """Files done and in all."""
        return amounts(self.contents.members, cursor)

    def fetch(self, since: date, until: date) -> Iterator[Record]:
        """The records of the local days in [since, until): days, then activities with files, then the others.

        An activity without a file is left out where one with a file starts at the same time.
        """
        starts: list[datetime] = []
        for step in self.steps():
            for record in step.records:
                if isinstance(record, RecordedActivity):
                    if step.kind is Kind.FILES:
                        starts += [record.start_time, *(leg.start_time for leg in record.legs)]
                    elif any(abs(record.start_time - each) <= JOIN_TOLERANCE for each in starts):
                        continue
                if since <= _local_date(record) < until:
                    yield record

    def steps(self, cursor: Cursor = START) -> Iterator[Step]:
        """Every row and file behind `cursor`, each with the cursor behind it; ends early at a spent limit."""
        budget = self._rest_of(cursor)
        with opened_zip(self._path, budget) as archive:
            while cursor.member < len(self.contents.members):
                with closing(self._member(archive, cursor, budget)) as found:
                    for step in found:
                        cursor = step.cursor
                        yield step

    def _member(self, archive: ZipFile, start: Cursor, budget: Budget) -> Generator[Step]:
        """The steps of the member at `start`, the last of which leads behind it."""
        member = self.contents.members[start.member]
        reached, next_member = start, start.member + 1
        skipped: tuple[Skipped, ...] = ()
        try:
            for step in self._inside(archive, member, start, budget):
                reached = step.cursor
                yield step
        except FileError as error:
            skipped = (Skipped.because(member.kind, error),)
            if budget.is_spent:
                next_member = len(self.contents.members)
        behind = replace(reached, member=next_member, offset=0, unfolded_bytes=budget.bytes_taken)
        yield Step(member.kind, behind, skipped=skipped)

    def _inside(self, archive: ZipFile, member: Member, start: Cursor, budget: Budget) -> Iterator[Step]:
        if member.kind is Kind.FILES:
            yield from self._files.steps(archive, member, start, budget, self._listed(archive))
            return
        with opened_member(archive, member.info, self._limits) as file:
            found = islice(self._came(member.kind, file, budget), start.offset, None)
            for offset, (records, skipped) in enumerate(found, start=start.offset + 1):
                behind = replace(start, offset=offset, unfolded_bytes=budget.bytes_taken)
                yield Step(member.kind, behind, records, skipped)

    def _came(self, kind: Kind, file: IO[bytes], budget: Budget) -> Iterator[Came]:
        found = rows(partial(read_some, file, budget=budget), wrapped=kind is Kind.ACTIVITIES)
        if kind is Kind.ACTIVITIES:
            yield from (self._summary(row) for row in found)
        elif kind in READERS:
            yield from (self._day(kind, row) for row in found)
        else:
            for estimates in recorded_estimates(kind, found, ai_allowed=self._ai_allowed):
                yield estimates, ()

    def _day(self, kind: Kind, row: Any) -> Came:
        day = recorded_day(kind, row, ai_allowed=self._ai_allowed)
        empty = () if day and is_measured(day) else (Skipped(kind, *_EMPTY_ROW),)
        return ((day,) if day else (), empty)

    def _summary(self, row: Any) -> Came:
        listed = listed_row(row)
        if listed is None:
            return (), (Skipped(Kind.ACTIVITIES, *(_LEG if is_leg(row) else _NO_START)),)
        activity = activity_of(listed, source=SOURCE, ai_allowed=self._ai_allowed)
        estimates = estimates_of(listed, source=SOURCE, ai_allowed=self._ai_allowed)
        return (activity, *estimates), ()

    def _listed(self, archive: ZipFile) -> Listed:
        """Every row of summarizedActivities, read once; what is damaged there is told when it is its turn."""
        if self._rows is None:
            self._rows = Listed()
            budget = Budget(self._limits)
            for member in self.contents.members:
                if member.kind is Kind.ACTIVITIES:
                    with suppress(FileError), opened_member(archive, member.info, self._limits) as file:
                        for row in rows(partial(read_some, file, budget=budget), wrapped=True):
                            if listed := listed_row(row):
                                self._rows.add(listed)
        return self._rows

    def _rest_of(self, cursor: Cursor) -> Budget:
        """What the limits leave after everything before `cursor`."""
        budget = Budget(self._limits)
        budget.take_bytes(min(cursor.unfolded_bytes, self._limits.unpacked_bytes))
        budget.take_entries(sum(count for at, count in cursor.entries.items() if at < cursor.member))
        return budget


def _local_date(record: Record) -> date:
    if not isinstance(record, RecordedActivity):
        return record.date
    return (record.start_time + timedelta(seconds=record.utc_offset_s or 0)).date()
