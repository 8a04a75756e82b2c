"""Fields that hold other fields: components (numbers packed into one field) and running sums of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from athletes.sources.files.fit_carry import complete
from athletes.sources.files.fit_profile import Irregular, Slot, message_fields
from athletes.sources.files.fit_table import Table, scale_column
from athletes.sources.records import Column

type Whole = np.ndarray
type Restarts = dict[tuple[int, int], list[int]]
"""Message and field to where in the file its running sum starts again: at each definition that has it."""
type Sums = dict[tuple[Table, Slot, int], Whole]
"""Table, its packed field and the number of the field that sums up, to whole numbers of shape (count,)."""


def expansions(table: Table, slot: Slot, sums: Sums) -> Iterator[tuple[Any, Column]]:
    """Yield (field, numbers) of each component of a field, shape (count,), NaN where the field is unknown.

    Raises Irregular where a field's components depend on other fields, or lie beyond its bytes.
    """
    if not slot.components:
        return
    known, stored = _known(table, slot)
    targets = message_fields(table.layout.message)
    for component in slot.components:
        target = targets[component.def_num]
        if target.subfields or component.bit_offset >= 8 * slot.count * slot.base.size:
            raise Irregular("components that depend on others")
        whole = sums[table, slot, component.def_num] if component.accumulate else _bits(stored, component)
        values = whole.astype(np.float64)
        scale_column(values, component)
        values[~known] = np.nan
        yield target, values


def running_sums(tables: Iterable[Table], restarts: Restarts) -> Sums:
    """Return all sums of which the messages hold the low bits; they mean nothing where the field is unknown.

    Every message of the kind adds to the same sum, whatever its definition.
    """
    found: Sums = {}
    packed: dict[tuple[int, int], list[tuple[Table, Slot, Any]]] = {}
    for table in tables:
        for slot in table.layout.slots:
            for component in slot.components:
                if component.accumulate:
                    key = table.layout.message, component.def_num
                    packed.setdefault(key, []).append((table, slot, component))
    for key, sources in packed.items():
        for (table, slot, component), whole in zip(sources, _sum_up(sources, restarts[key]), strict=True):
            found[table, slot, component.def_num] = whole
    return found


def _sum_up(sources: list[tuple[Table, Slot, Any]], restarts: list[int]) -> list[Whole]:
    """Return the sums of each source; a restart counts as a known 0."""
    starts, values = [np.array(restarts)], [np.zeros(len(restarts), np.int64)]
    known = []
    for table, slot, component in sources:
        is_known, stored = _known(table, slot)
        known.append(is_known)
        starts.append(table.starts[is_known])
        values.append(_bits(stored, component)[is_known])
    where = np.concatenate(starts)
    order = np.argsort(where, kind="stable")
    whole = np.empty(where.size, np.int64)
    whole[order] = complete(np.concatenate(values)[order], order < len(restarts), sources[0][2].bits)
    sums = np.split(whole, np.cumsum([part.size for part in starts])[:-1])[1:]
    return [_spread(sum_, is_known) for sum_, is_known in zip(sums, known, strict=True)]


def _spread(values: Whole, known: np.ndarray) -> Whole:
    spread = np.zeros(known.size, np.int64)
    spread[known] = values
    return spread


def _known(table: Table, slot: Slot) -> tuple[np.ndarray, np.ndarray]:
    """Return (whether known, whole numbers): shape (count,) both, or bytes of shape (count, n)."""
    view = table.view(slot)
    if slot.base.is_byte:
        return (view != 0xFF).any(axis=1), view
    return view != slot.base.unknown, view.astype(np.int64)


def _bits(stored: np.ndarray, component: Any) -> Whole:
    """Return the component's bits; bytes are one little-endian number."""
    offset, bits = component.bit_offset, component.bits
    if stored.ndim == 1:
        return stored >> offset & (1 << bits) - 1
    first, last = offset // 8, (offset + bits + 7) // 8
    whole = np.zeros(stored.shape[0], np.int64)
    for place, column in enumerate(stored.T[first:last]):
        whole |= column.astype(np.int64) << 8 * place
    return whole >> offset % 8 & (1 << bits) - 1
