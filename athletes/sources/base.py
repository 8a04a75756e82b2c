"""What every source looks like from above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from athletes.sources.records import Record


class Source(Protocol):
    """A place data comes from. `name` is stored as the origin of every row it yields."""

    name: str

    def fetch(self, since: date, until: date) -> Iterator[Record]:
        """Yield the records of the local days in [since, until), newest first where the source allows it."""
        ...
