"""A regular FIT file to columns: all messages of a definition at once, nothing message by message."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from athletes.sources.files.fit_content import HEART_RATE, NAMES, RECORD, FitContent, Message
from athletes.sources.files.fit_expand import Restarts, Sums, expansions, running_sums
from athletes.sources.files.fit_plain import messages_of, stored_messages
from athletes.sources.files.fit_profile import STAMP_FIELD, Irregular, Slot
from athletes.sources.files.fit_records import Target, expanded, merge, target_of_developer, target_of_name
from athletes.sources.files.fit_stamps import Stamps, check_beats, header_stamps
from athletes.sources.files.fit_table import Table
from athletes.sources.files.fit_walk import walk
from athletes.sources.records import Column


def decode_columns(content: bytes) -> FitContent:
    """Decode a regular file; raises Irregular for any other, FileError for too many messages."""
    walked = walk(content)
    tables = walked.tables
    check_beats(tables)
    stamps = header_stamps(tables, content)
    found = FitContent(notes=list(walked.notes))
    for number, name in NAMES.items():
        own = _of(tables, number)
        found.messages[name] = _in_order(own, lambda table: messages_of(table, stamps.get(table)))
    found.heart_rates = _in_order(_of(tables, HEART_RATE), stored_messages)
    _add_records(found, _of(tables, RECORD), stamps, walked.restarts)
    return found


def _of(tables: list[Table], message: int) -> list[Table]:
    return [table for table in tables if table.layout.message == message]


def _in_order(tables: list[Table], read: Callable[[Table], list[Message]]) -> list[Message]:
    """Return the messages of all tables in the order of the file."""
    if len(tables) == 1:
        return read(tables[0])
    placed = [pair for table in tables for pair in zip(table.starts.tolist(), read(table), strict=True)]
    return [message for _, message in sorted(placed, key=lambda pair: pair[0])]


def _add_records(found: FitContent, tables: list[Table], stamps: Stamps, restarts: Restarts) -> None:
    sums = running_sums(tables, restarts)
    found.records = sum(table.count for table in tables)
    places = _places(tables)
    found.parts = np.empty(found.records, dtype=np.int64)
    ranked: dict[Target, Column] = {}
    for table, place in zip(tables, places, strict=True):
        found.parts[place] = table.part
        for target, values in _fields(table, stamps.get(table), sums).items():
            if len(tables) == 1:
                ranked[target] = values
            else:
                if target not in ranked:
                    ranked[target] = np.full(found.records, np.nan)
                ranked[target][place] = values
    found.columns = merge(ranked)


def _places(tables: list[Table]) -> list[np.ndarray]:
    """Return where each table's records stand among all records."""
    if not tables:
        return []
    order = np.argsort(np.concatenate([table.starts for table in tables]))
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return np.split(place, np.cumsum([table.count for table in tables])[:-1])


def _fields(table: Table, stamps: np.ndarray | None, sums: Sums) -> dict[Target, Column]:
    """Return the numbers of the fields that fill a column; of two for one target the first."""
    found: dict[Target, Column] = {}
    picked: list[Slot] = []
    for slot in table.layout.slots:
        if slot.field is None:
            continue
        for packed, values in expansions(table, slot, sums):
            if (own := target_of_name(packed.name)) is not None:
                found.setdefault(expanded(own), values)
        own = _target(slot)
        if own is not None and own not in found:
            picked.append(slot)
            found[own] = _first_known(table, slot)
    if picked and not any(slot.is_single for slot in picked):
        raise Irregular("several values in each column")
    if stamps is not None and (own := target_of_name(STAMP_FIELD.name)) is not None:
        found.setdefault(expanded(own), stamps.astype(np.float64))
    return found


def _target(slot: Slot) -> Target | None:
    if slot.is_developer:
        return target_of_developer(slot.field.name, slot.field.units) if slot.field.name is not None else None
    return target_of_name(slot.field.name)


def _first_known(table: Table, slot: Slot) -> Column:
    if slot.base.is_string:
        raise Irregular("text in place of a number")
    values = table.numbers(slot)
    if values.ndim == 1:
        return values
    known = ~np.isnan(values)
    return values[np.arange(table.count), known.argmax(axis=1)]
