"""All messages of one definition: columns of numbers, or the plain values for messages of words.

Values are those of fitdecode: the file's own invalid value is unknown, names stand for numbers where the
profile has names, scale and offset are applied in that order.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from athletes.sources.files.fit_profile import Base, Layout, Slot
from athletes.sources.records import Column

_WHOLE_BYTES = 4


class Table:
    """The messages lie in runs at equal distances; `firsts` holds where each run starts."""

    def __init__(self, content: bytes, part: int, layout: Layout, is_compressed: bool) -> None:
        self.part, self.layout, self.is_compressed = part, layout, is_compressed
        self.firsts: list[int] = []
        self._longer: dict[int, tuple[int, int]] = {}
        self._content = content

    def add(self, first: int, count: int, stride: int) -> None:
        """Take in a run of `count` messages, `stride` bytes from start to start."""
        if count > 1:
            self._longer[len(self.firsts)] = count, stride
        self.firsts.append(first)

    def only(self, start: int) -> Table:
        """Return a table of the one message that starts there."""
        one = Table(self._content, self.part, self.layout, self.is_compressed)
        one.firsts.append(start)
        return one

    @cached_property
    def count(self) -> int:
        return len(self.firsts) - len(self._longer) + sum(count for count, _ in self._longer.values())

    @cached_property
    def starts(self) -> np.ndarray:
        """Where each message starts in the file: what orders messages of several tables, shape (count,)."""
        firsts = np.array(self.firsts)
        if not self._longer:
            return firsts
        counts, strides = np.ones(firsts.size, np.int64), np.zeros(firsts.size, np.int64)
        counts[list(self._longer)], strides[list(self._longer)] = zip(*self._longer.values(), strict=True)
        within = np.arange(self.count) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(firsts, counts) + within * np.repeat(strides, counts)

    @cached_property
    def _rows(self) -> tuple[bytes | np.ndarray, int, int]:
        """Return (buffer, place of the first message's first byte, bytes from message to message)."""
        size = self.layout.size
        if len(self.firsts) == 1:
            _, stride = self._longer.get(0, (1, 1 + size))
            return self._content, self.firsts[0] + 1, stride
        windows = np.ndarray((len(self._content) - size + 1, size), np.uint8, self._content, 0, (1, 1))
        return windows[self.starts + 1], 0, size

    def view(self, slot: Slot) -> np.ndarray:
        """Return the stored values, no copy: shape (count,), or (count, n) for several."""
        buffer, first, stride = self._rows
        base = slot.base
        kind = f"S{slot.count}" if base.is_string else slot.order + base.code
        if slot.is_single or base.is_string:
            return np.ndarray((self.count,), kind, buffer, first + slot.offset, (stride,))
        shape, strides = (self.count, slot.count), (stride, base.size)
        return np.ndarray(shape, kind, buffer, first + slot.offset, strides)

    def numbers(self, slot: Slot) -> Column:
        """Return the values as numbers, NaN for unknown and for names; not for strings.

        Shape (count,), or (count, n) for several. Bytes are unknown where all of them say so.
        """
        stored, base, field = self.view(slot), slot.base, slot.field
        with np.errstate(invalid="ignore"):  # some NaN of 32 bits signal that they are widened
            values = stored.astype(np.float64)
        nothing = unknown_in(stored, values, base)
        if field is not None:
            if slot.is_single:
                for number in field.type.enum or ():
                    nothing |= values == number
            scale_column(values, field)
        values[nothing] = np.nan
        return values

    def raws(self, slot: Slot) -> list[Any]:
        """Return the stored value of each message, None for unknown, tuples for several."""
        base, values = slot.base, self.view(slot).tolist()
        if base.is_string:
            return [_text(value) for value in values]
        if base.is_byte:
            return [None if all(byte == 0xFF for byte in several) else tuple(several) for several in values]
        if slot.count > 1:
            return [tuple(_known(several, base.unknown)) for several in values]
        return _known(values, base.unknown)


def unknown_in(stored: np.ndarray, values: Column, base: Base) -> np.ndarray:
    """Return where `stored` means nothing; `values` are the same as floats, which compare faster."""
    if base.is_byte:
        return (stored == 0xFF).all(axis=1)
    if base.unknown is None:
        return np.isnan(values)
    return (stored if base.size > _WHOLE_BYTES else values) == base.unknown


def scale_column(values: Column, field: Any) -> None:
    """Apply scale and offset of a field or component in place, in fitdecode's order."""
    if field.scale:
        values /= field.scale
    if field.offset:
        values -= field.offset


def rendered(raws: list[Any], field: Any) -> list[Any]:
    """Return the values that fitdecode makes of `raws`: names, scale and offset of `field`."""
    if field is None:
        return raws
    names = field.type.enum
    if names:
        raws = [names.get(raw, raw) for raw in raws]
    if not field.scale and not field.offset:
        return raws
    return [scaled(raw, field.scale, field.offset) for raw in raws]


def scaled(raw: Any, scale: float | None, offset: float | None) -> Any:
    """Return what numbers mean, one or several; anything else stays what it is."""
    if isinstance(raw, tuple):
        return tuple(scaled(one, scale, offset) for one in raw)
    if not isinstance(raw, int | float):
        return raw
    if scale:
        raw = float(raw) / scale
    return raw - offset if offset else raw


def _known(values: list[Any], unknown: int | None) -> list[Any]:
    if unknown is None:
        return [None if value != value else value for value in values]
    return [None if value == unknown else value for value in values]


def _text(value: bytes) -> str | None:
    return value.partition(b"\x00")[0].decode("utf-8", errors="replace") or None
