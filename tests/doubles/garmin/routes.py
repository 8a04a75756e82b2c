"""Paths with named pieces that lead to functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tests.doubles.garmin.server import Answer

PIECES = {
    "day": r"(?P<day>[^/]+)",
    "start": r"(?P<start>[^/]+)",
    "end": r"(?P<end>[^/]+)",
    "id": r"(?P<id>\d+)",
    "name": r"(?P<name>[^/]+)",
}


class BadValue(Exception):
    """A date or number of the request cannot be read."""


class Routes:
    """A table of one service; `match` gives the function and the named pieces as text."""

    def __init__(self) -> None:
        self._table: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = []

    def add(self, method: str, path: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        pattern = re.compile(re.sub(r"\{(\w+)\}", lambda found: PIECES[found[1]], path) + "$")

        def keep(function: Callable[..., Answer]) -> Callable[..., Answer]:
            self._table.append((method, pattern, function))
            return function

        return keep

    def get(self, path: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        return self.add("GET", path)

    def match(self, method: str, path: str) -> tuple[Callable[..., Answer], dict[str, str]] | None:
        for wanted, pattern, function in self._table:
            found = pattern.match(path)
            if found and wanted == method:
                return function, found.groupdict()
        return None


def day_in(value: str | None) -> date:
    try:
        return date.fromisoformat(value or "")
    except ValueError as error:
        raise BadValue from error


def number_in(value: str | None, default: int) -> int:
    try:
        return default if value is None else int(value)
    except ValueError as error:
        raise BadValue from error


def span(start: str | None, end: str | None, most: int) -> tuple[date, date]:
    """A range within its cap."""
    first, last = day_in(start), day_in(end)
    if not 0 < (last - first).days + 1 <= most:
        raise BadValue
    return first, last
