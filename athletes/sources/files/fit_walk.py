"""The headers of all messages of a FIT file, one pass: where the messages of each definition lie.

A run of messages with one header is found by numpy at one comparison a message, so a file of an hour costs
no more steps than it has changes of message. Whatever is not plain raises Irregular.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import unpack_from

import numpy as np
from numpy.typing import NDArray

from athletes.sources.files import notes
from athletes.sources.files.fit_crc import crc16
from athletes.sources.files.fit_described import Descriptions
from athletes.sources.files.fit_profile import Described, Irregular, Layout, layout_of
from athletes.sources.files.fit_scan import too_many_messages
from athletes.sources.files.fit_table import Table
from athletes.sources.files.limits import MAX_FIT_MESSAGES

_HEADERS = (12, 14)
_CRC_BYTES = 2
_MAX_TABLES = 4096
_LOCALS = 16
_DEFINITION = 6
_FIRST_LOOK = 64
_WIDER = 16

type Bytes = NDArray[np.uint8]


@dataclass(slots=True)
class Walk:
    """The tables of all parts in the order of their first definition, and what is wrong with the file."""

    tables: list[Table] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)


def walk(content: bytes) -> Walk:
    """Walk through all parts; raises Irregular, and FILE_TOO_LARGE when there are too many messages."""
    found = Walk()
    is_crc_wrong = False
    raw = np.frombuffer(content, np.uint8)
    offset, allowed = 0, MAX_FIT_MESSAGES
    while offset < len(content):
        start, end = _frame(content, offset)
        part = _Part(content, raw, len(found.starts), end, allowed)
        part.run(start)
        allowed -= part.messages
        found.starts.append(offset)
        found.tables += part.tables.values()
        found.notes |= part.notes
        (stored,) = unpack_from("<H", content, end)
        if crc16(memoryview(content)[offset:end]) != stored:
            is_crc_wrong = True
        offset = end + _CRC_BYTES
    if is_crc_wrong:
        found.notes = {notes.CRC_WRONG: None} | found.notes
    return found


def _frame(content: bytes, offset: int) -> tuple[int, int]:
    """Return [first message, checksum) of the part at `offset`."""
    if content[offset + 8 : offset + 12] != b".FIT":
        raise Irregular("bytes after the end")
    header_bytes, data_bytes = unpack_from("<B3xI", content, offset)
    end = offset + header_bytes + data_bytes
    if header_bytes not in _HEADERS or data_bytes == 0 or end + _CRC_BYTES > len(content):
        raise Irregular("a header")
    return offset + header_bytes, end


class _Part:
    """The walk through one part of a chained file."""

    def __init__(self, content: bytes, raw: Bytes, number: int, end: int, allowed: int) -> None:
        self.tables: dict[object, Table] = {}
        self.messages = 0
        self.notes: dict[str, None] = {}
        self._content, self._raw, self._number, self._end = content, raw, number, end
        self._allowed = allowed
        self._steps = [0] * 256
        self._by_head: dict[int, Table] = {}
        self._layouts: list[Layout | None] = [None] * _LOCALS
        self._defined_at = [0] * _LOCALS
        self._heads: list[list[int]] = [[] for _ in range(_LOCALS)]
        self._descriptions = Descriptions()

    def run(self, position: int) -> None:
        """Collect the messages from `position` to the end of the part."""
        content, end, steps, tables = self._content, self._end, self._steps, self._by_head
        seen = 0
        while position < end:
            head = content[position]
            step = steps[head]
            if step == 0:
                position = self._step_aside(head, position)
                continue
            following = position + step
            if following > end:
                raise Irregular("a message over the end")
            count = 1
            if content[following] == head:
                count += self._more(following, step, head)
                following = position + count * step
            tables[head].add(position, count)
            seen += count
            if seen > self._allowed:
                raise too_many_messages()
            position = following
        self._note(seen)

    def _more(self, position: int, step: int, head: int) -> int:
        """Return how many messages with this header follow without a break, the last within the part."""
        heads = self._raw[position : self._end - step + 1 : step]
        seen, look = 0, _FIRST_LOOK
        while seen < heads.size:
            differs = heads[seen : seen + look] != head
            first = int(differs.argmax())
            if differs[first]:
                return seen + first
            seen += look
            look *= _WIDER
        return heads.size

    def _note(self, count: int) -> None:
        self.messages += count
        if self.messages > self._allowed:
            raise too_many_messages()

    def _step_aside(self, head: int, position: int) -> int:
        """Take a definition, the first message of a local number, or a description of developer fields."""
        if head & 0xC0 == 0x40:
            self._note(1)
            return self._define(head, position)
        local = head >> 5 & 3 if head & 0x80 else head
        layout = self._layouts[local] if local < _LOCALS else None
        if layout is None:
            raise Irregular("a message without a definition")
        table = self._table(local, layout, is_compressed=bool(head & 0x80))
        if not self._descriptions.concern(layout):
            self._by_head[head], self._steps[head] = table, 1 + layout.size
            self._heads[local].append(head)
            return position
        following = position + 1 + layout.size
        if following > self._end:
            raise Irregular("a message over the end")
        self._note(1)
        table.add(position, 1)
        self._descriptions.learn(table.only(position))
        return following

    def _table(self, local: int, layout: Layout, *, is_compressed: bool) -> Table:
        """Equal definitions share a table, unless each starts a sum again."""
        key = (layout, is_compressed, self._defined_at[local] if layout.accumulates else 0)
        table = self.tables.get(key)
        if table is None:
            if len(self.tables) >= _MAX_TABLES:
                raise Irregular("too many definitions")
            table = self.tables[key] = Table(self._content, self._number, layout, is_compressed)
        return table

    def _define(self, head: int, position: int) -> int:
        """Take over a definition; return where the next message starts."""
        content, local = self._content, head & 15
        start = position + _DEFINITION
        if start >= self._end:
            raise Irregular("a definition over the end")
        fields_end = start + 3 * content[start - 1]
        after = fields_end
        developer: tuple[Described, ...] = ()
        if head & 0x20:
            if fields_end >= self._end:
                raise Irregular("a definition over the end")
            after = fields_end + 1 + 3 * content[fields_end]
            developer = self._descriptions.of(content[fields_end + 1 : after])
        if after > self._end:
            raise Irregular("a definition over the end")
        layout = layout_of(content[position + 2 : fields_end], developer)
        self._layouts[local] = layout
        self.notes.update(dict.fromkeys(layout.notes))
        self._defined_at[local] = position
        for known in self._heads[local]:
            self._steps[known] = 0
        self._heads[local].clear()
        return after
