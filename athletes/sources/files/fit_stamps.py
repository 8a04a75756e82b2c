"""What depends on messages before: times of five bits in headers, and a strap's beats after their anchor."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from athletes.sources.files.fit_carry import complete
from athletes.sources.files.fit_content import HEART_RATE
from athletes.sources.files.fit_profile import TIMESTAMP, Irregular, Slot
from athletes.sources.files.fit_table import Table

_OFFSET_BITS = 5
_OFFSET = (1 << _OFFSET_BITS) - 1
_ANCHOR, _BEATS = 9, 10

type Stamps = dict[Table, np.ndarray]


def header_stamps(tables: Iterable[Table], content: bytes) -> Stamps:
    """Return the time of each message with a compressed header, FIT seconds of shape (count,) by table.

    The header holds the low five bits; the rest is that of the last time before it in the file, and one more
    when the five bits went back.
    """
    tables = list(tables)
    stamps: Stamps = {}
    for part in {table.part for table in tables if table.is_compressed}:
        stamps |= _stamps_of_part([table for table in tables if table.part == part], content)
    return stamps


def _stamps_of_part(tables: list[Table], content: bytes) -> Stamps:
    places, times, is_given = [], [], []
    heads = np.frombuffer(content, np.uint8)
    for table in tables:
        slot = table.layout.slot(TIMESTAMP)
        if table.is_compressed:
            if slot is not None:
                raise Irregular("a message with two times")
            places.append(table.starts)
            times.append((heads[table.starts] & _OFFSET).astype(np.int64))
            is_given.append(np.zeros(table.count, bool))
        elif slot is not None:
            stored = table.view(slot)
            known = stored != slot.base.unknown
            places.append(table.starts[known])
            times.append(stored[known].astype(np.int64))
            is_given.append(np.ones(int(known.sum()), bool))
    where = np.concatenate(places)
    order = np.argsort(where)
    full = complete(np.concatenate(times)[order], np.concatenate(is_given)[order], _OFFSET_BITS)
    where = where[order]
    return {table: full[np.searchsorted(where, table.starts)] for table in tables if table.is_compressed}


def check_beats(tables: Iterable[Table]) -> None:
    """Raise Irregular where fitdecode would give up on a strap's stored beats: one without an anchor."""
    tables = [table for table in tables if table.layout.message == HEART_RATE]
    anchored: dict[int, int] = {}
    for table in tables:
        if table.layout.slot(_ANCHOR) is not None:
            first = _first_anchor(table)
            anchored[table.part] = min(first, anchored.get(table.part, first))
    for table in tables:
        beats = table.layout.slot(_BEATS)
        if beats is not None:
            _check_deltas(table, beats, anchored.get(table.part))


def _first_anchor(table: Table) -> int:
    numbers = [slot.number for slot in table.layout.slots]
    slot = table.layout.slot(TIMESTAMP)
    if slot is None or numbers.index(TIMESTAMP) > numbers.index(_ANCHOR):
        raise Irregular("an anchor without a time")
    stored = table.view(slot)
    if not ((stored > 0) & (stored != slot.base.unknown)).all():
        raise Irregular("an anchor without a time")
    return table.firsts[0]


def _check_deltas(table: Table, beats: Slot, anchor: int | None) -> None:
    is_both = table.layout.slot(_ANCHOR) is not None
    if is_both or anchor is None or anchor > table.firsts[0] or not beats.base.is_byte:
        raise Irregular("beats without an anchor")
    if (table.view(beats) == 0xFF).all(axis=1).any():
        raise Irregular("no beats")
