"""What is left out of a pack, one thing after the other, until it is short enough to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from analysis.evidence.pack import Pack
from analysis.evidence.shapes import Table
from analysis.evidence.windows import LENGTHS, METRICS

FEWER_ACTIVITIES, FEWER_DAYS, FEWER_WEEKS = 12, 21, 8
CORE = frozenset({"load", "fitness", "form", "hrv", "resting_hr", "sleep"})
NEWS_Z = 1.0

type Step = Callable[[Pack], Pack]


def _without_notes(pack: Pack) -> Pack:
    return replace(pack, notes=())


def _fewer_activities(pack: Pack) -> Pack:
    """Of the activities the newest; what the others hold goes with them."""
    gone = {ref for each in pack.activities[FEWER_ACTIVITIES:] for ref in each.refs}
    values = tuple(value for value in pack.values if value.id not in gone)
    return replace(pack, activities=pack.activities[:FEWER_ACTIVITIES], values=values)


def _fewer_days(pack: Pack) -> Pack:
    return _cut(pack, "day", FEWER_DAYS)


def _fewer_weeks(pack: Pack) -> Pack:
    return _cut(pack, "week", FEWER_WEEKS)


def _without_middle_windows(pack: Pack) -> Pack:
    """A month lies between the week and the quarter, and says least that they do not."""
    middle = {f"{name}.{LENGTHS[1]}" for name in METRICS}
    return replace(pack, values=tuple(value for value in pack.values if value.id not in middle))


def _only_news(pack: Pack) -> Pack:
    """Of the windows what left its usual range, and the core whatever it does."""
    usual = {f"{name}.{length}" for name in METRICS if name not in CORE for length in LENGTHS}
    return replace(
        pack,
        values=tuple(
            value for value in pack.values if value.id not in usual or abs(value.z or 0.0) >= NEWS_Z
        ),
    )


def _cut(pack: Pack, name: str, size: int) -> Pack:
    return replace(
        pack, tables=tuple(_first(each, size) if each.name == name else each for each in pack.tables)
    )


def _first(table: Table, size: int) -> Table:
    columns = tuple(replace(column, cells=column.cells[:size]) for column in table.columns)
    return replace(table, starts=table.starts[:size], columns=columns)


LADDER: tuple[tuple[str, Step], ...] = (
    ("notes", _without_notes),
    ("activities", _fewer_activities),
    ("days", _fewer_days),
    ("windows", _without_middle_windows),
    ("weeks", _fewer_weeks),
    ("metrics", _only_news),
)
