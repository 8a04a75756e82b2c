"""The facts of FIT's profile that both decoders share, as fitdecode ships them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from fitdecode.profile import FIELD_TYPE_TIMESTAMP, MESSAGE_TYPES
from fitdecode.types import BASE_TYPES, DevField

from athletes.sources.files import notes

TIMESTAMP: Final = 253
STAMP_FIELD: Final = FIELD_TYPE_TIMESTAMP
"""The profile's field that a compressed header stands for."""

BYTE: Final = 0x0D
_STRING = 0x07
_FLOATS = (0x88, 0x89)
_KNOWN_LAYOUTS = 512
_WHOLE_BYTES = 4


class Irregular(Exception):
    """Something that only fitdecode knows how to survive; it has to read this file."""


@dataclass(frozen=True, slots=True)
class Base:
    """How a base type lies in the file: `code` is numpy's, `unknown` the value that means nothing."""

    identifier: int
    code: str
    size: int
    unknown: int | None

    @property
    def is_string(self) -> bool:
        return self.identifier == _STRING

    @property
    def is_byte(self) -> bool:
        return self.identifier == BYTE

    @property
    def is_integer(self) -> bool:
        return self.unknown is not None


def _base(base: Any) -> Base:
    if base.identifier == _STRING:
        return Base(_STRING, "S", 1, None)
    if base.identifier == BYTE:
        return Base(BYTE, "u1", 1, None)
    kind = np.dtype(base.fmt)
    if base.identifier in _FLOATS:
        return Base(base.identifier, kind.str[1:], kind.itemsize, None)
    limits = np.iinfo(kind)
    unknown = next(value for value in (0, int(limits.max)) if base.parse(value) is None)
    return Base(base.identifier, kind.str[1:], kind.itemsize, unknown)


BASES: Final = {identifier: _base(base) for identifier, base in BASE_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Described:
    """A developer field as its `field_description` has it, with the size a definition gives it.

    Without a description it is bytes without a name.
    """

    number: int
    base: int
    name: str | None
    units: str | None
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One field of a definition: `count` values of `base` at byte `offset` of each message.

    `field` is the profile's (or the developer's) field, None when nobody knows it.
    """

    number: int
    field: Any
    base: Base
    offset: int
    count: int
    order: str
    is_developer: bool

    @property
    def components(self) -> Sequence[Any]:
        return () if self.field is None else self.field.components or ()

    @property
    def is_single(self) -> bool:
        return self.count == 1 and not self.base.is_byte and not self.base.is_string


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All that a definition says; equal definitions give the same object.

    `sums` are the numbers of the fields of which the messages hold the low bits.
    """

    message: int
    slots: tuple[Slot, ...]
    size: int
    sums: tuple[int, ...]
    notes: tuple[str, ...]

    def slot(self, number: int) -> Slot | None:
        """Return the first of the profile's own fields with this number."""
        return next((slot for slot in self.slots if slot.number == number and not slot.is_developer), None)


@lru_cache(maxsize=_KNOWN_LAYOUTS)
def layout_of(definition: bytes, developer: tuple[Described, ...]) -> Layout:
    """Return what a definition (its bytes from the byte order on) says; raises Irregular."""
    order = ">" if definition[0] else "<"
    message = int.from_bytes(definition[1:3], "big" if definition[0] else "little")
    fields = message_fields(message)
    slots: list[Slot] = []
    offset = 0
    for place in range(4, len(definition), 3):
        number, size, base = definition[place : place + 3]
        slots.append(_slot(number, size, base, offset, order, fields.get(number)))
        offset += size
    for described in developer:
        slots.append(_developer_slot(described, offset, order))
        offset += described.size
    return Layout(message, tuple(slots), offset, tuple(_sums(slots)), tuple(_notes(slots)))


def _slot(number: int, size: int, identifier: int, offset: int, order: str, field: Any) -> Slot:
    base = BASES.get(identifier, BASES[BYTE])
    if size % base.size:
        base = BASES[BYTE]
    if size == 0:
        raise Irregular("a field without a size")
    slot = Slot(number, field, base, offset, size // base.size, order, is_developer=False)
    is_whole = slot.is_single and base.is_integer and base.size <= _WHOLE_BYTES
    if number == TIMESTAMP and not is_whole:
        raise Irregular("a time that is no number")
    if slot.components and not (is_whole or base.is_byte):
        raise Irregular("components of no whole number")
    return slot


def _developer_slot(described: Described, offset: int, order: str) -> Slot:
    base = BASES[described.base]
    if described.number == TIMESTAMP or described.size == 0 or described.size % base.size:
        raise Irregular("a developer field")
    field = DevField(0, described.name, described.number, BASE_TYPES[described.base], described.units, None)
    return Slot(described.number, field, base, offset, described.size // base.size, order, is_developer=True)


def _sums(slots: Iterable[Slot]) -> Iterator[int]:
    for slot in slots:
        yield from (component.def_num for component in slot.components if component.accumulate)


def _notes(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        if slot.is_developer:
            if slot.field.name is None:
                yield notes.DEVELOPER_FIELD_UNKNOWN
        elif slot.field is not None and slot.base.is_byte:
            expected = BASES[slot.field.base_type.identifier]
            if not expected.is_byte and slot.count % expected.size:
                yield notes.FIELD_SIZE_WRONG


def message_fields(message: int) -> dict[int, Any]:
    """Return the profile's fields of a message by number; empty for a message nobody knows."""
    kind = MESSAGE_TYPES.get(message)
    return {} if kind is None else kind.fields
