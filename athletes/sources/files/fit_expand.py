"""Fields that hold other fields: components (numbers packed into one field) and running sums of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from athletes.sources.files.fit_carry import complete
from athletes.sources.files.fit_profile import Irregular, Slot, message_fields
from athletes.sources.files.fit_table import Table, scale_column
from athletes.sources.records import Column

type Whole = np.ndarray


def expansions(table: Table, slot: Slot) -> Iterator[tuple[Any, Column]]:
    """Yield (field, numbers) of each component of a field, shape (count,), NaN where the field is unknown.

    Raises Irregular where a field's components depend on other fields, or lie beyond its bytes.
    """
    components = () if slot.field is None else slot.field.components or ()
    if not components:
        return
    known, stored = _known(table, slot)
    targets = message_fields(table.layout.message)
    for component in components:
        target = targets[component.def_num]
        if target.subfields or component.bit_offset >= 8 * slot.count * slot.base.size:
            raise Irregular("components that depend on others")
        packed = _bits(stored, component.bit_offset, component.bits)
        if component.accumulate:
            sums = packed[known]
            packed[known] = complete(sums, np.zeros(sums.size, dtype=bool), component.bits)
        values = packed.astype(np.float64)
        scale_column(values, component)
        values[~known] = np.nan
        yield target, values


def _known(table: Table, slot: Slot) -> tuple[np.ndarray, np.ndarray]:
    """Return (whether known, whole numbers): shape (count,) both, or bytes of shape (count, n)."""
    view = table.view(slot)
    if slot.base.is_byte:
        return (view != 0xFF).any(axis=1), view
    return view != slot.base.unknown, view.astype(np.int64)


def _bits(stored: np.ndarray, offset: int, bits: int) -> Whole:
    """Return `bits` from bit `offset` on; bytes are one little-endian number."""
    if stored.ndim == 1:
        return stored >> offset & (1 << bits) - 1
    first, last = offset // 8, (offset + bits + 7) // 8
    whole = np.zeros(stored.shape[0], np.int64)
    for place, column in enumerate(stored.T[first:last]):
        whole |= column.astype(np.int64) << 8 * place
    return whole >> offset % 8 & (1 << bits) - 1
