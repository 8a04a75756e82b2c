"""What every source looks like from above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from athletes.sources.records import ListedActivity, Record, RecordedActivity, RecordedDay, RecordedEstimate

type Parse = Callable[[bytes, str], RecordedActivity]
"""Bytes of one activity file and its name to a record; raises DataProcessingError."""


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A piece of a list. `count` is how many items the service gave, those that cannot be read included.

    `unreadable` are those among them that may be any activity: neither listed here nor a leg of one.
    """

    items: tuple[ListedActivity, ...]
    count: int
    is_last: bool
    unreadable: int = 0


class Source(Protocol):
    """A place data comes from. `name` is stored as the origin of every row it yields."""

    name: str

    def fetch(self, since: date, until: date) -> Iterator[Record]:
        """Yield the records of the local days in [since, until), newest first where the source allows it."""
        ...


class RemoteSource(Source, Protocol):
    """A service that is asked in pieces, so that a sync can stop anywhere and go on later.

    `fetch` is made of the three. Every method raises the tree of `athletes.errors`; CircuitOpenError and
    RateLimitedError when it was not our turn.
    """

    page_size: int
    """Activities of one page of the list."""
    window_days: int
    """Most days that one call of `days` may cover."""

    def days(self, since: date, until: date, *, detailed: bool) -> Iterator[RecordedDay | RecordedEstimate]:
        """Every local day in [since, until), newest first, each with its estimates; one with nothing too.

        `detailed` adds what can only be asked for day by day.
        """
        ...

    def listed(
        self, start: int, limit: int, *, since: date | None = None, until: date | None = None
    ) -> ActivityPage:
        """Up to `limit` activities of the days in [since, until), newest first, from position `start` on."""
        ...

    def activity(self, listed: ListedActivity) -> RecordedActivity:
        """The activity with its original file; without one, what the list says of it."""
        ...

    def close(self) -> None:
        """Let go of connections. The source is not used any more."""
        ...


@dataclass(frozen=True, slots=True)
class RawAnswerRecord:
    """An answer as it came, of the local days [start, end); `content` is JSON."""

    source: str
    endpoint: str
    start: date
    end: date
    content: Any


type Keep = Callable[[RawAnswerRecord], None]
"""Where answers are kept as they came."""


def fetch_all(source: RemoteSource, since: date, until: date) -> Iterator[Record]:
    """`Source.fetch` of a service asked in pieces: days in its windows, then activities in its pages."""
    end = until
    while end > since:
        start = max(since, end - timedelta(days=source.window_days))
        yield from source.days(start, end, detailed=True)
        end = start
    position = 0
    while True:
        page = source.listed(position, source.page_size, since=since, until=until)
        for each in page.items:
            yield source.activity(each)
        if page.is_last:
            return
        position += page.count
