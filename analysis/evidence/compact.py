"""A pack as a model reads it: only what is listed here ever leaves, so no address, uid or calendar year does.

Days are offsets from today: 0, -3, 5. Lists are `cols` and `rows`; a row that ends early has null after it.
Values are cited by their id: one of an activity as "A1.load", one of a table as "day.3.hrv".
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from analysis.evidence.pack import Pack
from analysis.evidence.shapes import MarkerFact, SignalFact, Table, Value

VALUE_COLS = ("id", "value", "unit", "day", "days", "baseline", "z", "n", "coverage")
OF_ACTIVITY = ("duration", "distance", "load", "intensity", "decoupling")
OF_SESSION = ("duration", "load")
OF_EVENT = ("days", "distance", "goal")
OF_MARKER = ("days", "altitude")

type Row = list[Any]


def compact(pack: Pack) -> dict[str, Any]:
    """Plain values; sections without content are left out."""
    days = Days(pack)
    parts = {
        "today": f"{days.today:%m-%d}",
        "weekday": f"{days.today:%A}",
        "window_days": (pack.end - pack.start).days,
        "units": pack.units,
        "profile": _profile(pack),
        "health": _health(pack, days),
        "signals": [_signal(each, pack, days) for each in pack.signals],
        "values": _table(VALUE_COLS, (_value(each, days) for each in _by_themselves(pack))),
        "missing_days": {each.channel: len(each.missing) for each in pack.channels if each.missing},
        **{table.name: _spans(table) for table in pack.tables},
        **_facts(pack, days),
        "memory": [each.text for each in pack.memory],
        "notes": [
            {"id": each.id, "about": each.about, "day": days.of(each.date), "text": each.text}
            for each in pack.notes
        ],
    }
    return {name: part for name, part in parts.items() if part not in ({}, [])}


class Days:
    """Days as offsets from the last one of the pack."""

    def __init__(self, pack: Pack) -> None:
        self.today = date.fromordinal(pack.end.toordinal() - 1)

    def of(self, day: date | None) -> int | None:
        return None if day is None else (day - self.today).days


def rounded(value: float | None) -> float | int | None:
    """Three figures are enough to think with: 1234, 57.3, 5.73; what people read is made from the whole."""
    if value is None or value == 0 or not math.isfinite(value):
        return 0 if value == 0 else None
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    short = round(value, min(decimals, 4))
    return int(short) if short == int(short) else short


def _profile(pack: Pack) -> dict[str, Any]:
    told = {
        "age": pack.profile.age_band,
        "sex": pack.profile.sex,
        "experience": pack.profile.experience,
        "long_day": pack.profile.long_day,
        "sports": list(pack.profile.sports),
    }
    return {name: part for name, part in told.items() if part}


def _health(pack: Pack, days: Days) -> dict[str, Any]:
    return _table(
        ("id", "kind", "day", "end", "is_active", *OF_MARKER),
        ([*_marked(each, days), *_cited(pack, each.id, OF_MARKER)] for each in pack.health),
    )


def _marked(fact: MarkerFact, days: Days) -> Row:
    return [fact.id, fact.kind, days.of(fact.start), days.of(fact.end), fact.is_active]


def _facts(pack: Pack, days: Days) -> dict[str, Any]:
    done = (
        [each.id, each.sport, days.of(each.date), each.load_method, *_cited(pack, each.id, OF_ACTIVITY)]
        for each in pack.activities
    )
    planned = (
        [each.id, each.sport, days.of(each.date), each.kind, each.is_hard, *_cited(pack, each.id, OF_SESSION)]
        for each in pack.planned
    )
    events = (
        [each.id, each.sport, days.of(each.date), each.priority, *_cited(pack, each.id, OF_EVENT)]
        for each in pack.events
    )
    previous = ([each.id, each.kind, each.category, each.state, days.of(each.date)] for each in pack.previous)
    return {
        "activities": _table(("id", "sport", "day", "load_by", *OF_ACTIVITY), done),
        "planned": _table(("id", "sport", "day", "kind", "is_hard", *OF_SESSION), planned),
        "events": _table(("id", "sport", "day", "priority", *OF_EVENT), events),
        "previous": _table(("id", "kind", "category", "state", "day"), previous),
    }


def _signal(fact: SignalFact, pack: Pack, days: Days) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "severity": fact.severity,
        "confidence": fact.confidence,
        "day": days.of(fact.start),
        "end": days.of(fact.end),
        "acknowledged": fact.acknowledged,
        "explained": fact.explained,
        "values": [_value(pack.by_id[ref], days) for ref in fact.refs],
    }


def _by_themselves(pack: Pack) -> Iterable[Value]:
    """The values that do not stand with a fact."""
    facts = (pack.signals, pack.health, pack.activities, pack.planned, pack.events)
    elsewhere = {ref for section in facts for each in section for ref in each.refs}
    return (value for value in pack.values if value.id not in elsewhere)


def _cited(pack: Pack, name: str, parts: Sequence[str]) -> Row:
    values = (pack.get(f"{name}.{part}") for part in parts)
    return [None if value is None else rounded(value.value) for value in values]


def _value(value: Value, days: Days) -> Row:
    span = (value.end - value.start).days
    known = [value.id, rounded(value.value), value.unit, days.of(value.start), span]
    compared = [rounded(value.baseline), _one_decimal(value.z), value.n, rounded(value.coverage)]
    return _short([*known, *compared])


def _one_decimal(z: float | None) -> float | None:
    return None if z is None else round(z, 1)


def _spans(table: Table) -> dict[str, Any]:
    """One row a span, newest first: which one it is, then what the columns hold."""
    columns = [column.cells for column in table.columns]
    rows = ([index, *(rounded(cells[index]) for cells in columns)] for index in range(len(table.starts)))
    return _table(("ago", *(column.name for column in table.columns)), rows)


def _table(cols: Sequence[str], rows: Iterable[Row]) -> dict[str, Any]:
    short = [_short(row) for row in rows]
    return {"cols": list(cols), "rows": short} if short else {}


def _short(row: Row) -> Row:
    """Without the nulls at its end."""
    while row and row[-1] is None:
        row = row[:-1]
    return row
